import type { D1Database } from '@cloudflare/workers-types'
import type { Observation } from '../trending/observation.ts'
import type { Paper } from '../trending/paper.ts'
import { writeReceipt } from '../trending/receipt.ts'
import { FORMULA, type Formula, type Score, scorePaper } from '../trending/score.ts'
import type { Database } from './client.ts'
import { editionOf, findEdition } from './editions.ts'
import { historyOf } from './observations.ts'
import { findPaper, titlesOf } from './papers.ts'
import { similarTo } from './similar.ts'
import { standingOf } from './standings.ts'

/** Everything known of a paper: what it scores, and all that is needed to check it. */
export type PaperReport = {
  paper: Paper
  score: Score
  receipt: string
  formula: Formula
  /** Instant (ms, UTC) the score is of: the last observation. */
  scoredAt: number
  /** In order of time. */
  observations: Observation[]
  /** Where it was mailed, with the score and receipt it had there; null when it was not. */
  edition: { date: string; position: number; score: Score; receipt: string } | null
  /** Papers with much the same words, the likest first. */
  similar: { id: string; title: string }[]
}

/** Similar papers in a report (count). */
const SIMILAR = 5

/** The report of a paper; undefined when it is not known. Nothing in it changes while nothing is observed. */
export async function reportPaper(
  { db, search }: { db: Database; search: D1Database },
  id: string,
): Promise<PaperReport | undefined> {
  const paper = await findPaper(db, id)
  if (!paper) return undefined
  const [observations, standing, mailed, likeIds] = await Promise.all([
    historyOf(db, id),
    standingOf(db, id),
    editionOf(db, id),
    similarTo(search, id),
  ])
  const titles = await titlesOf(db, likeIds)
  const similar = likeIds.flatMap((like) => {
    const title = titles.get(like)
    return title === undefined ? [] : [{ id: like, title }]
  })
  const edition = mailed ? await findEdition(db, mailed.date) : undefined
  const frozen = edition?.papers.find((one) => one.id === id)
  const scoredAt = observations.at(-1)?.at ?? paper.firstSeenAt
  // A standing also knows the paper's place among those of its list.
  const score = standing?.score ?? scorePaper(paper, observations, scoredAt)
  return {
    paper,
    ...{ score, receipt: writeReceipt(score.parts), formula: FORMULA, scoredAt, observations },
    edition: mailed && frozen ? { ...mailed, score: frozen.score, receipt: frozen.receipt } : null,
    similar: similar.slice(0, SIMILAR),
  }
}
