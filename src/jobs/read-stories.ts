import { saveStories } from '../db/observations.ts'
import { aRun, noteRun, runsBefore } from '../db/source-runs.ts'
import type { Deps, UnitMessage } from '../deps.ts'
import { WATCHED_DAYS } from '../papers/list-day.ts'
import { parseStories, storiesUrl } from '../sources/hackernews.ts'
import { addDays, DAY, utcDate } from '../time/dates.ts'
import { askSource } from './ask-source.ts'
import { storiesDue, storySubject } from './ingest-schedule.ts'
import type { Done } from './unit.ts'

/** Stories are watched this long (ms): nearly all points come in two days. */
const STORIES_WATCHED = 3 * DAY

/**
 * Asks Hacker News for the points of stories that link to papers at one host, at most once a tick.
 */
export const readStories = (deps: Deps, { tick: at }: UnitMessage): Promise<Done> =>
  askSource(deps, 'hackernews', async () => {
    const { db, config } = deps
    const host = storiesDue(at, await runsBefore(db, at))
    if (host === null) return null
    return {
      url: storiesUrl(config.HACKERNEWS_URL, host, at - STORIES_WATCHED),
      accept: 'application/json',
      more: false,
      read: async (answer) => {
        const run = aRun('hackernews', storySubject(host), at)
        const read = answer.ok ? parseStories(answer.body) : { error: answer.reason }
        if ('error' in read)
          return {
            statements: [noteRun(db, { ...run, reason: read.error })],
            result: { outcome: 'failed', host },
          }
        const { stories, seen, refused } = read
        const status = seen > 0 ? ('complete' as const) : ('empty' as const)
        const statements = [
          ...saveStories(stories, addDays(utcDate(at), 1 - WATCHED_DAYS), at),
          noteRun(db, { ...run, status, seen, refused }),
        ]
        return { statements, result: { outcome: 'done', host, stories: seen } }
      },
    }
  })
