import { asks } from '../config.ts'
import { freezeEdition, isPublished, newestEditionDate } from '../db/editions.ts'
import { holdName, NOTE, settingsNamed, skipName } from '../db/operator.ts'
import { allRunsSince, listSubject, type SourceRun } from '../db/source-runs.ts'
import type { Deps } from '../deps.ts'
import { closing, LIST_CLOSES_AFTER, PATIENCE, WATCHED_DAYS } from '../papers/list-day.ts'
import type { Source } from '../papers/observation.ts'
import type { Edition } from '../ranking/edition.ts'
import { FORMULA } from '../ranking/formula.ts'
import { isFree } from '../time/calendar.ts'
import { addDays, DAY, utcDate } from '../time/dates.ts'
import { clockTime } from '../wording/days.ts'
import { noteHeldDays } from './held-days.ts'
import { makeEdition } from './make.ts'

/** A day that the operator skips: its papers wait for the next edition. */
const SKIPPED = { state: 'quiet', note: 'The operator skipped this day.' } as const

/** The operator's note is shown on the next edition that has papers. */
const noteOf = (state: Edition['state'], note: string | undefined) =>
  note === undefined || state === 'quiet' ? {} : { operatorNote: note }

/**
 * Publishes the edition of the UTC day of `at` once the list of the day before has closed and was
 * read; until then the edition is held. To publish twice, or late on the same day, changes nothing:
 * the first edition stays. Returns its state if it was made now, else null; `quiet` also for days
 * that ended while the operator held publishing.
 */
export async function publish(deps: Deps, at: number): Promise<Edition['state'] | null> {
  const isFirst = (await newestEditionDate(deps.db)) === null
  // The first edition does not wait for the night: before a list has closed it is dated a day
  // earlier.
  const date = isFirst ? utcDate(at - LIST_CLOSES_AFTER) : utcDate(at)
  const listed = addDays(date, -1)
  if (at < closing(listed) || (await isPublished(deps.db, date))) return null
  const set = await settingsNamed(deps.db, [holdName('publishing'), skipName(date), NOTE])
  if (set.has(holdName('publishing'))) return (await noteHeldDays(deps, at)) > 0 ? 'quiet' : null
  const all = await allRunsSince(deps.db, at - DAY)
  // What a source said before it was turned off is no loss.
  const runs = all.filter(({ source }) => asks(deps.config, source))
  const judged = set.has(skipName(date)) ? SKIPPED : (isFirst ? judgeFirst : judge)(listed, runs, at)
  if (judged === 'held') return null
  const given = { date, publishedAt: at, ...judged, ...noteOf(judged.state, set.get(NOTE)) }
  const { edition, cohorts } = await makeEdition(deps, given, at)
  if (edition.state !== 'quiet' && edition.papers.length === 0) return null
  await freezeEdition(deps.db, edition, { formula: FORMULA, cohorts })
  return edition.state
}

/**
 * Decides by the runs of all sources in the last 24 h, newest first, what the edition of a list is.
 * Exported for its table test.
 */
export function judge(
  listed: string,
  runs: readonly SourceRun[],
  at: number,
): Pick<Edition, 'state' | 'note'> | 'held' {
  const waiting = at < closing(listed) + PATIENCE
  const ofList = runs.filter((run) => run.subject === listSubject(listed) && run.at >= closing(listed))
  const good = ofList.find((run) => run.status !== 'failed')
  if (good?.status === 'empty') {
    // No list on a working day may still be a fault of the source, so the edition waits.
    if (waiting && !isFree(listed)) return 'held'
    return { state: 'quiet', note: `Hugging Face had no list for ${listed}.` }
  }
  if (!good && waiting) return 'held'
  const missing = good
    ? []
    : [
        `Hugging Face could not be read after its list of ${listed} closed: the votes are those of our last check.`,
      ]
  missing.push(...SIGNALS.flatMap(({ source, lost }) => (isSilent(runs, source) ? [lost] : [])))
  if (missing.length > 0) return { state: 'partial', note: missing.join(' ') }
  return { state: 'complete', note: lateNote(listed, ofList, good) }
}

/**
 * The same for the first edition of an instance. It is made from the last closed list that had
 * papers, whatever the day, so that a new instance need not wait over a weekend.
 */
export function judgeFirst(
  listed: string,
  runs: readonly SourceRun[],
  at: number,
): Pick<Edition, 'state' | 'note'> | 'held' {
  for (let back = 0; back < WATCHED_DAYS; back++) {
    const date = addDays(listed, -back)
    const good = runs.find((run) => run.subject === listSubject(date) && run.status !== 'failed')
    if (!good) return back === 0 ? judge(listed, runs, at) : 'held'
    if (good.status === 'empty') continue
    if (back === 0) return judge(listed, runs, at)
    return {
      state: 'complete',
      note: `The first edition: made from the list of ${date}, the newest with papers.`,
    }
  }
  return judge(listed, runs, at)
}

/** What an edition lacks when a source failed. */
const SIGNALS = [
  {
    source: 'arxiv',
    lost: 'arXiv could not be read for a day: versions, categories and withdrawals may be missing.',
  },
  { source: 'hackernews', lost: 'Hacker News could not be read for a day: its points are missing.' },
  {
    source: 'github',
    lost: 'GitHub could not be read for a day: stars are those that Hugging Face carries.',
  },
] as const

/** True if the source was asked and never answered. */
function isSilent(runs: readonly SourceRun[], source: Source): boolean {
  const own = runs.filter((run) => run.source === source)
  return own.length > 0 && own.every(({ status }) => status === 'failed')
}

/** The note of an edition that was held and then published late; null for all others. */
function lateNote(listed: string, runs: readonly SourceRun[], good: SourceRun | undefined): string | null {
  const failed = runs.some((run) => run.status !== 'complete' && run.at < (good?.at ?? 0))
  if (!good || !failed) return null
  return `Published late: the list of ${listed} could not be read before ${clockTime(good.at)}.`
}
