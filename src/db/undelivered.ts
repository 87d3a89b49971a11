import { lt, sql } from 'drizzle-orm'
import { DAY } from '../time/dates.ts'
import { atomically, type Database } from './client.ts'
import { webhookCalls } from './schema.ts'

/** The provider's report on a mail that it accepted. */
export type MailReport = {
  /**
   * `soft`: not deliverable for now; `ours`: for a reason that is not the fault of the address;
   * `bounced`, `complained`: for good.
   */
  fate: 'delivered' | 'soft' | 'ours' | 'bounced' | 'complained'
  /** As `readAddress` normalises it. */
  address: string
  /** When it happened (ms). */
  at: number
  /** Why an accepted mail was not sent, when the address is not at fault; else null. */
  failure: string | null
}

/**
 * This many soft bounces in a row (count), over this long a time (ms), end a subscription like a
 * bounce for good.
 */
export const SOFT_IN_A_ROW = 5
export const SOFT_FOR = 14 * DAY
/**
 * Two soft bounces further apart than this (ms) are not in a row: weekly mails are closer, and the
 * report of a delivery may be missing.
 */
export const SOFT_APART = 15 * DAY

/**
 * Acts on one webhook call, once, in whatever order calls come: an address that was confirmed, or
 * asked for a confirmation, after the event stays unchanged. A delivery ends a row of soft bounces
 * that began before it. `callId`: the provider's id of the call. `now`: ms. `run`: a random id of
 * this request. `hash`: of the address; for a complaint it is stored, whoever the address belongs
 * to.
 */
export async function noteUndelivered(
  db: Database,
  callId: string,
  { fate, address, at, failure }: MailReport,
  now: number,
  run: string,
  hash: string | null,
): Promise<void> {
  if (fate === 'delivered') {
    // A report may come for every mail, and again: its effect is the same each time.
    await db.run(sql`
      update subscribers set soft_bounces = 0, soft_since = null, soft_last = null
      where email = ${address} and soft_bounces > 0 and soft_last <= ${at}`)
    return
  }
  const mine = sql`email = ${address}
    and exists (select 1 from webhook_calls where id = ${callId} and noted_by = ${run})`
  const before = sql`${mine} and coalesce(confirmed_at, created_at) <= ${at}`
  const inARow = sql`(soft_last is not null and abs(${at} - soft_last) <= ${SOFT_APART})`
  const counted = sql`
    update subscribers set soft_bounces = case when ${inARow} then soft_bounces + 1 else 1 end,
      soft_since = case when ${inARow} then min(soft_since, ${at}) else ${at} end,
      soft_last = max(coalesce(soft_last, 0), ${at})
    where ${before}`
  const ended = (reason: 'bounced' | 'complained', which: ReturnType<typeof sql>) => [
    sql`
      insert into consents (subscriber_id, at, what, how)
      select id, ${now}, 'ended', ${reason} from subscribers where ${which} and state = 'active'`,
    sql`
      update subscribers set suppression = ${reason},
        ended_at = case when state = 'active' then ${now} else ended_at end,
        state = case when state = 'unsubscribed' then state when state = 'complained' then state else ${reason} end,
        next_schedule_id = null, next_from = null, changes_at = null
      where ${which}`,
  ]
  const tooSoft = sql`${before} and state = 'active' and soft_bounces >= ${SOFT_IN_A_ROW}
    and soft_last - soft_since >= ${SOFT_FOR}`
  // For a confirmation mail there is no subscriber to store it with.
  const stopped = sql`
    insert into stopped_addresses (hash, reason, at) select ${hash}, 'complained', ${now}
    where exists (select 1 from webhook_calls where id = ${callId} and noted_by = ${run})
      and not exists (select 1 from subscribers where email = ${address}) on conflict do nothing`
  await atomically(db, [
    sql`insert into webhook_calls (id, at, noted_by, failure) values (${callId}, ${now}, ${run}, ${failure}) on conflict do nothing`,
    ...(fate === 'soft' ? [counted, ...ended('bounced', tooSoft)] : []),
    ...(fate === 'bounced' || fate === 'complained' ? ended(fate, before) : []),
    ...(fate === 'complained' && hash !== null ? [stopped] : []),
  ])
}

/** Forgets the calls from before an instant (ms): nobody repeats them after that long. */
export async function forgetCalls(db: Database, before: number): Promise<void> {
  await db.delete(webhookCalls).where(lt(webhookCalls.at, before))
}
