import type { Paper } from '../papers/paper.ts'
import { shortDay } from '../wording/days.ts'
import { writeBackAgain, writeReason } from './reason.ts'
import type { Score } from './score.ts'

/** A paper as an edition froze it. */
export type EditionPaper = Pick<
  Paper,
  'id' | 'title' | 'abstract' | 'authors' | 'categories' | 'publishedAt' | 'listedOn' | 'repo' | 'projectPage'
> &
  // Editions that were frozen before these were known have none.
  Partial<Pick<Paper, 'organization' | 'organizationName'>> & {
    /** 1 is the top. */
    position: number
    /** `full`: with abstract and reason; `brief`: a line. */
    depth: 'full' | 'brief'
    score: Score
    /** The one sentence that says why it ranks. */
    reason: string
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

/** Papers of an edition (counts): in full with abstract, then one line each. */
export const FULL = 5
export const BRIEF = 10

/** A ranked paper as lists and editions show it. `position` 1 is the top. */
export function freezePaper(
  paper: Paper,
  score: Score,
  position: number,
  reason = reasonOf(paper, score),
): EditionPaper {
  const { id, title, abstract, authors, categories, publishedAt, listedOn, repo, projectPage } = paper
  const { organization, organizationName } = paper
  return {
    ...{ id, title, abstract, authors, categories, publishedAt, listedOn, repo, projectPage },
    ...(organization === null ? {} : { organization, organizationName }),
    position,
    depth: depthAt(position, score),
    score,
    reason,
  }
}

/** The first papers are told in full; one that is back again never is. */
export const depthAt = (position: number, { parts }: Score): EditionPaper['depth'] =>
  position <= FULL && !parts.back ? 'full' : 'brief'

const reasonOf = ({ listedOn }: Paper, { parts }: Score): string =>
  parts.back && listedOn ? writeBackAgain(parts.back, shortDay(listedOn)) : writeReason(parts)
