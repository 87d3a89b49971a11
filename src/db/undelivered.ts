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
 * Acts upon one webhook call, once, whatever its order: an address that was confirmed, or asked for a confirmation,
 * after it happened stays as it is. `callId`: the provider's id of the call. `now`: ms. `run`: a
 * random id of this request.
 */
export async function noteUndelivered(
  db: Database,
  callId: string,
  { fate, addresses, at, failure }: Undelivered,
  now: number,
  run: string,
): Promise<void> {
  const who = JSON.stringify(addresses)
  const mine = sql`email in (select value from json_each(${who}))
    and exists (select 1 from webhook_calls where id = ${callId} and noted_by = ${run})`
  await atomically(db, [
    sql`insert into webhook_calls (id, at, noted_by, failure) values (${callId}, ${now}, ${run}, ${failure}) on conflict do nothing`,
    fate === 'soft'
      ? sql`update subscribers set soft_bounces = soft_bounces + 1 where ${mine}`
      : sql`
        update subscribers set suppression = ${fate},
          ended_at = case when state in ('pending', 'active') then ${now} else ended_at end,
          state = case when state = 'unsubscribed' then state when state = 'complained' then state else ${fate} end,
          next_schedule_id = null, next_from = null, changes_at = null
        where ${mine} and coalesce(confirmed_at, confirmation_at, created_at) <= ${at}`,
  ])
}

/** Forgets which calls were acted upon before an instant (ms): nobody repeats them after so long. */
export async function forgetCalls(db: Database, before: number): Promise<void> {
  await db.delete(webhookCalls).where(lt(webhookCalls.at, before))
}
