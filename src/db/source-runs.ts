import { desc, eq, gte, lt, sql } from 'drizzle-orm'
import type { Source } from '../papers/observation.ts'
import { DAY, HOUR } from '../time/dates.ts'
import type { Database } from './client.ts'
import { gates, sourceRuns } from './schema.ts'

export type SourceRun = typeof sourceRuns.$inferSelect

/** The subject of a request for one day's Hugging Face list. */
export const listSubject = (date: string) => `list ${date}`

/** A request without a result yet. */
export const aRun = (source: Source, subject: string, at: number): SourceRun => ({
  source,
  subject,
  at,
  status: 'failed',
  reason: null,
  seen: 0,
  added: 0,
  refused: 0,
  highest: null,
})

/** Statement: notes a request and its result; the note of a repeated tick changes nothing. */
export const noteRun = (db: Database, run: SourceRun) =>
  db.insert(sourceRuns).values(run).onConflictDoNothing()

/**
 * Statement: notes a good answer and counts how many of its papers are new. It must run before the
 * statement that stores them, in the same transaction.
 */
export const noteAnswer = (run: Omit<SourceRun, 'added'>, ids: readonly string[]) => sql`
  insert into source_runs (source, subject, at, status, reason, seen, refused, highest, added)
  select ${run.source}, ${run.subject}, ${run.at}, ${run.status}, ${run.reason}, ${run.seen}, ${run.refused}, ${run.highest},
    (select count(*) from json_each(${JSON.stringify(ids)}) where not exists (select 1 from papers where id = value))
  where true on conflict do nothing`

/** Runs of every source since an instant (ms), newest first. */
export const allRunsSince = (db: Database, since: number): Promise<SourceRun[]> =>
  db
    .select()
    .from(sourceRuns)
    .where(gte(sourceRuns.at, since))
    .orderBy(desc(sourceRuns.at), desc(sourceRuns.subject))

/** The part of a run that the schedule needs. */
export type RunSummary = Pick<SourceRun, 'source' | 'subject' | 'at' | 'status'>

/**
 * Runs of all sources but arXiv, whose days have rows of their own, in the 24 h up to `at` (ms),
 * newest first.
 */
export const runsBefore = (db: Database, at: number): Promise<RunSummary[]> =>
  db.all<RunSummary>(sql`
    select source, subject, at, status from source_runs
    where at between ${at - DAY} and ${at} and source <> 'arxiv' order by at desc, subject desc`)

/**
 * How long one run has a source for itself (ms): longer than its request and the work after it
 * take.
 */
const LEASE = 90_000
/**
 * The longest pause that a source may ask for (ms); a longer one comes from a clock that was set
 * back.
 */
const LONGEST_PAUSE = 24 * HOUR

/**
 * `taken`, or the instant (ms) at which it is free again, and whether a run holds it until then.
 */
export type GateAnswer = 'taken' | { freeAt: number; leased: boolean }

/**
 * Takes the one connection of a source for LEASE, unless another run has it or the source asked for
 * a pause.
 */
export async function takeGate(db: Database, source: Source, now: number): Promise<GateAnswer> {
  const freeAt = now + LEASE
  const longest = sql`${now} + case when ${gates.leased} then ${LEASE} else ${LONGEST_PAUSE} end`
  const taken = await db
    .insert(gates)
    .values({ source, freeAt, leased: true })
    .onConflictDoUpdate({
      target: gates.source,
      set: { freeAt, leased: true },
      setWhere: sql`${gates.freeAt} <= ${now} or ${gates.freeAt} > ${longest}`,
    })
    .returning({ source: gates.source })
  if (taken.length === 1) return 'taken'
  const [gate] = await db
    .select({ freeAt: gates.freeAt, leased: gates.leased })
    .from(gates)
    .where(eq(gates.source, source))
  return gate ?? { freeAt: now, leased: false }
}

/** Statement: returns the connection of a source; no request is made before `freeAt` (ms). */
export const releaseGate = (db: Database, source: Source, freeAt: number) =>
  db.update(gates).set({ freeAt, leased: false }).where(eq(gates.source, source))

/** Forgets requests from before `before` (ms). */
export async function forgetRuns(db: Database, before: number): Promise<void> {
  await db.delete(sourceRuns).where(lt(sourceRuns.at, before))
}
