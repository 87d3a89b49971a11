/** The upstreams that report how much attention a paper gets. */
export const SOURCES = ['huggingface', 'arxiv', 'hackernews', 'github'] as const
export type Source = (typeof SOURCES)[number]

export const SOURCE_NAMES: Readonly<Record<Source, string>> = {
  huggingface: 'Hugging Face',
  arxiv: 'arXiv',
  hackernews: 'Hacker News',
  github: 'GitHub',
}

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
