import { editionsBefore, findEdition, latestEdition, recentEditions } from '../../db/editions.ts'
import type { Deps } from '../../deps.ts'
import { explainScore } from '../../feeds/explain-score.ts'
import { rowOf } from '../../feeds/row.ts'
import { isRanked, type ListDescription, titleOf } from '../../lists/list-names.ts'
import { reportPaper, shownBy } from '../../lists/paper-report.ts'
import { parseArxivId } from '../../papers/paper.ts'
import { type Edition, freezePaper } from '../../ranking/edition.ts'
import type { PaperReport } from '../../ranking/report.ts'
import { type ListQuery, parseListQuery, writeListQuery } from '../../search/list-query.ts'
import { readTopics, topicsInWords, writeTopics } from '../../search/topics.ts'
import { isDate } from '../../time/dates.ts'
import { isoInstant } from '../../wording/days.ts'
import { editionPage, paperPage } from '../../wording/links.ts'
import { askList } from '../ask-list.ts'
import { unknownCategories } from '../categories.ts'
import { narrowEditions } from '../edition-query.ts'
import { readStatus } from '../routes/status.tsx'
import type {
  EditionAnswer,
  EditionsAnswer,
  History,
  ListAnswer,
  PaperDetail,
  StatusAnswer,
  TopicsAnswer,
  Why,
} from './schema.ts'

// The answers of the API and of the MCP tools, from the same functions that pages are made from.

/** A page of a list. Unranked lists have no ranks. */
export async function answerList(
  deps: Deps,
  list: ListDescription,
  params: URLSearchParams,
): Promise<ListAnswer | { error: string }> {
  const asked = await askList(deps, list, params)
  if ('error' in asked) return asked
  const { listQuery, read } = asked
  const publicUrl = deps.config.PUBLIC_URL
  return {
    title: titleOf(list, listQuery),
    updatedAt: read.updatedAt === 0 ? null : isoInstant(read.updatedAt),
    corrected: read.corrected,
    after: read.next,
    next:
      read.next === null ? null : `${publicUrl}/api/v1${list.path}${writeListQuery(listQuery, read.next)}`,
    papers: read.papers.map(({ paper, ...entered }) => {
      const row = rowOf(paper, entered, publicUrl)
      return isRanked(list) ? row : { ...row, rank: null }
    }),
  }
}

/** An edition by its date, or the newest by `latest`; undefined when there is none. */
export async function answerEdition(
  { db, config }: Deps,
  date: string,
  listQuery: ListQuery | null,
): Promise<EditionAnswer | undefined> {
  const edition =
    date === 'latest' ? await latestEdition(db) : isDate(date) ? await findEdition(db, date) : undefined
  if (!edition) return undefined
  const [narrowed = edition] = listQuery ? narrowEditions([edition], listQuery) : [edition]
  return { ...headOf(narrowed), papers: rowsOf(narrowed, config.PUBLIC_URL) }
}

const headOf = ({ date, state, note, publishedAt }: Edition) => ({
  date,
  state,
  note,
  publishedAt: isoInstant(publishedAt),
})

const rowsOf = ({ papers, date, publishedAt }: Edition, publicUrl: string) =>
  papers.map((paper) => rowOf(paper, { enteredAt: publishedAt, editionDate: date }, publicUrl))

/** Editions, newest first. `after`: the date that the previous page ended with. */
export async function answerEditions(
  { db, config }: Deps,
  limit: number,
  after: string | null,
): Promise<EditionsAnswer> {
  const found = await editionsBefore(db, after, limit + 1)
  const shown = found.slice(0, limit)
  const last = found.length > limit ? (shown.at(-1)?.date ?? null) : null
  const query = last === null ? '' : `?limit=${limit}&after=${last}`
  return {
    editions: shown.map((edition) => ({
      ...headOf(edition),
      papers: edition.papers.length,
      url: editionPage(config.PUBLIC_URL, edition.date),
    })),
    after: last,
    next: last === null ? null : `${config.PUBLIC_URL}/api/v1/editions${query}`,
  }
}

/** Everything known of a paper; undefined when it is not known here. */
export async function answerPaper(deps: Deps, written: string): Promise<PaperDetail | undefined> {
  const report = await findReport(deps, written)
  if (!report) return undefined
  const { paper, score, reason, edition, earlyPick, similar, observations } = report
  const publicUrl = deps.config.PUBLIC_URL
  const frozen = {
    ...freezePaper(paper, score, 1, deps.config.SUMMARIES),
    reason,
    story: paper.story,
  }
  const entered = { enteredAt: paper.firstSeenAt, editionDate: edition?.date ?? null }
  return {
    paper: { ...rowOf(frozen, entered, publicUrl), rank: null },
    version: paper.version,
    comment: paper.comment,
    withdrawn: paper.withdrawn,
    why: whyOf(report),
    parts: { ...score.parts },
    formula: report.formula,
    history: historyOf(report).history,
    observations: observations.map(({ at, source, upvotes, comments, stars, points }) => ({
      at: isoInstant(at),
      source,
      upvotes,
      comments,
      stars,
      points,
    })),
    edition: edition && {
      date: edition.date,
      rank: edition.position,
      reason: edition.reason,
      score: edition.score.now,
      mailScore: edition.score.mail,
    },
    earlyPick,
    similar: similar.map(({ id, title }) => ({ id, title, url: paperPage(publicUrl, id) })),
  }
}

/** The report of a paper by its id, with or without a version; undefined when it is not known. */
export async function findReport(deps: Deps, written: string): Promise<PaperReport | undefined> {
  const id = parseArxivId(written)?.id
  return id === undefined ? undefined : reportPaper(deps, id, shownBy(deps.config))
}

/** Why a paper ranks, in words. */
export const whyOf = ({ paper, score, reason, scoredAt, formula, unasked }: PaperReport): Why => ({
  id: paper.id,
  title: paper.title,
  reason,
  score: score.now,
  mailScore: score.mail,
  scoredAt: isoInstant(scoredAt),
  explained: explainScore(score, formula, unasked),
})

/** The scores of a paper at our observations. */
export const historyOf = ({ paper, history }: PaperReport): History => ({
  id: paper.id,
  title: paper.title,
  history: history.map(({ at, upvotes, stars, points, now, mail }) => ({
    at: isoInstant(at),
    upvotes,
    stars,
    points,
    score: now,
    mailScore: mail,
  })),
})

/** The editions that a preview of topics searches (count): a week and a half. */
const LOOKED_THROUGH = 8

/** The papers that a digest with these topics would have had lately. */
export async function answerTopics(
  deps: Deps,
  params: URLSearchParams,
): Promise<TopicsAnswer | { error: string }> {
  const query = writeTopics(params)
  if (typeof query !== 'string') return query
  const listQuery = parseListQuery(params)
  if ('error' in listQuery) return listQuery
  const unknown = await unknownCategories(deps, listQuery.filter)
  if (unknown !== null) return { error: unknown }
  const editions = await recentEditions(deps.db, LOOKED_THROUGH)
  const topics = readTopics(query)
  return {
    words: topics ? topicsInWords(topics) : '',
    query,
    editions: editions.length,
    papers: narrowEditions(editions, listQuery).flatMap((edition) => rowsOf(edition, deps.config.PUBLIC_URL)),
  }
}

/** The status of this instance. */
export async function answerStatus(deps: Deps): Promise<StatusAnswer> {
  const { ok, problems, tick, sources, edition, now } = await readStatus(deps)
  return {
    ok,
    problems,
    edition,
    now: isoInstant(now),
    lastTickAt: tick === null ? null : isoInstant(tick),
    sources: sources.map(({ name, lastGoodAt, error }) => ({
      name,
      error,
      lastGoodAt: lastGoodAt === null ? null : isoInstant(lastGoodAt),
    })),
  }
}
