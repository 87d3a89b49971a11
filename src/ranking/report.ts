import type { Observation, Source } from '../papers/observation.ts'
import type { Paper } from '../papers/paper.ts'
import { leadFor, type PaperLead, type Summaries } from '../wording/shown-lead.ts'
import type { EarlyPick } from './early.ts'
import { type ScoreAt, scoreHistory } from './history.ts'
import { writeWholeReason } from './reason.ts'
import { FORMULA, type Formula, type Score, scorePaper } from './score.ts'
import { readSignals, type Signal } from './signals.ts'

/** All that is known of a paper: its score, and all that is needed to check it. */
export type PaperReport = {
  paper: Paper
  score: Score
  reason: string
  /**
   * The sentence shown first: by its authors, or by Hugging Face where this instance shows those.
   */
  lead: PaperLead | null
  formula: Formula
  /** Instant (ms, UTC) of the score: the last observation. */
  scoredAt: number
  /** Every count as last observed, and how it changed. */
  signals: Signal[]
  /** Its scores at our observations, in order of time. */
  history: ScoreAt[]
  /** In order of time. */
  observations: Observation[]
  /** The edition that had it, with the score and reason there; null when none had. */
  edition: { date: string; position: number; score: Score; reason: string } | null
  /** How it was picked before any list had it; null when it was not. */
  earlyPick: EarlyPick | null
  /** Papers with similar words, the most similar first. */
  similar: { id: string; title: string }[]
  /** Sources that are turned off: what they would tell is not missing. */
  unasked: readonly Source[]
}

/** What a report needs besides observations. */
export type Known = Pick<PaperReport, 'edition' | 'earlyPick' | 'similar'> & {
  unasked?: readonly Source[]
  /** The paper's score among those of its list; null when it is on no list that is still read. */
  current: { score: Score; scoredAt: number } | null
}

/** Makes the report of a paper. `observations`: everything observed of it, in order of time. */
export function makeReport(
  paper: Paper,
  observations: Observation[],
  known: Known,
  summaries: Summaries = 'own',
): PaperReport {
  const { current, edition, earlyPick, similar, unasked = [] } = known
  const scoredAt = observations.at(-1)?.at ?? paper.firstSeenAt
  // What was observed after a paper's week is in no current score.
  const stored = current?.scoredAt === scoredAt ? current.score : null
  const score = stored ?? scorePaper(paper, observations, scoredAt)
  return {
    paper,
    score,
    reason: writeWholeReason(score.parts),
    lead: leadFor(paper, summaries),
    formula: FORMULA,
    scoredAt,
    signals: readSignals(paper, observations),
    history: scoreHistory(paper, observations),
    observations,
    edition,
    earlyPick,
    similar,
    unasked,
  }
}
