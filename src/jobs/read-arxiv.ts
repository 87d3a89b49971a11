import { daysSince, noteFailedPage, notePage } from '../db/arxiv-days.ts'
import { pastOf } from '../db/author-past.ts'
import type { Database, Statements } from '../db/client.ts'
import { knownPapers } from '../db/due.ts'
import { type ArxivRow, idsDueAtArxiv, postponeArxiv, saveArxiv } from '../db/papers.ts'
import { aRun, noteAnswer, noteRun } from '../db/source-runs.ts'
import type { Deps, UnitMessage } from '../deps.ts'
import { WATCHED_DAYS } from '../papers/list-day.ts'
import { earlyScore } from '../ranking/early.ts'
import { foldName } from '../search/words.ts'
import { type ArxivFeed, categoriesUrl, idsUrl, parseArxivFeed } from '../sources/arxiv.ts'
import type { Answer } from '../sources/http.ts'
import { DAY } from '../time/dates.ts'
import { askSource, type Request } from './ask-source.ts'
import { ARXIV_PAGE, daysWatched, pageDue, pageSubject } from './ingest-schedule.ts'
import type { Done } from './unit.ts'

/**
 * A page that lacks papers is asked for again after so long (s): arXiv's index answers some
 * requests short.
 */
const TRY_AGAIN = 15
const ATOM = 'application/atom+xml'

/** Asks arXiv for the listed papers whose metadata is due, one request a run. */
export const readIds = (deps: Deps, { tick }: UnitMessage): Promise<Done> =>
  askSource(deps, 'arxiv', () => idsRequest(deps, tick))

async function idsRequest({ db, config }: Deps, at: number): Promise<Request | null> {
  const due = await idsDueAtArxiv(db, at, ARXIV_PAGE + 1)
  const asked = due.slice(0, ARXIV_PAGE)
  const [first] = asked
  if (!first) return null
  return {
    url: idsUrl(
      config.ARXIV_URL,
      asked.map(({ id }) => id),
    ),
    accept: ATOM,
    more: due.length > ARXIV_PAGE,
    read: async (answer) => {
      const run = aRun('arxiv', `ids from ${first.id}`, at)
      const feed = readFeed(answer, asked.length, 0)
      if ('error' in feed)
        return { statements: [noteRun(db, { ...run, reason: feed.error })], result: { outcome: 'failed' } }
      const known = new Set(feed.papers.map(({ id }) => id))
      const missing = asked.filter(({ id }) => !known.has(id))
      const isYoung = (paper: { firstSeenAt: number }) => paper.firstSeenAt > at - WATCHED_DAYS * DAY
      const young = missing.filter(isYoung).map(({ id }) => id)
      const old = missing.filter((paper) => !isYoung(paper)).map(({ id }) => id)
      const statements = [
        ...store(run, feed, at),
        ...(young.length > 0 ? [postponeArxiv(db, young, at + DAY)] : []),
        ...(old.length > 0 ? [postponeArxiv(db, old, null)] : []),
      ]
      return { statements, result: { outcome: 'done', papers: known.size, missing: missing.length } }
    },
  }
}

/** Reads one page of everything submitted to our categories on a day. */
export const readPage = (deps: Deps, { tick }: UnitMessage): Promise<Done> =>
  askSource(deps, 'arxiv', () => pageRequest(deps, tick))

async function pageRequest({ db, config }: Deps, at: number): Promise<Request | null> {
  const page = pageDue(at, await daysSince(db, daysWatched(at)))
  if (!page) return null
  const { date, start, row } = page
  return {
    url: categoriesUrl(config.ARXIV_URL, config.ARXIV_CATEGORIES, date, start, ARXIV_PAGE),
    accept: ATOM,
    more: true,
    read: async (answer) => {
      const run = aRun('arxiv', pageSubject(date, start), at)
      const feed = readFeed(answer, ARXIV_PAGE, start)
      if ('error' in feed) {
        const statements = [noteRun(db, { ...run, reason: feed.error }), noteFailedPage(date, at)]
        const result = { outcome: 'failed', day: date, start } as const
        // When arXiv itself fails, the next tick asks again.
        return feed.short ? { statements, result, again: TRY_AGAIN } : { statements, result }
      }
      const seen = feed.papers.length + feed.refused.length
      const total = feed.total ?? (seen < ARXIV_PAGE ? start + seen : start + seen + 1)
      // Papers announced in the meantime may stand before those already read.
      const grown = row !== undefined && start > 0 && feed.total !== null && total !== row.total
      const known = start === 0 && row !== undefined && row.next >= row.total && total === row.total
      const next = known ? total : grown ? 0 : start + seen
      const scored = { ...feed, papers: await scoreNew(db, feed.papers) }
      const statements = [...store(run, scored, at), notePage(date, at, total, next)]
      const result = { outcome: 'done', day: date, start, papers: feed.papers.length, total } as const
      return { statements, result }
    },
  }
}

/**
 * Papers with their early scores where they are new: what is known of all their authors is looked
 * up at once.
 */
async function scoreNew(db: Database, papers: readonly ArxivRow[]): Promise<ArxivRow[]> {
  const stored = await knownPapers(
    db,
    papers.map(({ id }) => id),
  )
  if (papers.every(({ id }) => stored.has(id))) return [...papers]
  const folded = new Map(
    papers.flatMap(({ id, authors }) => (stored.has(id) ? [] : [[id, authors.map(foldName)] as const])),
  )
  const past = await pastOf(db, [...new Set([...folded.values()].flat())])
  return papers.map((paper) => {
    const authors = folded.get(paper.id)
    return authors
      ? {
          ...paper,
          early: earlyScore({ authors, moreAuthors: paper.moreAuthors ?? 0, abstract: paper.abstract }, past),
        }
      : paper
  })
}

/** `short`: the answer was good but for papers that it lacks. */
function readFeed(answer: Answer, size: number, start: number): ArxivFeed | { error: string; short?: true } {
  if (!answer.ok) return { error: answer.reason }
  const feed = parseArxivFeed(answer.body)
  if ('error' in feed) return feed
  if (feed.errors.length > 0) return { error: feed.errors.join('; ') }
  const seen = feed.papers.length + feed.refused.length
  const owed = Math.min(size, (feed.total ?? 0) - start)
  if (seen >= owed) return feed
  return {
    error: `arXiv speaks of ${feed.total} papers, but gave ${seen} of ${owed} from ${start} on`,
    short: true,
  }
}

/** Statements that store a good answer. */
function store(
  run: ReturnType<typeof aRun>,
  feed: Pick<ArxivFeed, 'refused'> & { papers: ArxivRow[] },
  at: number,
): Statements[] {
  const ids = feed.papers.map(({ id }) => id)
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
  return [noteAnswer(noted, ids), saveArxiv(feed.papers, at)]
}
