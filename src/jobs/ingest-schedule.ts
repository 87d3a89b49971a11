import { listSubject, type SourceRun } from '../db/source-runs.ts'
import { closing, PATIENCE, WATCHED_DAYS } from '../papers/list-day.ts'
import { STORY_HOSTS, type StoryHost } from '../sources/hackernews.ts'
import { announcedDay, isFree } from '../time/calendar.ts'
import { addDays, HOUR, startOf, TICK, utcDate } from '../time/dates.ts'

/** Requests to Hugging Face per tick (count), so that a tick stays within the Free plan's 50 queries after an outage too. */
const LISTS_PER_TICK = 2
/** arXiv's new announcements are searchable by then (hours after 00:00 UTC); it announces at 20:00 US Eastern. */
const ANNOUNCED_BY = 1.5 * HOUR
/** Submission days still asked for: a Friday evening paper is announced on Monday (US Eastern). */
const ANNOUNCED_DAYS = 4
/** Papers per request to arXiv (count): reading a page of 100 takes more CPU than a tick of the Free plan has. */
export const ARXIV_PAGE = 50

const pageSubject = (date: string, start: number) => `categories ${date} from ${start}`

/**
 * The Hugging Face lists to read at a tick: today's hourly, yesterday's at every tick around its closing and
 * then every 3 h, older ones every 12 h unless they closed empty. A failed read is due again at the next tick.
 * `runs`: runs of Hugging Face within the last 24 h, newest first.
 */
export function listsDue(at: number, runs: readonly SourceRun[]): string[] {
  const today = utcDate(at)
  const due: string[] = []
  for (let back = 0; back < WATCHED_DAYS && due.length < LISTS_PER_TICK; back++) {
    const date = addDays(today, -back)
    const good = runs.find((run) => run.subject === listSubject(date) && run.status !== 'failed')
    if (!good || at - good.at >= pause(date, back, at, good)) due.push(date)
  }
  return due
}

/** True when this very tick has asked this source before: a doubled tick asks for nothing more. */
export const asked = (at: number, runs: readonly SourceRun[]): boolean => runs.some((run) => run.at === at)

/**
 * True at the tick by which a day's list has closed: it publishes, so it has most to do, and the Free plan gives it 50 queries.
 * What can wait waits for the next one.
 */
export function isBusiest(at: number): boolean {
  const since = at - closing(addDays(utcDate(at), -1))
  return since >= 0 && since < TICK
}

function pause(date: string, back: number, at: number, good: SourceRun): number {
  const closed = closing(date)
  if (back === 0) return HOUR
  if (good.at < closed) return back === 1 && at < closed ? HOUR : 0
  // An empty list on a working day may be a mistake: until its edition gives up waiting it is read again.
  if (good.status === 'empty') return back === 1 && at < closed + PATIENCE && !isFree(date) ? HOUR : 24 * HOUR
  return back === 1 ? 3 * HOUR : 12 * HOUR
}

/**
 * The next page of "everything submitted on a day in our categories" to ask arXiv for, oldest day first. A page with
 * fewer than ARXIV_PAGE papers is a day's last. A round that brought no paper unseen before is no evidence that arXiv has
 * announced: where the calendar expects an announcement its day is asked for again hourly until one comes.
 * Null when today's round is done. `runs`: runs of arXiv since the UTC day began, newest first.
 */
export function nextCategoryPage(
  at: number,
  runs: readonly SourceRun[],
): { date: string; start: number; subject: string } | null {
  const today = utcDate(at)
  if (at < startOf(today) + ANNOUNCED_BY) return null
  const round = runs.filter(
    (run) =>
      run.status !== 'failed' &&
      run.at >= startOf(today) + ANNOUNCED_BY &&
      run.subject.startsWith('categories '),
  )
  for (let back = ANNOUNCED_DAYS; back >= 1; back--) {
    const date = addDays(today, -back)
    for (let start = 0; ; start += ARXIV_PAGE) {
      const subject = pageSubject(date, start)
      const run = round.find((r) => r.subject === subject)
      if (!run) return { date, start, subject }
      if (run.seen < ARXIV_PAGE) break
    }
  }
  const expected = announcedDay(today)
  const waited = at - (round[0]?.at ?? at)
  if (expected === null || hasAnnounced(round) || waited < HOUR) return null
  return { date: expected, start: 0, subject: pageSubject(expected, 0) }
}

/** True when a round of pages holds the evidence of an announcement: papers that were not known before. */
export const hasAnnounced = (round: readonly SourceRun[]): boolean => round.some(({ added }) => added > 0)

/** Each host's stories are asked for this often (ms). */
const STORIES_PAUSE = HOUR

export const storySubject = (host: StoryHost) => `stories ${host}`

/**
 * The host whose stories to ask Hacker News for, the one that has waited longest; null when none has waited an hour.
 * `runs`: runs of Hacker News within the last 24 h, newest first.
 */
export function storiesDue(at: number, runs: readonly SourceRun[]): StoryHost | null {
  const good = (host: StoryHost) =>
    runs.find((run) => run.subject === storySubject(host) && run.status !== 'failed')?.at ?? 0
  const [first] = STORY_HOSTS.filter((host) => at - good(host) >= STORIES_PAUSE).sort(
    (a, b) => good(a) - good(b),
  )
  return first ?? null
}
