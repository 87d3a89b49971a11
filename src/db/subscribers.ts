import { and, eq, gte, inArray, isNull, lt, lte, sql } from 'drizzle-orm'
import type { Database } from './client.ts'
import { editionGiven, ensureSchedule, openFrom, scheduleIdOf } from './pending-changes.ts'
import type { Preferences } from './schema.ts'
import { schedules, subscribers } from './schema.ts'

export type Subscriber = typeof subscribers.$inferSelect

/** Limits on mail to an address that has not confirmed: one an hour, three in all. */
const CONFIRMATION_PAUSE = 3_600_000
const CONFIRMATIONS = 3

/**
 * Notes a signup. A new or unsubscribed address becomes pending and is due a confirmation mail; a pending one is
 * due another, within the limits; one that bounced or complained must confirm again, within the same limits; an
 * active one stays as it is.
 * Returns the id when a confirmation mail is due now, null otherwise.
 */
export async function noteSignup(
  db: Database,
  email: string,
  preferences: Preferences,
  consent: { text: string; network: string },
  now: number,
): Promise<number | null> {
  const [, rows] = await db.batch([
    ensureSchedule(db, preferences),
    db
      .insert(subscribers)
      .values({
        email,
        state: 'pending',
        scheduleId: scheduleIdOf(preferences),
        createdAt: now,
        confirmations: 1,
        confirmationAt: now,
        consentText: consent.text,
        signupNetwork: consent.network,
      })
      .onConflictDoUpdate({
        target: subscribers.email,
        set: {
          state: 'pending',
          editionAfter: editionGiven as never,
          scheduleFrom: null,
          nextScheduleId: null,
          nextFrom: null,
          changesAt: null,
          scheduleId: scheduleIdOf(preferences),
          createdAt: sql`case ${subscribers.state} when 'pending' then ${subscribers.createdAt} else ${now} end`,
          confirmedAt: null,
          endedAt: null,
          confirmations: sql`case when ${subscribers.state} = 'unsubscribed' then 1 else ${subscribers.confirmations} + 1 end`,
          confirmationAt: now,
          confirmationAcceptedAt: null,
          consentText: consent.text,
          signupNetwork: consent.network,
          confirmNetwork: null,
        },
        // Only its owner can end a subscription, so a stranger cannot use that state to get round the limits.
        setWhere: sql`${subscribers.state} = 'unsubscribed' or (${subscribers.state} <> 'active'
          and ${subscribers.confirmations} < ${CONFIRMATIONS} and ${subscribers.confirmationAt} <= ${now - CONFIRMATION_PAUSE})`,
      })
      .returning({ id: subscribers.id }),
  ])
  return rows[0]?.id ?? null
}

export const findSubscriber = (db: Database, id: number): Promise<Subscriber | undefined> =>
  db.select().from(subscribers).where(eq(subscribers.id, id)).get()

/** Pending subscribers whose confirmation mail was asked for since `since` (ms) but not taken yet: any `limit` of them. */
export const confirmationsOwed = (db: Database, since: number, limit: number): Promise<Subscriber[]> =>
  db
    .select()
    .from(subscribers)
    .where(
      and(
        eq(subscribers.state, 'pending'),
        gte(subscribers.confirmationAt, since),
        isNull(subscribers.confirmationAcceptedAt),
      ),
    )
    .orderBy(sql`random()`)
    .limit(limit)

/**
 * What the provider said of the n-th confirmation mail (`confirmations` says which). An address that it refuses counts
 * as one that bounced, which may ask again within the same limits.
 */
export async function noteConfirmation(
  db: Database,
  { id, confirmations }: Subscriber,
  answer: 'taken' | 'refused',
  now: number,
): Promise<void> {
  const suppression = sql`coalesce(${subscribers.suppression}, 'bounced')`
  await db
    .update(subscribers)
    .set(
      answer === 'taken'
        ? { confirmationAcceptedAt: now }
        : { state: 'bounced', suppression: suppression as never, endedAt: now },
    )
    .where(
      and(
        eq(subscribers.id, id),
        eq(subscribers.confirmations, confirmations),
        answer === 'refused' ? eq(subscribers.state, 'pending') : undefined,
      ),
    )
}

/**
 * Pending becomes active, with digests from `from` (local date) on. `network`: hash of the one it was confirmed from.
 * `welcome`: the newest edition is owed at once. False when it was not pending.
 */
export async function activate(
  db: Database,
  id: number,
  from: string,
  now: number,
  network: string | null = null,
  welcome = false,
): Promise<boolean> {
  const rows = await db
    .update(subscribers)
    .set({
      state: 'active',
      confirmedAt: now,
      confirmNetwork: network,
      suppression: null,
      softBounces: 0,
      welcomeDueAt: welcome ? now : null,
      scheduleFrom: openFrom(sql.raw('subscribers.schedule_id'), from) as never,
    })
    .where(and(eq(subscribers.id, id), eq(subscribers.state, 'pending')))
    .returning({ id: subscribers.id })
  return rows.length === 1
}

/** Pending or active becomes unsubscribed. False when it was neither. */
export async function endSubscription(db: Database, id: number, now: number): Promise<boolean> {
  const rows = await db
    .update(subscribers)
    .set({ state: 'unsubscribed', endedAt: now, nextScheduleId: null, nextFrom: null, changesAt: null })
    .where(and(eq(subscribers.id, id), inArray(subscribers.state, ['pending', 'active'])))
    .returning({ id: subscribers.id })
  return rows.length === 1
}

export const findSchedule = (db: Database, scheduleId: number) =>
  db.select().from(schedules).where(eq(schedules.id, scheduleId)).get()

/** Deletes everything about a subscriber but the number that batches name. */
export async function eraseSubscriber(db: Database, id: number): Promise<void> {
  await db.delete(subscribers).where(eq(subscribers.id, id))
}

/**
 * Forgets addresses that were never confirmed and were last asked before `before` (ms). Those that had bounced or
 * complained go back to that state: forgotten, they could be written to without limit.
 */
export async function forgetUnconfirmed(db: Database, before: number): Promise<void> {
  const stale = and(
    eq(subscribers.state, 'pending'),
    lt(subscribers.createdAt, before),
    lte(subscribers.confirmationAt, before),
  )
  await db.batch([
    db.delete(subscribers).where(and(stale, isNull(subscribers.suppression))),
    db
      .update(subscribers)
      .set({ state: sql`${subscribers.suppression}` })
      .where(stale),
  ])
}
