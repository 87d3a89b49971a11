import { atomically } from '../db/client.ts'
import { idsDueAtArxiv, postponeArxiv, saveArxiv } from '../db/papers.ts'
import { aRun, closeGate, noteAnswer, noteRun, type SourceRun, takeGate } from '../db/source-runs.ts'
import type { Deps } from '../deps.ts'
import { WATCHED_DAYS } from '../papers/list-day.ts'
import { categoriesUrl, idsUrl, parseArxivFeed } from '../sources/arxiv.ts'
import { type Answer, ask, userAgent } from '../sources/http.ts'
import { DAY, startOf, utcDate } from '../time/dates.ts'
import { ARXIV_PAGE, asked, nextCategoryPage } from './ingest-schedule.ts'

/**
 * Makes one request to arXiv: for the listed papers whose metadata is due, or for a page of everything submitted in our
 * categories; where both are due they take turns. One request per tick through one gate is far less than arXiv's one in 3 s
 * (https://info.arxiv.org/help/api/tou.html). `lately`: its runs within 24 h, newest first.
 */
export async function readArxiv(deps: Deps, at: number, lately: readonly SourceRun[]): Promise<void> {
  const { db, config } = deps
  const runs = lately.filter((run) => run.at >= startOf(utcDate(at)))
  if (asked(at, runs)) return
  const page = nextCategoryPage(at, runs)
  const turn = page !== null && runs[0]?.subject === 'ids'
  const due = turn ? [] : await idsDueAtArxiv(db, at, ARXIV_PAGE)
  const now = deps.now()
  if ((due.length === 0 && !page) || !(await takeGate(db, 'arxiv', now))) return
  const ids = due.map(({ id }) => id)
  const url =
    page && ids.length === 0
      ? categoriesUrl(config.ARXIV_URL, config.ARXIV_CATEGORIES, page.date, page.start, ARXIV_PAGE)
      : idsUrl(config.ARXIV_URL, ids)
  const answer = await ask(deps, url, {
    agent: userAgent(config.PUBLIC_URL),
    accept: 'application/atom+xml',
  })
  const retryAt = await store(deps, answer, page && ids.length === 0 ? page.subject : 'ids', at, due)
  if (retryAt !== null) await closeGate(db, 'arxiv', retryAt)
}

/** Stores one answer, good or bad. Returns the instant (ms) before which arXiv asks to be left alone, if it does. */
async function store(
  deps: Deps,
  answer: Answer,
  subject: string,
  at: number,
  listQuery: { id: string; firstSeenAt: number }[],
) {
  const { db } = deps
  const run = aRun('arxiv', subject, at)
  const feed = answer.ok ? parseArxivFeed(answer.body) : { error: answer.reason }
  if ('error' in feed || feed.errors.length > 0) {
    await noteRun(db, { ...run, reason: 'error' in feed ? feed.error : feed.errors.join('; ') })
    return answer.ok ? null : answer.retryAt
  }
  const ids = feed.papers.map(({ id }) => id)
  const known = new Set(ids)
  const missing = listQuery.filter(({ id }) => !known.has(id))
  const isYoung = ({ firstSeenAt }: { firstSeenAt: number }) => firstSeenAt > at - WATCHED_DAYS * DAY
  const young = missing.filter(isYoung).map(({ id }) => id)
  const old = missing.filter((paper) => !isYoung(paper)).map(({ id }) => id)
  const noted = {
    ...run,
    status: ids.length > 0 ? ('complete' as const) : ('empty' as const),
    reason: feed.refused.length > 0 ? feed.refused.slice(0, 5).join('; ') : null,
    seen: ids.length + feed.refused.length,
    refused: feed.refused.length,
    // Ids of today's scheme grow with time.
    highest:
      ids
        .filter((id) => !id.includes('/'))
        .toSorted()
        .at(-1) ?? null,
  }
  await atomically(db, [
    noteAnswer(noted, ids),
    saveArxiv(feed.papers, at),
    ...(young.length > 0 ? [postponeArxiv(db, young, at + DAY)] : []),
    ...(old.length > 0 ? [postponeArxiv(db, old, null)] : []),
  ])
  return null
}
