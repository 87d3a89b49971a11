import type { Paper } from '../papers/paper.ts'
import type { Score } from './score.ts'

/** A paper as an edition froze it. */
export type EditionPaper = Pick<
  Paper,
  'id' | 'title' | 'abstract' | 'authors' | 'categories' | 'publishedAt' | 'listedOn' | 'repo' | 'projectPage'
> & {
  /** 1 is the top. */
  position: number
  /** `full`: with abstract and reason; `brief`: a line. */
  depth: 'full' | 'brief'
  score: Score
  /** The one sentence that says why it ranks. */
  receipt: string
}

/**
 * The frozen, dated result.
 * complete: every source answered; partial: `note` says which did not; quiet: no list that day, no mail.
 */
export type Edition = {
  /** `YYYY-MM-DD`, the UTC day on which it was published. */
  date: string
  state: 'complete' | 'partial' | 'quiet'
  note: string | null
  /** Instant, ms since the epoch, UTC. */
  publishedAt: number
  /** In order, best first. */
  papers: EditionPaper[]
}
