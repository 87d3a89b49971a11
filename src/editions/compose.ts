import type { Paper } from '../papers/paper.ts'
import { BRIEF, type Edition, FULL, freezePaper } from '../ranking/edition.ts'
import { rankPapers } from '../ranking/rank.ts'
import type { Score } from '../ranking/score.ts'
import { apartByTopic } from '../search/one-topic.ts'
import type { Summaries } from '../wording/shown-lead.ts'

export type Candidate = {
  paper: Paper
  score: Score
  /**
   * The reader follows its author, organisation or repository: it comes first, even without votes.
   */
  followed?: boolean
}
/**
 * `most`: the most papers (count). `summaries`: whose sentence is shown first for each paper.
 * `oneTopic`: of the formula.
 */
export type Options = { most?: number; summaries?: Summaries; oneTopic?: number | undefined }

/**
 * Composes the edition of `date`: the best candidates in the order of the mail, and in the last
 * place the paper of `returning` that grew most, if there is one. The caller leaves out papers of
 * earlier editions; withdrawn papers and papers without observations are left out here.
 */
export function composeEdition(
  given: Omit<Edition, 'papers'>,
  candidates: readonly Candidate[],
  returning: readonly Candidate[] = [],
  { most = FULL + BRIEF, summaries = 'own', oneTopic }: Options = {},
): Edition {
  if (given.state === 'quiet') return { ...given, papers: [] }
  const available = candidates.filter(({ paper }) => !paper.withdrawn)
  const followed = rankPapers(
    available.filter((one) => one.followed),
    'mail',
  )
  const voted = available.filter(({ followed, score }) => !followed && (score.parts.upvotes ?? 0) > 0)
  const worthy = [...followed, ...rankPapers(voted, 'mail')]
  const back = worthy.length === 0 ? [] : mostGained(returning)
  const best = worthy.slice(0, most - back.length)
  const chosen = [...apartByTopic(best, ({ paper }) => paper, FULL, oneTopic), ...back]
  const papers = chosen.map(({ paper, score }, index) => freezePaper(paper, score, index + 1, summaries))
  return { ...given, papers }
}

/**
 * Those with votes in the order of the mail, up to the last place that an edition has, withdrawn
 * ones not counted.
 */
export function bestVoted<T extends { paper: Pick<Paper, 'id' | 'withdrawn'>; score: Score }>(
  candidates: readonly T[],
): T[] {
  const voted = rankPapers(
    candidates.filter(({ score }) => (score.parts.upvotes ?? 0) > 0),
    'mail',
  )
  let places = FULL + BRIEF
  return voted.filter(({ paper }) => (paper.withdrawn ? places > 0 : places-- > 0))
}

/** At most one paper; of equal growth the one with the newer arXiv id. */
const mostGained = (returning: readonly Candidate[]): Candidate[] =>
  returning
    .filter(({ paper }) => !paper.withdrawn)
    .toSorted((a, b) => timesOf(b) - timesOf(a) || (a.paper.id < b.paper.id ? 1 : -1))
    .slice(0, 1)

const timesOf = ({ score }: Candidate) => score.parts.back?.times ?? 0
