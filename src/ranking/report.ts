import type { Observation } from '../papers/observation.ts'
import type { Paper } from '../papers/paper.ts'
import { leadFor, type PaperLead, type Summaries } from '../wording/shown-lead.ts'
import type { EarlyPick } from './early.ts'
import { type ScoreAt, scoreHistory } from './history.ts'
import { writeWholeReason } from './reason.ts'
import { FORMULA, type Formula, type Score, scorePaper } from './score.ts'
import { readSignals, type Signal } from './signals.ts'

/** Everything known of a paper: what it scores, and all that is needed to check it. */
export type PaperReport = {
  paper: Paper
  score: Score
  reason: string
  /** What it says first: by its authors, or by Hugging Face where that is wanted. */
  lead: PaperLead | null
  formula: Formula
  /** Instant (ms, UTC) the score is of: the last observation. */
  scoredAt: number
  /** Every count, as last seen, and how it changed. */
  signals: Signal[]
  /** What it scored at our looks, in order of time. */
  history: ScoreAt[]
  /** In order of time. */
  observations: Observation[]
  /** Where it was mailed, with the score and reason it had there; null when it was not. */
  edition: { date: string; position: number; score: Score; reason: string } | null
  /** How it was picked before any list had it; null when it was not. */
  earlyPick: EarlyPick | null
  /** Papers with much the same words, the likest first. */
  similar: { id: string; title: string }[]
}

/** What else than observations a report is made of. */
export type Known = Pick<PaperReport, 'edition' | 'earlyPick' | 'similar'> & {
  /** Where the paper stands among those of its list; null when it is on no watched list. */
  current: { score: Score; scoredAt: number } | null
}

/** Makes the report of a paper. `observations`: everything observed of it, in order of time. */
export function makeReport(
  paper: Paper,
  observations: Observation[],
  known: Known,
  summaries: Summaries = 'own',
): PaperReport {
  const { current, edition, earlyPick, similar } = known
  const scoredAt = observations.at(-1)?.at ?? paper.firstSeenAt
  // What was observed after a paper's week is in no current score.
  const stands = current?.scoredAt === scoredAt ? current.score : null
  const score = stands ?? scorePaper(paper, observations, scoredAt)
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
  }
}
