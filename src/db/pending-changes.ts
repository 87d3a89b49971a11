import { and, eq, isNotNull, sql } from 'drizzle-orm'
import type { Wishes } from '../subscribers/preferences-form.ts'
import { isOfDay } from './batches.ts'
import { atomically, type Database } from './client.ts'
import { slots, subscribers } from './schema.ts'

/** Finds or makes the slot for these wishes. Statements that need its id read it by its unique key. */
export const ensureSlot = (db: Database, wishes: Wishes) =>
  db.insert(slots).values(wishes).onConflictDoNothing()
export const slotIdOf = ({
  timezone,
  hour,
  days,
  kind,
  papers,
  topics,
}: Wishes) => sql<number>`(select id from slots
  where timezone = ${timezone} and hour = ${hour} and days = ${days} and kind = ${kind} and papers = ${papers}
    and topics = ${topics})`

/**
 * The first local date on which somebody who joins `slot` from `from` (local date) on can be due: never one that is
 * planned already, whatever the clock said a moment ago.
 */
export const openFrom = (slot: unknown, from: unknown) => sql`coalesce(
  (select date(max(d.local_date), '+1 day') from slot_days d where d.slot_id = ${slot} and d.local_date >= ${from}), ${from})`

/** The last edition (date) that a subscriber may have been given by their present slot, or before; '' when none. */
const lastGiven = sql`max(coalesce(edition_after, ''), coalesce((select max(d.edition_date) from slot_days d
  where d.slot_id = subscribers.slot_id and d.local_date >= subscribers.slot_from
    and d.planned_at <= coalesce(subscribers.ended_at, d.planned_at)), ''))`
export const editionGiven = sql`nullif(${lastGiven}, '')`

/**
 * Asks for a move to other wishes at `movesAt` (ms), with digests from `from` (local date there) on. Until then the
 * present slot stays theirs, so that today's digest neither comes twice nor stays away.
 */
export async function planMove(
  db: Database,
  id: number,
  move: { wishes: Wishes; movesAt: number; from: string },
): Promise<void> {
  await db.batch([
    ensureSlot(db, move.wishes),
    db
      .update(subscribers)
      .set({ nextSlotId: slotIdOf(move.wishes), nextFrom: move.from, movesAt: move.movesAt })
      .where(and(eq(subscribers.id, id), eq(subscribers.state, 'active'))),
  ])
}

/** Takes back a move that has not happened. */
export async function stay(db: Database, id: number): Promise<void> {
  await db
    .update(subscribers)
    .set({ nextSlotId: null, nextFrom: null, movesAt: null })
    .where(eq(subscribers.id, id))
}

/**
 * Makes the moves that are due at `at` (ms), but for those whose own batch of their present slot still waits.
 * (`+state`: without it SQLite takes the index on the state, and reads every active subscriber.)
 */
export async function applyMoves(db: Database, at: number): Promise<void> {
  const next = sql.raw('subscribers.next_slot_id')
  await atomically(db, [
    sql`
      update subscribers set
        edition_after = ${editionGiven},
        slot_from = max(slot_from, ${openFrom(next, sql.raw('subscribers.next_from'))}),
        slot_id = next_slot_id, next_slot_id = null, next_from = null, moves_at = null
      where moves_at is not null and moves_at <= ${at} and +state = 'active'
        and not exists (select 1 from slot_days d cross join batches b on ${isOfDay}
          where d.slot_id = subscribers.slot_id and d.settled_at is null and b.state in ('planned', 'claimed')
            and subscribers.id between b.first_subscriber and b.last_subscriber)`,
  ])
}

/** Moves that were due at `at` (ms) and could not be made, with the time zone that is wished. */
export const lateMoves = (db: Database, at: number) =>
  db.all<{ id: number; timezone: string }>(sql`
    select s.id, there.timezone from subscribers s cross join slots there on there.id = s.next_slot_id
    where s.moves_at is not null and s.moves_at <= ${at}`)

/** Puts a move off, to `movesAt` (ms). */
export async function postponeMove(
  db: Database,
  id: number,
  move: { movesAt: number; from: string },
): Promise<void> {
  await db
    .update(subscribers)
    .set({ movesAt: move.movesAt, nextFrom: move.from })
    .where(and(eq(subscribers.id, id), isNotNull(subscribers.movesAt)))
}

/**
 * Pauses until a local date, or ends a pause: no digest before it, and none that is planned already. What was given
 * before is noted, as `lastGiven` looks no further back than `slot_from`.
 */
export async function holdUntil(db: Database, id: number, date: string): Promise<void> {
  await db
    .update(subscribers)
    .set({
      editionAfter: editionGiven as never,
      slotFrom: openFrom(sql.raw('subscribers.slot_id'), date) as never,
    })
    .where(and(eq(subscribers.id, id), eq(subscribers.state, 'active')))
}

/** Forgets slots of topics that nobody has or goes over to: anyone can type some. Numbers are never used again. */
export async function forgetSlots(db: Database): Promise<void> {
  await db.run(sql`
    delete from slots where topics <> ''
      and not exists (select 1 from subscribers s where s.slot_id = slots.id)
      and not exists (select 1 from subscribers s where s.moves_at is not null and s.next_slot_id = slots.id)`)
}

/** The editions (dates) of batches a subscriber was a member of, in the last days that batches are kept. */
export async function datesGiven(db: Database, id: number): Promise<string[]> {
  const rows = await db.all<{ date: string }>(sql`
    select distinct b.edition_date as date
    from subscribers s join slot_days d on d.slot_id = s.slot_id
    cross join batches b on ${isOfDay}
    where s.id = ${id} and b.first_subscriber <= ${id} and b.last_subscriber >= ${id}
      and exists (select 1 from json_each(b.members) m where m.value ->> 'id' = ${id})
    order by 1 desc limit 400`)
  return rows.map(({ date }) => date)
}
