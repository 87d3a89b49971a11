import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm'
import type { Slot } from '../subscribers/slot.ts'
import { atomically, type Database } from './client.ts'
import { batches, slots } from './schema.ts'

export type Batch = typeof batches.$inferSelect
/** A batch this run holds: members frozen, lease running. */
export type ClaimedBatch = Omit<Batch, 'members' | 'firstAttemptAt'> & {
  members: { id: number; email: string }[]
  firstAttemptAt: number
}

/** What became of a claimed batch: settled for good, or due again at `dueAt` (ms). */
export type Settlement =
  | { state: 'accepted'; accepted: number; refused: number; excluded: number; trouble: string | null }
  | { state: 'planned'; dueAt: number; unanswered: boolean; trouble: string }
  | { state: 'failed' | 'uncertain'; trouble: string }

export const allSlots = (db: Database): Promise<Slot[]> => db.select().from(slots).orderBy(asc(slots.id))

/**
 * Plans one edition for the slots that are due: a slot_day each, and a batch row per `size` subscribers.
 * Only the run that inserts a slot_day makes its batches, in the same transaction, so a doubled tick plans
 * nothing twice and one that dies plans nothing at all. Reads every subscriber of a due slot once.
 * (D1 binds numbers as reals: without the cast the division would not be whole.)
 */
export async function planBatches(
  db: Database,
  plan: {
    edition: string
    due: readonly { slotId: number; localDate: string }[]
    size: number
    at: number
    run: string
  },
): Promise<void> {
  const due = JSON.stringify(plan.due)
  await atomically(db, [
    sql`
      insert into slot_days (slot_id, local_date, kind, edition_date, planned_at, planned_by)
      select value ->> 'slotId', value ->> 'localDate', 'daily', ${plan.edition}, ${plan.at}, ${plan.run}
      from json_each(${due})
      where exists (select 1 from subscribers s where s.slot_id = value ->> 'slotId' and s.state = 'active'
        and s.slot_from <= value ->> 'localDate')
      on conflict do nothing`,
    sql`
      insert into batches (id, slot_id, local_date, kind, edition_date, first_subscriber, last_subscriber, state, due_at, planned)
      select edition_date || '.' || slot_id || '.' || number, slot_id, local_date, kind, edition_date,
        min(id), max(id), 'planned', ${plan.at}, count(*)
      from (
        select d.edition_date, d.slot_id, d.local_date, d.kind, s.id,
          (row_number() over (partition by d.slot_id order by s.id) - 1) / cast(${plan.size} as integer) as number
        from json_each(${due}) j
        join slot_days d on d.slot_id = j.value ->> 'slotId' and d.local_date = j.value ->> 'localDate'
          and d.kind = 'daily' and d.planned_by = ${plan.run}
        join subscribers s on s.slot_id = d.slot_id and s.state = 'active' and s.slot_from <= d.local_date
      ) group by slot_id, local_date, number`,
  ])
}

/** Batches to ring for: due, or with a lapsed lease. Oldest wish first, at most `limit`. */
export async function dueBatches(db: Database, at: number, limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: batches.id })
    .from(batches)
    .where(and(inArray(batches.state, ['planned', 'claimed']), lte(batches.dueAt, at)))
    .orderBy(asc(batches.dueAt), asc(batches.id))
    .limit(limit)
  return rows.map(({ id }) => id)
}

/**
 * Takes a batch until `leaseUntil` (ms), freezing its members at the first claim: the statement itself reads who
 * is active, so an unsubscribe until that instant counts and every retry has the same members.
 * A lapsed lease means an earlier attempt may have reached the provider. `askedAfter` (ms): a batch first attempted
 * at or before it may no longer be asked for. Undefined when the batch is not due,
 * is held by another run, is settled, or may no longer be asked for safely.
 */
export async function claimBatch(
  db: Database,
  id: string,
  when: { now: number; leaseUntil: number; askedAfter: number },
): Promise<ClaimedBatch | undefined> {
  const { now, leaseUntil, askedAfter } = when
  const [row] = await db
    .update(batches)
    .set({
      state: 'claimed',
      dueAt: leaseUntil,
      attempts: sql`${batches.attempts} + 1`,
      firstAttemptAt: sql`coalesce(${batches.firstAttemptAt}, ${now})`,
      unanswered: sql`case ${batches.state} when 'claimed' then 1 else ${batches.unanswered} end`,
      members: sql`coalesce(${batches.members}, (
        select json_group_array(json_object('id', s.id, 'email', s.email)) from (
          select id, email from subscribers where slot_id = ${batches.slotId} and state = 'active'
            and slot_from <= ${batches.localDate} and id between ${batches.firstSubscriber} and ${batches.lastSubscriber}
          order by id) s))`,
    })
    .where(
      and(
        eq(batches.id, id),
        inArray(batches.state, ['planned', 'claimed']),
        lte(batches.dueAt, now),
        sql`(${batches.firstAttemptAt} is null or ${batches.firstAttemptAt} > ${askedAfter})`,
      ),
    )
    .returning()
  return row as ClaimedBatch | undefined
}

/** Writes what became of a claimed batch. Nothing happens if another run took it over in the meantime. */
export async function settleBatch(
  db: Database,
  claimed: ClaimedBatch,
  settlement: Settlement,
  now: number,
): Promise<boolean> {
  const over = settlement.state !== 'planned'
  const settled = await db
    .update(batches)
    .set({
      ...settlement,
      ...(over ? { settledAt: now, unanswered: settlement.state === 'uncertain' } : {}),
      // Addresses are kept only as long as a retry could need them.
      ...(settlement.state === 'accepted' ? { members: claimed.members.map(({ id }) => ({ id })) } : {}),
    })
    .where(
      and(eq(batches.id, claimed.id), eq(batches.state, 'claimed'), eq(batches.attempts, claimed.attempts)),
    )
    .returning({ id: batches.id })
  return settled.length === 1
}

/** Closes due batches that were first attempted at or before `askedAfter` (ms): the provider may no longer be asked. */
export async function giveUp(db: Database, now: number, askedAfter: number): Promise<void> {
  await db
    .update(batches)
    .set({
      state: sql`case when ${batches.unanswered} or ${batches.state} = 'claimed' then 'uncertain' else 'failed' end`,
      settledAt: now,
      trouble: sql`coalesce(${batches.trouble}, 'no answer from the provider')`,
    })
    .where(
      and(
        inArray(batches.state, ['planned', 'claimed']),
        lte(batches.dueAt, now),
        lte(batches.firstAttemptAt, askedAfter),
      ),
    )
}

/** Subscribers by what became of their batch (counts), for one edition. */
export async function deliverySums(db: Database, edition: string) {
  const row = await db
    .select({
      planned: sql<number>`coalesce(sum(planned), 0)`,
      accepted: sql<number>`coalesce(sum(accepted), 0)`,
      refused: sql<number>`coalesce(sum(refused), 0)`,
      excluded: sql<number>`coalesce(sum(excluded), 0)`,
      waiting: sql<number>`coalesce(sum(case when state in ('planned', 'claimed') then planned else 0 end), 0)`,
      failed: sql<number>`coalesce(sum(case when state = 'failed' then planned else 0 end), 0)`,
      uncertain: sql<number>`coalesce(sum(case when state = 'uncertain' then planned else 0 end), 0)`,
    })
    .from(batches)
    .where(eq(batches.editionDate, edition))
    .get()
  return row ?? { planned: 0, accepted: 0, refused: 0, excluded: 0, waiting: 0, failed: 0, uncertain: 0 }
}
