import { atomically } from '../db/client.ts'
import { saveStories } from '../db/observations.ts'
import { aRun, closeGate, noteRun, type SourceRun, takeGate } from '../db/source-runs.ts'
import type { Deps } from '../deps.ts'
import { WATCHED_DAYS } from '../papers/list-day.ts'
import { parseStories, storiesUrl } from '../sources/hackernews.ts'
import { ask, userAgent } from '../sources/http.ts'
import { addDays, DAY, utcDate } from '../time/dates.ts'
import { asked, storiesDue, storySubject } from './ingest-schedule.ts'

/** Stories are watched this long (ms): nearly all points come in two days. */
const STORIES_WATCHED = 3 * DAY

/** Asks Hacker News, in one call at most, for the points of stories that link to papers. `runs`: its own within 24 h, newest first. */
export async function readHackerNews(deps: Deps, at: number, runs: readonly SourceRun[]): Promise<void> {
  const { db, config } = deps
  const host = asked(at, runs) ? null : storiesDue(at, runs)
  const now = deps.now()
  if (!host || !(await takeGate(db, 'hackernews', now))) return
  const answer = await ask(deps, storiesUrl(config.HACKERNEWS_URL, host, at - STORIES_WATCHED), {
    agent: userAgent(config.PUBLIC_URL),
    accept: 'application/json',
  })
  const run = aRun('hackernews', storySubject(host), at)
  const read = answer.ok ? parseStories(answer.body) : { error: answer.reason }
  if ('error' in read) await noteRun(db, { ...run, reason: read.error })
  else
    await atomically(db, [
      ...saveStories(read.stories, addDays(utcDate(at), 1 - WATCHED_DAYS), at),
      noteRun(db, {
        ...run,
        status: read.seen > 0 ? 'complete' : 'empty',
        ...{ seen: read.seen, refused: read.refused },
      }),
    ])
  if (!answer.ok && answer.retryAt !== null) await closeGate(db, 'hackernews', answer.retryAt)
}
