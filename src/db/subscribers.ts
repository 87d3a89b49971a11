import { eq, sql } from 'drizzle-orm'
import { eraseChannels } from './channels.ts'
import { atomically, type Database } from './client.ts'
import { resetCounts } from './counters.ts'
import { editionGiven, openFrom } from './pending-changes.ts'
import { ensureSchedule, scheduleIdOf } from './schedules.ts'
import type { Preferences } from './schema.ts'
import { stoppedAddresses, subscribers } from './schema.ts'
import { deleteSignups } from './signups.ts'

export type Subscriber = typeof subscribers.$inferSelect

export const findSubscriber = (db: Database, id: number): Promise<Subscriber | undefined> =>
  db.select().from(subscribers).where(eq(subscribers.id, id)).get()

/**
 * The subscriber of an address, which may be a hash by now. `names`: the address and its hashes.
 */
export const findByAddress = (db: Database, names: readonly string[]): Promise<Subscriber | undefined> =>
  db
    .select()
    .from(subscribers)
    .where(sql`${subscribers.email} in (select value from json_each(${JSON.stringify(names)}))`)
    .limit(1)
    .get()

export type Stop = 'never' | 'complained' | 'blocked'

/** Why no confirmation may be mailed to an address, by its hashes; null when it may. */
export async function whyStopped(db: Database, hashes: readonly string[]): Promise<Stop | null> {
  const rows = await db.all<{ reason: Stop }>(sql`
    select s.reason from json_each(${JSON.stringify(hashes)}) h cross join stopped_addresses s on s.hash = h.value
    order by s.reason = 'complained' limit 1`)
  return rows[0]?.reason ?? null
}

/** Statement: keeps the hash of an address that is not to be written to. */
export const stopAddress = (db: Database, hash: string, reason: Stop, now: number) =>
  db
    .insert(stoppedAddresses)
    .values({ hash, reason, at: now })
    .onConflictDoUpdate({ target: stoppedAddresses.hash, set: { reason, at: now } })

/** Takes it back. */
export async function allowAddress(db: Database, hashes: readonly string[]): Promise<void> {
  await db.run(
    sql`delete from stopped_addresses where hash in (select value from json_each(${JSON.stringify(hashes)}))`,
  )
}

/**
 * What a confirmation makes of a signup. `from`: first local date of digests. `names`: the address
 * and its hashes.
 */
export type Start = {
  signup: { id: number | null; askedAt: number; consentText: string | null; network: string | null }
  email: string
  names: readonly string[]
  preferences: Preferences
  from: string
  /** Keyed hash of the network that confirmed. */
  network: string | null
  /** Counts that begin anew: those of the address. */
  counts: readonly string[]
  now: number
  /** The newest edition is owed at once. */
  welcome?: boolean
}

/**
 * Makes a signup a subscription: a new reader, or one whose subscription had ended before the
 * signup was made. An active one stays as they are. The consent is noted with it. Answers the
 * reader's number; null when nothing began.
 */
export async function startSubscription(db: Database, start: Start): Promise<number | null> {
  const { signup, email, names, preferences, from, network, counts, now } = start
  const schedule = scheduleIdOf(preferences)
  const began = sql`email = ${email} and state = 'active' and signup_id is ${signup.id} and confirmed_at = ${now}`
  const answers = await atomically(db, [
    ensureSchedule(db, preferences),
    sql`update subscribers set email = ${email} where email <> ${email}
      and email in (select value from json_each(${JSON.stringify(names)}))`,
    sql`
      insert into subscribers (email, state, schedule_id, schedule_from, created_at, confirmed_at, signup_id,
        welcome_due_at)
      values (${email}, 'active', ${schedule}, ${openFrom(schedule, from)}, ${signup.askedAt}, ${now}, ${signup.id},
        ${start.welcome ? now : null})
      on conflict (email) do update set
        state = 'active', edition_after = ${editionGiven}, schedule_id = excluded.schedule_id,
        schedule_from = excluded.schedule_from, next_schedule_id = null, next_from = null, changes_at = null,
        confirmed_at = ${now}, ended_at = null, hashed_at = null, suppression = null, soft_bounces = 0, soft_since = null, soft_last = null,
        welcome_due_at = excluded.welcome_due_at,
        signup_id = ${signup.id}, generation = generation + 1
      where subscribers.state <> 'active' and coalesce(subscribers.ended_at, 0) <= ${signup.askedAt}
      returning id`,
    sql`
      insert into consents (subscriber_id, at, what, how, schedule_id, preferences, consent_text, signup_network, confirm_network)
      select id, ${now}, 'given', 'confirmation link', schedule_id, ${JSON.stringify(preferences)}, ${signup.consentText},
        ${signup.network}, ${network}
      from subscribers where ${began}
        and not exists (select 1 from consents c where c.subscriber_id = subscribers.id and c.at = ${now} and c.what = 'given')`,
    sql`update signups set confirmed_at = ${now}, queue_at = null
      where email = ${email} and wants = 'digest' and confirmed_at is null and exists (select 1 from subscribers where ${began})`,
    resetCounts(db, counts),
  ])
  return (answers[2] as { id: number }[])[0]?.id ?? null
}

/** Active becomes unsubscribed; `how` goes into the record. False when it was not active. */
export async function endSubscription(
  db: Database,
  id: number,
  now: number,
  how: 'unsubscribe link' | 'never link' = 'unsubscribe link',
): Promise<boolean> {
  const answers = await atomically(db, [
    sql`insert into consents (subscriber_id, at, what, how)
      select id, ${now}, 'ended', ${how} from subscribers where id = ${id} and state = 'active'`,
    sql`
      update subscribers set state = 'unsubscribed', ended_at = ${now}, next_schedule_id = null, next_from = null,
        changes_at = null
      where id = ${id} and state = 'active' returning id`,
  ])
  return (answers[1]?.length ?? 0) === 1
}

/** The active subscriber whose signup had a number; undefined when there is none. */
export const findBySignup = (db: Database, signupId: number): Promise<Subscriber | undefined> =>
  db.select().from(subscribers).where(sql`signup_id is not null and signup_id = ${signupId}`).get()

/** Ends all links to preferences that were mailed so far. */
export async function endLinks(db: Database, id: number): Promise<void> {
  await db
    .update(subscribers)
    .set({ generation: sql`${subscribers.generation} + 1` })
    .where(eq(subscribers.id, id))
}

/**
 * Deletes everything about a subscriber but the number that batches name. A complaint about our
 * mail stays, as a hash: otherwise a stranger could have us write again.
 */
export async function eraseSubscriber(
  db: Database,
  { id, email, suppression }: Subscriber,
  hash: string,
  now: number,
): Promise<void> {
  await atomically(db, [
    ...(suppression === 'complained' ? [stopAddress(db, hash, 'complained', now)] : []),
    db.delete(subscribers).where(eq(subscribers.id, id)),
    sql`delete from consents where subscriber_id = ${id}`,
    ...eraseChannels(id),
    deleteSignups(db, email),
  ])
}

/**
 * Ended subscribers whose address stands here although they ended before `before` (ms), at most
 * `limit`.
 */
export const endedBefore = (db: Database, before: number, limit: number) =>
  db
    .select({ id: subscribers.id, email: subscribers.email })
    .from(subscribers)
    .where(sql`ended_at is not null and hashed_at is null and ended_at < ${before}`)
    .orderBy(sql`ended_at`)
    .limit(limit)

/** Puts a hash in the place of addresses, unless their readers came back. */
export async function hashAddresses(
  db: Database,
  hashed: readonly { id: number; hash: string }[],
  now: number,
): Promise<void> {
  await db.run(sql`
    update subscribers set hashed_at = ${now},
      email = (select value ->> 'hash' from json_each(${JSON.stringify(hashed)}) where value ->> 'id' = subscribers.id)
    where id in (select value ->> 'id' from json_each(${JSON.stringify(hashed)})) and state <> 'active'`)
}

/**
 * Forgets the readers, and their consents, whose address became a hash before an instant (ms), at
 * most `limit`. A complaint about our mail stays as a hash.
 */
export async function forgetEnded(db: Database, before: number, limit: number): Promise<void> {
  const ended = sql`select id from subscribers where ended_at is not null and hashed_at is not null
    and hashed_at < ${before} order by hashed_at limit ${limit}`
  await atomically(db, [
    sql`insert into stopped_addresses (hash, reason, at) select substr(email, 2), 'complained', ended_at from subscribers
      where suppression = 'complained' and id in (${ended}) on conflict do nothing`,
    sql`delete from consents where subscriber_id in (${ended})`,
    sql`delete from subscribers where id in (${ended})`,
  ])
}
