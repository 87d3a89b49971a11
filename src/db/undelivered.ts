import { lt, sql } from 'drizzle-orm'
import { atomically, type Database } from './client.ts'
import { webhookCalls } from './schema.ts'

/** What the mail provider tells about mails it took. */
export type Undelivered = {
  /** `soft`: for now; the others are for good. */
  fate: 'soft' | 'bounced' | 'complained'
  /** As `readAddress` normalises them. */
  addresses: string[]
  /** When it happened (ms). */
  at: number
  /** Why a mail that was taken was not sent, when that is no fault of the address; else null. */
  failure: string | null
}

/**
 * Acts upon one webhook call, once, whatever its order: an address that was confirmed, or asked for
 * a confirmation, after it happened stays as it is. `callId`: the provider's id of the call. `now`:
 * ms. `run`: a random id of this request. `hashes`: of the addresses; of a complaint they are kept,
 * whoever the addresses are.
 */
export async function noteUndelivered(
  db: Database,
  callId: string,
  { fate, addresses, at, failure }: Undelivered,
  now: number,
  run: string,
  hashes: readonly string[] = [],
): Promise<void> {
  const who = JSON.stringify(addresses)
  const mine = sql`email in (select value from json_each(${who}))
    and exists (select 1 from webhook_calls where id = ${callId} and noted_by = ${run})`
  const before = sql`${mine} and coalesce(confirmed_at, created_at) <= ${at}`
  const counted = [sql`update subscribers set soft_bounces = soft_bounces + 1 where ${mine}`]
  const final = [
    sql`
      insert into consents (subscriber_id, at, what, how)
      select id, ${now}, 'ended', ${fate} from subscribers where ${before} and state = 'active'`,
    sql`
      update subscribers set suppression = ${fate},
        ended_at = case when state = 'active' then ${now} else ended_at end,
        state = case when state = 'unsubscribed' then state when state = 'complained' then state else ${fate} end,
        next_schedule_id = null, next_from = null, changes_at = null
      where ${before}`,
  ]
  // Of a confirmation mail there is no subscriber to keep it with.
  const stopped = sql`
    insert into stopped_addresses (hash, reason, at) select value, 'complained', ${now} from json_each(${JSON.stringify(hashes)})
    where exists (select 1 from webhook_calls where id = ${callId} and noted_by = ${run})
      and not exists (select 1 from subscribers where email in (select value from json_each(${who}))) on conflict do nothing`
  await atomically(db, [
    sql`insert into webhook_calls (id, at, noted_by, failure) values (${callId}, ${now}, ${run}, ${failure}) on conflict do nothing`,
    ...(fate === 'soft' ? counted : final),
    ...(fate === 'complained' ? [stopped] : []),
  ])
}

/**
 * Forgets which calls were acted upon before an instant (ms): nobody repeats them after so long.
 */
export async function forgetCalls(db: Database, before: number): Promise<void> {
  await db.delete(webhookCalls).where(lt(webhookCalls.at, before))
}
