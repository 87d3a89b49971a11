import type { ArxivDay } from '../db/arxiv-days.ts'
import { listSubject, type RunSummary } from '../db/source-runs.ts'
import { closing, PATIENCE, WATCHED_DAYS } from '../papers/list-day.ts'
import { STORY_HOSTS, type StoryHost } from '../sources/hackernews.ts'
import { announcedDay, isFree } from '../time/calendar.ts'
import { addDays, HOUR, startOf, TICK, utcDate } from '../time/dates.ts'

/** Lists read at a tick (count): after an outage too, a source is asked little at once. */
const LISTS_PER_TICK = 2
/**
 * The Hugging Face lists to read at a tick: today's hourly, yesterday's at every tick around its
 * closing and then every 3 h, older ones every 12 h unless they closed empty. A failed read is due
 * again at the next tick. `runs`: runs of Hugging Face within the last 24 h, newest first.
 */
export function listsDue(at: number, runs: readonly RunSummary[]): string[] {
  const lists = runs.filter(({ source }) => source === 'huggingface')
  const asked = lists.filter((run) => run.at === at)
  const today = utcDate(at)
  const due: string[] = []
  for (let back = 0; back < WATCHED_DAYS && asked.length + due.length < LISTS_PER_TICK; back++) {
    const date = addDays(today, -back)
    const subject = listSubject(date)
    const good = lists.find((run) => run.subject === subject && run.status !== 'failed')
    const isDue = !good || at - good.at >= pause(date, back, at, good)
    if (isDue && !asked.some((run) => run.subject === subject)) due.push(date)
  }
  return due
}

function pause(date: string, back: number, at: number, good: RunSummary): number {
  const closed = closing(date)
  if (back === 0) return HOUR
  if (good.at < closed) return back === 1 && at < closed ? HOUR : 0
  // An empty list on a working day may be a mistake: until its edition gives up waiting it is read
  // again.
  if (good.status === 'empty') return back === 1 && at < closed + PATIENCE && !isFree(date) ? HOUR : 24 * HOUR
  return back === 1 ? 3 * HOUR : 12 * HOUR
}

/**
 * Papers per request to arXiv (count): reading more takes more CPU than an invocation of the Free
 * plan has.
 */
export const ARXIV_PAGE = 25
/**
 * A day is asked for until it is so many days old (count): moderators release single papers late.
 */
const LATE_DAYS = 4
/** After an outage so many days are caught up on (count). */
const CAUGHT_UP = 14
/** Tries at a page per tick (count) before others have their turn. */
const TRIES = 3

/** Since when (date) rows of `arxiv_days` tell what is due. */
export const daysWatched = (at: number): string =>
  [addDays(utcDate(at), -CAUGHT_UP), lastAnnounced(utcDate(at))].sort()[0] as string

/**
 * The page of "everything submitted on a day in our categories" to ask arXiv for; null when none is
 * due. Days that are begun come first, the oldest first. Then each day is asked from time to time
 * how many papers it has: that is the evidence of an announcement, of a late one and of a category
 * that lags. `days`: rows since `daysWatched`, oldest first.
 */
export function pageDue(
  at: number,
  days: readonly ArxivDay[],
): { date: string; start: number; row: ArxivDay | undefined } | null {
  const mayAsk = (row: ArxivDay | undefined) => row?.failedAt !== at || row.failures < TRIES
  const begun = days.find((row) => row.askedAt !== null && row.next < row.total && mayAsk(row))
  if (begun) return { date: begun.date, start: begun.next, row: begun }
  const today = utcDate(at)
  const announced = lastAnnounced(today)
  const oldest = [announced, addDays(today, -LATE_DAYS), days[0]?.date ?? today].sort()[0] as string
  for (let date = addDays(today, -1); date >= oldest; date = addDays(date, -1)) {
    const row = days.find((day) => day.date === date)
    const isDue = row?.askedAt == null || at - row.askedAt >= askAgain(row.date, row.askedAt, at, announced)
    if (isDue && mayAsk(row)) return { date, start: 0, row }
  }
  return null
}

/**
 * How long (ms) until a day is asked again how many papers it has. Those that may be announced in
 * this night come first.
 */
function askAgain(date: string, askedAt: number, at: number, announced: string): number {
  if (date >= announced) return at < startOf(utcDate(at)) + 6 * HOUR ? TICK : 2 * TICK
  return askedAt < startOf(addDays(date, LATE_DAYS + 1)) ? 3 * HOUR : Number.POSITIVE_INFINITY
}

/** What a page of a day is called. */
export const pageSubject = (date: string, start: number) => `categories ${date} from ${start}`

/**
 * The day of the last deadline before the announcement of this night: what was submitted since is
 * announced now, however long the holidays between.
 */
export function lastAnnounced(today: string): string {
  let before = addDays(today, -1)
  for (let day = announcedDay(before); ; before = addDays(before, -1), day = announcedDay(before))
    if (day !== null) return day
}

/** Each host's stories are asked for this often (ms). */
const STORIES_PAUSE = HOUR

export const storySubject = (host: StoryHost) => `stories ${host}`

/**
 * The host whose stories to ask Hacker News for, the one that has waited longest; null when none
 * has waited an hour. `runs`: runs of Hacker News within the last 24 h, newest first.
 */
export function storiesDue(at: number, runs: readonly RunSummary[]): StoryHost | null {
  const own = runs.filter(({ source }) => source === 'hackernews')
  if (own.some((run) => run.at === at)) return null
  const good = (host: StoryHost) =>
    own.find((run) => run.subject === storySubject(host) && run.status !== 'failed')?.at ?? 0
  const [first] = STORY_HOSTS.filter((host) => at - good(host) >= STORIES_PAUSE).sort(
    (a, b) => good(a) - good(b),
  )
  return first ?? null
}
