import type { Paper } from '../papers/paper.ts'
import type { Edition, EditionPaper } from '../ranking/edition.ts'
import { rankPapers } from '../ranking/rank.ts'
import { writeBackAgain, writeReceipt } from '../ranking/reason.ts'
import type { Score } from '../ranking/score.ts'
import { shortDay } from '../wording/days.ts'

/** Papers of an edition (counts): in full with abstract, then one line each. */
export const FULL = 5
export const BRIEF = 10

export type Candidate = { paper: Paper; score: Score }

/**
 * Composes the edition of `date`: the best candidates in the order of the mail, and in the last place the one of the
 * `returning` older papers that grew most, if any.
 * The caller leaves out papers of earlier editions; withdrawn and never-observed papers are left out here. `most`: papers
 * (count).
 */
export function composeEdition(
  given: Pick<Edition, 'date' | 'state' | 'note' | 'publishedAt'>,
  candidates: readonly Candidate[],
  returning: readonly Candidate[] = [],
  most = FULL + BRIEF,
): Edition {
  if (given.state === 'quiet') return { ...given, papers: [] }
  const worthy = candidates.filter(({ paper, score }) => !paper.withdrawn && (score.parts.upvotes ?? 0) > 0)
  const back = worthy.length === 0 ? [] : mostGrown(returning)
  const chosen = [...rankPapers(worthy, 'mail').slice(0, most - back.length), ...back]
  return { ...given, papers: chosen.map(({ paper, score }, index) => freeze(paper, score, index + 1)) }
}

/** One paper at the most; of equal growth the newer arXiv id. */
const mostGrown = (returning: readonly Candidate[]): Candidate[] =>
  returning
    .filter(({ paper }) => !paper.withdrawn)
    .toSorted((a, b) => timesOf(b) - timesOf(a) || (a.paper.id < b.paper.id ? 1 : -1))
    .slice(0, 1)

const timesOf = ({ score }: Candidate) => score.parts.back?.times ?? 0

/** A ranked paper as lists and editions show it. `position` 1 is the top. */
export function freeze(
  paper: Paper,
  score: Score,
  position: number,
  receipt = receiptOf(paper, score),
): EditionPaper {
  const { id, title, abstract, authors, categories, publishedAt, listedOn, repo, projectPage } = paper
  return {
    ...{ id, title, abstract, authors, categories, publishedAt, listedOn, repo, projectPage },
    position,
    depth: depthAt(position, score),
    score,
    receipt,
  }
}

/** The first papers are told in full; one that is back again never is. */
export const depthAt = (position: number, { parts }: Score): EditionPaper['depth'] =>
  position <= FULL && !parts.back ? 'full' : 'brief'

const receiptOf = ({ listedOn }: Paper, { parts }: Score): string =>
  parts.back && listedOn ? writeBackAgain(parts.back, shortDay(listedOn)) : writeReceipt(parts)
