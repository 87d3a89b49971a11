import { addPicks, candidatesSince, lastPicked } from '../db/early-picks.ts'
import type { Deps, UnitMessage } from '../deps.ts'
import { pickEarly } from '../ranking/pick-early.ts'
import { announcedDay } from '../time/calendar.ts'
import { DAY, HOUR, startOf, TICK, utcDate } from '../time/dates.ts'
import type { Done, Situation } from './unit.ts'

/** Papers are picked when so long (ms) nothing new came after arXiv's announcement. */
const QUIET = 2 * TICK
/**
 * From so long (ms) after the beginning of the day they are picked of what came, and until so long
 * after it.
 */
const COMPLETE_OR_NOT = 6 * HOUR
const TOO_LATE = 12 * HOUR
/**
 * What came at most so long (ms) ago, and after the last picks, competes: late papers do so on the
 * next day.
 */
const COMPETES = 4 * DAY

/**
 * True when all that arXiv announced in the night to this day is stored, or is waited for no
 * longer.
 */
export function picksDue({ at, picked, newestUnlisted, days }: Situation): boolean {
  const today = startOf(utcDate(at))
  const announced = announcedDay(utcDate(at))
  if (picked || announced === null || at >= today + TOO_LATE) return false
  if (newestUnlisted === null || newestUnlisted < today) return false
  if (at >= today + COMPLETE_OR_NOT) return true
  const hasCome = days.some(({ date, total }) => date === announced && total > 0)
  return hasCome && days.every(({ next, total }) => next >= total) && newestUnlisted <= at - QUIET
}

/**
 * Picks the papers of a day, once. A day on which no paper has a known author has none: then it is
 * the lists that are not known, not the authors.
 */
export async function pickPapers({ db }: Deps, { tick: at }: UnitMessage): Promise<Done> {
  const day = utcDate(at)
  const papers = await candidatesSince(db, Math.max((await lastPicked(db)) ?? 0, at - COMPETES))
  if (papers.every(({ early }) => early.newcomer)) return { outcome: 'nothing' }
  const picks = pickEarly(papers)
  await addPicks(db, day, picks, at)
  return { outcome: 'done', of: papers.length, papers: picks.length }
}
