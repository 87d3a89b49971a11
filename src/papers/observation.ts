/** An upstream that reports how much attention a paper gets. */
export type Source = 'huggingface' | 'arxiv' | 'hackernews' | 'github'

/**
 * What a source said of a paper at an instant. Append-only. A missing number is missing, never
 * zero.
 */
export type Observation = {
  paperId: string
  source: Source
  /** Instant of our tick (ms, UTC): our clock, not that of the source. */
  at: number
  upvotes: number | null
  comments: number | null
  /** GitHub stars as this source reports them. */
  stars: number | null
  /** Hacker News points. */
  points: number | null
}
