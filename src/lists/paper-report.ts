import type { D1Database } from '@cloudflare/workers-types'
import type { Config } from '../config.ts'
import type { Database } from '../db/client.ts'
import { currentScoreOf } from '../db/current-scores.ts'
import { pickOf } from '../db/early-picks.ts'
import { editionOf, findEdition } from '../db/editions.ts'
import { historyOf } from '../db/observations.ts'
import { findPaper, titlesOf } from '../db/papers.ts'
import { similarTo } from '../db/similar.ts'
import { SOURCES, type Source } from '../papers/observation.ts'
import { makeReport, type PaperReport } from '../ranking/report.ts'
import type { Summaries } from '../wording/shown-lead.ts'

type Sources = { db: Database; search: D1Database }
type Shown = { summaries?: Summaries; unasked?: readonly Source[] }

/** How a configuration has papers shown. */
export const shownBy = ({ SUMMARIES, SOURCES: asked }: Pick<Config, 'SUMMARIES' | 'SOURCES'>): Shown => ({
  summaries: SUMMARIES,
  unasked: SOURCES.filter((source) => !asked.includes(source)),
})

/**
 * The report of a paper; undefined when the paper is not known. It changes only when something is
 * observed or indexed.
 */
export async function reportPaper(
  { db, search }: Sources,
  id: string,
  { summaries = 'own', unasked = [] }: Shown = {},
): Promise<PaperReport | undefined> {
  const paper = await findPaper(db, id)
  if (!paper) return undefined
  const [observations, current, edition, pick, similar] = await Promise.all([
    historyOf(db, id),
    currentScoreOf(db, id),
    frozenIn(db, id),
    pickOf(db, id),
    likePapers({ db, search }, id),
  ])
  const known = { current: current ?? null, edition, earlyPick: pick ?? null, similar, unasked }
  return makeReport(paper, observations, known, summaries)
}

/** The edition a paper was in, with the score and reason it had there. */
async function frozenIn(db: Database, id: string): Promise<PaperReport['edition']> {
  const mailed = await editionOf(db, id)
  const edition = mailed && (await findEdition(db, mailed.date))
  const frozen = edition?.papers.find((one) => one.id === id)
  return mailed && frozen ? { ...mailed, score: frozen.score, reason: frozen.reason } : null
}

/** Similar papers in a report (count). */
const SIMILAR = 5

/** Similar papers that are not withdrawn. */
async function likePapers({ db, search }: Sources, id: string): Promise<PaperReport['similar']> {
  const ids = await similarTo(search, id)
  const titles = await titlesOf(db, ids)
  const known = ids.flatMap((like) => {
    const title = titles.get(like)
    return title === undefined ? [] : [{ id: like, title }]
  })
  return known.slice(0, SIMILAR)
}
