import type { lastDays } from '../db/batches.ts'
import { missingFrom, storeDigests, storedDigests } from '../db/digests.ts'
import type { Deps } from '../deps.ts'
import { siteOf } from '../mail/mail.ts'
import { renderQuietWeek } from '../mail/quiet-week.tsx'
import { addDays } from '../time/dates.ts'
import type { DueDigest, DueTopics, Published } from './due-topics.ts'

/**
 * So many days without a mail are a riddle that a line solves, if there were so many editions
 * meanwhile (counts).
 */
const SILENCE = 7
const SILENT_EDITIONS = 3

/**
 * Of schedules that have no mail today, those that had none for a week, with the digest that says
 * so.
 */
export async function quietWeeks(
  { db, config }: Deps,
  empty: readonly DueTopics[],
  last: Awaited<ReturnType<typeof lastDays>>,
  published: readonly Published[],
): Promise<DueDigest[]> {
  const silent = empty.flatMap((each) => {
    const { localDate: given, from } = last.get(each.scheduleId) ?? {}
    const since = given ?? (from ? addDays(from, -1) : each.localDate)
    const editions = published.filter(({ date, state }) => date > since && state !== 'quiet').length
    const silent = addDays(since, SILENCE) <= each.localDate && editions >= SILENT_EDITIONS
    return silent ? [{ ...each, variant: `${each.variant} quiet` }] : []
  })
  if (silent.length === 0) return []
  const stored = await storedDigests(db, silent)
  const made = missingFrom(stored, silent).map(({ schedule, digestDate, variant }) => {
    const url = `${config.PUBLIC_URL}/new?${schedule.topics}`
    return { digestDate, variant, sender: config.MAIL_FROM, ...renderQuietWeek(url, siteOf(config)) }
  })
  await storeDigests(db, made)
  return silent
}
