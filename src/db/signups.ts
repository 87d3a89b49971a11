import { eq, sql } from 'drizzle-orm'
import { HOUR } from '../time/dates.ts'
import { atomically, type Database } from './client.ts'
import { countOne, isWithin, type Limit, reached } from './counters.ts'
import { type Preferences, signups } from './schema.ts'

export type Signup = typeof signups.$inferSelect
export type SignupAsked = Pick<Signup, 'email' | 'wants' | 'own'> & {
  preferences: Preferences | null
  consentText: string
  /** Keyed hash of the network. */
  network: string
}

/**
 * The result of a signup. `ahead`: mails that are sent before its own (count), as far as they were
 * counted.
 */
export type SignupNoted =
  | { id: number | null; ahead: number; used: { hour: number; day: number } }
  | { reached: string; endsAt: number }

/** An address that did not confirm gets one mail an hour (ms). */
const PAUSE = HOUR
/**
 * Every further signup of one network on one day is queued this much later (ms): a flood waits
 * behind others.
 */
const STEP = 900_000

/**
 * Stores a signup, if no limit is reached and the address did not ask within the hour (then `id` is
 * null). Reads no subscriber, so nothing of it, statements, rows or time, depends on who
 * subscribes. `known`: keys of the counts of its network and of the two budgets; `most`: how many
 * of those ahead are counted. `run`: a random id.
 */
export async function noteSignup(
  db: Database,
  { email, wants, preferences, own, consentText, network }: SignupAsked,
  limits: readonly Limit[],
  known: { crowd: string; hour: string; day: string; most: number },
  now: number,
  run: string,
): Promise<SignupNoted> {
  const count = (key: string) =>
    sql`coalesce((select c.count from counters c where c.key = ${key} and c.ends_at > ${now}), 0)`
  const [stops, added, , counted] = (await atomically(db, [
    reached(limits, now),
    sql`
      insert into signups (email, wants, preferences, own, asked_at, noted_by, consent_text, network, queue_at)
      select ${email}, ${wants}, ${preferences === null ? null : JSON.stringify(preferences)}, ${own ? 1 : 0}, ${now}, ${run},
        ${consentText}, ${network}, cast(${now} + ${STEP} * ${count(known.crowd)} as integer)
      where ${isWithin(limits, now)} and not exists (select 1 from signups s where s.email = ${email} and s.wants = ${wants}
        and s.asked_at > ${now - PAUSE} and s.confirmed_at is null)
      returning id`,
    countOne(
      limits,
      now,
      sql`exists (select 1 from signups s where s.email = ${email} and s.noted_by = ${run})`,
    ),
    sql`
      select ${count(known.hour)} as hour, ${count(known.day)} as day, (select count(*) from (select 1 from signups
        where queue_at is not null and queue_at < (select s.queue_at from signups s
          where s.email = ${email} and s.noted_by = ${run}) limit ${known.most})) as ahead`,
  ])) as [
    { name: string; endsAt: number }[],
    { id: number }[],
    unknown,
    { hour: number; day: number; ahead: number }[],
  ]
  const [stop] = stops
  if (stop) return { reached: stop.name, endsAt: stop.endsAt }
  const { hour = 0, day = 0, ahead = 0 } = counted[0] ?? {}
  return { id: added[0]?.id ?? null, ahead, used: { hour, day } }
}

export const findSignup = (db: Database, id: number): Promise<Signup | undefined> =>
  db.select().from(signups).where(eq(signups.id, id)).get()

/**
 * Mails that are owed, in the order of the queue, at most `limit`. Those never attempted: asked for
 * since `since`; others: first attempted since `tried` (ms).
 */
export const signupsOwed = (db: Database, since: number, tried: number, limit: number): Promise<Signup[]> =>
  db
    .select()
    .from(signups)
    .where(
      sql`queue_at is not null and case when attempts = 0 then asked_at > ${since} else attempted_at > ${tried} end`,
    )
    .orderBy(sql`queue_at`)
    .limit(limit)

/**
 * Takes one mail from the budgets for a signup at its first attempt; later attempts are the same
 * mail. False when a budget is used up, or the mail is no longer owed.
 */
export async function claimSignup(
  db: Database,
  id: number,
  budgets: readonly Limit[],
  now: number,
): Promise<boolean> {
  const within = isWithin(budgets, now)
  const [claimed] = await atomically(db, [
    sql`
      update signups set attempts = attempts + 1, attempted_at = coalesce(attempted_at, ${now})
      where id = ${id} and queue_at is not null and (attempts > 0 or ${within}) returning id`,
    countOne(
      budgets,
      now,
      sql`${within} and exists (
      select 1 from signups s where s.id = ${id} and s.attempts = 1 and s.queue_at is not null)`,
    ),
  ])
  return (claimed?.length ?? 0) > 0
}

/**
 * Notes the result of a mail that was owed: it is not owed any more, or its place in the queue is
 * `queueAt` (ms).
 */
export async function settleSignup(
  db: Database,
  id: number,
  change: Partial<Pick<Signup, 'queueAt' | 'acceptedAt'>>,
): Promise<void> {
  await db.update(signups).set(change).where(eq(signups.id, id))
}

/** Statement: deletes the signups of an address. */
export const deleteSignups = (db: Database, email: string) =>
  db.delete(signups).where(eq(signups.email, email))

/**
 * Forgets signups from before `before` (ms), at most `most`; mails queued before `late` (ms) are
 * not owed any more. Numbers grow with time, so the search ends at the first one that stays: it
 * reads about what it deletes.
 */
export async function forgetSignups(db: Database, before: number, late: number, most: number): Promise<void> {
  await atomically(db, [
    sql`delete from signups where id in (select id from signups order by id limit ${most}) and id < coalesce(
      (select id from signups where asked_at >= ${before} order by id limit 1), 9e15)`,
    sql`update signups set queue_at = null where id in (
      select id from signups where queue_at is not null and queue_at < ${late} order by queue_at limit ${most})`,
  ])
}

/** The stored signups of an address, oldest first. */
export const signupsOf = (db: Database, email: string): Promise<Signup[]> =>
  db.select().from(signups).where(eq(signups.email, email)).orderBy(signups.id)
