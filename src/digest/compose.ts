import type { Paper } from '../trending/paper.ts'
import { rankPapers } from '../trending/rank.ts'
import { writeReceipt } from '../trending/receipt.ts'
import type { Score } from '../trending/score.ts'
import type { Edition, EditionPaper } from './edition.ts'

/** Papers of an edition (counts): in full with abstract, then one line each. */
export const FULL = 5
export const BRIEF = 10

export type Candidate = { paper: Paper; score: Score }

/**
 * Composes the edition of `date`: the best candidates in the order of the mail.
 * The caller leaves out papers of earlier editions; withdrawn and never-observed papers are left out here.
 */
export function composeEdition(
  given: Pick<Edition, 'date' | 'state' | 'note' | 'publishedAt'>,
  candidates: readonly Candidate[],
): Edition {
  if (given.state === 'quiet') return { ...given, papers: [] }
  const worthy = candidates.filter(({ paper, score }) => !paper.withdrawn && (score.parts.upvotes ?? 0) > 0)
  const chosen = rankPapers(worthy, 'mail').slice(0, FULL + BRIEF)
  return { ...given, papers: chosen.map(({ paper, score }, index) => freeze(paper, score, index + 1)) }
}

/** A ranked paper as lists and editions show it. `position` 1 is the top. */
export function freeze(
  paper: Paper,
  score: Score,
  position: number,
  receipt = writeReceipt(score.parts),
): EditionPaper {
  const { id, title, abstract, authors, categories, publishedAt, listedOn, repo, projectPage } = paper
  return {
    ...{ id, title, abstract, authors, categories, publishedAt, listedOn, repo, projectPage },
    position,
    depth: position <= FULL ? 'full' : 'brief',
    score,
    receipt,
  }
}
