import { and, desc, eq, gte, lt, sql } from 'drizzle-orm'
import type { Source } from '../papers/observation.ts'
import type { Database } from './client.ts'
import { gates, sourceRuns } from './schema.ts'

export type SourceRun = typeof sourceRuns.$inferSelect

/** What a look at one day's Hugging Face list is called. */
export const listSubject = (date: string) => `list ${date}`

/** A request that nothing came of yet. */
export const aRun = (source: Source, subject: string, at: number): SourceRun => ({
  ...{ source, subject, at },
  ...{ status: 'failed', reason: null, seen: 0, added: 0, refused: 0, highest: null },
})

/** Statement: notes one request and what came of it; a doubled tick's note stays the first. */
export const noteRun = (db: Database, run: SourceRun) =>
  db.insert(sourceRuns).values(run).onConflictDoNothing()

/**
 * Statement: notes a good answer and counts how many of its papers are new. Goes before the statement that stores
 * them, in the same transaction.
 */
export const noteAnswer = (run: Omit<SourceRun, 'added'>, ids: readonly string[]) => sql`
  insert into source_runs (source, subject, at, status, reason, seen, refused, highest, added)
  select ${run.source}, ${run.subject}, ${run.at}, ${run.status}, ${run.reason}, ${run.seen}, ${run.refused}, ${run.highest},
    (select count(*) from json_each(${JSON.stringify(ids)}) where not exists (select 1 from papers where id = value))
  where true on conflict do nothing`

/** Runs of a source since an instant (ms), newest first. */
export const runsSince = (db: Database, source: Source, since: number): Promise<SourceRun[]> =>
  db
    .select()
    .from(sourceRuns)
    .where(and(eq(sourceRuns.source, source), gte(sourceRuns.at, since)))
    .orderBy(desc(sourceRuns.at), desc(sourceRuns.subject))

/** Runs of every source since an instant (ms), newest first. */
export const allRunsSince = (db: Database, since: number): Promise<SourceRun[]> =>
  db
    .select()
    .from(sourceRuns)
    .where(gte(sourceRuns.at, since))
    .orderBy(desc(sourceRuns.at), desc(sourceRuns.subject))

/** How long one run has a source for itself (ms): longer than its requests take, shorter than from tick to tick. */
const GATE_HELD = 4 * 60_000

/** Takes a source's one connection for GATE_HELD; false when somebody has it or the source asked us to wait. */
export async function takeGate(db: Database, source: Source, now: number): Promise<boolean> {
  const freeAt = now + GATE_HELD
  const taken = await db
    .insert(gates)
    .values({ source, freeAt })
    .onConflictDoUpdate({ target: gates.source, set: { freeAt }, setWhere: sql`${gates.freeAt} <= ${now}` })
    .returning({ source: gates.source })
  return taken.length === 1
}

/** Nobody asks the source before `freeAt` (ms): Retry-After said so. */
export async function closeGate(db: Database, source: Source, freeAt: number): Promise<void> {
  await db.update(gates).set({ freeAt }).where(eq(gates.source, source))
}

/** Forgets notes of requests older than `before` (ms). */
export async function forgetRuns(db: Database, before: number): Promise<void> {
  await db.delete(sourceRuns).where(lt(sourceRuns.at, before))
}
