import { lastDays } from '../db/batches.ts'
import { newestEditionDate } from '../db/editions.ts'
import type { Schedule } from '../db/schema.ts'
import type { Subscriber } from '../db/subscribers.ts'
import type { Deps } from '../deps.ts'
import { utcDate } from '../time/dates.ts'
import { instantOf } from '../time/zones.ts'
import { type NextDigest, nextDigest } from './schedule.ts'

/** A local date and hour, and the time zone (IANA) of both. */
export type NextMail = NextDigest & { timezone: string }

/**
 * When an active reader should get the next digest, if the sources have a list as usual: of the
 * present schedule while a pending change waits, of the next one after it, and none before a pause
 * is over. Null when none is in sight. `next`: the schedule of the pending change.
 */
export async function nextMail(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  reader: Subscriber,
  schedule: Schedule,
  next: Schedule | null,
): Promise<NextMail | null> {
  const newest = (await newestEditionDate(db)) ?? utcDate(now())
  const { scheduleFrom, changesAt, editionAfter } = reader
  const last = (await lastDays(db, [schedule.id])).get(schedule.id)
  // What the schedule gave before the reader joined it was given to others.
  const own = last?.localDate && scheduleFrom && last.localDate >= scheduleFrom ? last.edition : null
  const given = [editionAfter ?? '', own ?? ''].sort()[1] ?? ''
  const first = scheduleFrom === null ? 0 : instantOf(schedule.timezone, scheduleFrom, 0) - 1
  const present = comes(schedule, Math.max(now(), first), given, newest)
  if (next === null || changesAt === null) return present && withoutInstant(present)
  if (present && present.at < changesAt) return withoutInstant(present)
  const later = comes(next, Math.max(now(), first, changesAt - 1), given, newest)
  return later && withoutInstant(later)
}

function comes(schedule: Schedule, after: number, given: string, sure: string) {
  const digest = nextDigest(schedule, after, given, sure)
  const { timezone } = schedule
  return digest && { ...digest, timezone, at: instantOf(timezone, digest.localDate, digest.hour) }
}

const withoutInstant = ({ localDate, hour, timezone }: NextMail): NextMail => ({ localDate, hour, timezone })
