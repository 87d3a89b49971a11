import { sql } from 'drizzle-orm'
import { atomically, type Database } from './client.ts'
import { openFrom } from './pending-changes.ts'
import type { Preferences, subscribers } from './schema.ts'
import type { Stop } from './subscribers.ts'

type State = (typeof subscribers.$inferSelect)['state']

/** A reader to import from another instance. Instants are ms, UTC. */
export type MovedReader = {
  /** The address, or `#` and its hash for a reader who left. */
  email: string
  state: State
  createdAt: number
  confirmedAt: number | null
  endedAt: number | null
  /**
   * The consent: what, where and how, in words, and keyed hashes of the networks that signed up and
   * confirmed.
   */
  consentText: string | null
  signupNetwork: string | null
  confirmNetwork: string | null
  suppression: 'bounced' | 'complained' | null
  preferences: Preferences
  /** First local date on which a digest may be due. */
  from: string
}

/** Those of these names (addresses, or `#` and a hash) that are stored here. */
export const knownReaders = (db: Database, names: readonly string[]) =>
  db.all<{ name: string; state: State; suppression: string | null }>(sql`
    select email as name, state, suppression from subscribers
    where email in (select value from json_each(${JSON.stringify(names)}))`)

/** Those of these hashes that are stopped. */
export const stoppedAmong = (db: Database, hashes: readonly string[]) =>
  db.all<{ hash: string; reason: Stop }>(sql`
    select s.hash, s.reason from json_each(${JSON.stringify(hashes)}) h
    cross join stopped_addresses s on s.hash = h.value`)

const part = (name: string) => sql.raw(`j.value ->> '${name}'`)
const SCHEDULE = sql.raw(
  ['timezone', 'hour', 'days', 'kind', 'papers', 'topics', 'early']
    .map((name) => `c.${name} = j.value -> 'preferences' ->> '${name}'`)
    .join(' and '),
)

/** Adds readers in their states, with their consent; a known reader stays unchanged. `now`: ms. */
export async function addMovedReaders(
  db: Database,
  readers: readonly MovedReader[],
  now: number,
): Promise<void> {
  const given = JSON.stringify(readers)
  const isNew = sql`not exists (select 1 from consents k where k.subscriber_id = s.id)`
  await atomically(db, [
    sql`
      insert into schedules (timezone, hour, days, kind, papers, topics, early)
      select distinct p.value ->> 'timezone', p.value ->> 'hour', p.value ->> 'days', p.value ->> 'kind',
        p.value ->> 'papers', p.value ->> 'topics', p.value ->> 'early'
      from json_each(${given}) j, json_each(json_array(j.value -> 'preferences')) p where true
      on conflict do nothing`,
    sql`
      insert into subscribers (email, state, schedule_id, schedule_from, created_at, confirmed_at, ended_at, suppression,
        hashed_at)
      select ${part('email')}, ${part('state')}, c.id,
        case ${part('state')} when 'active' then ${openFrom(sql.raw('c.id'), part('from'))} end,
        ${part('createdAt')}, ${part('confirmedAt')}, ${part('endedAt')}, ${part('suppression')},
        case when ${part('email')} like '#%' then ${now} end
      from json_each(${given}) j join schedules c on ${SCHEDULE} where true
      on conflict (email) do nothing`,
    sql`
      insert into consents (subscriber_id, at, what, how, schedule_id, preferences, consent_text, signup_network,
        confirm_network)
      select s.id, ${part('confirmedAt')}, 'given', 'stated by the operator', s.schedule_id, j.value -> 'preferences',
        ${part('consentText')}, ${part('signupNetwork')}, ${part('confirmNetwork')}
      from json_each(${given}) j join subscribers s on s.email = ${part('email')}
      where ${part('confirmedAt')} is not null and ${isNew}`,
  ])
}

/** A reader with their schedule and their last consent, for an export. */
export type ExportedReader = Omit<MovedReader, 'preferences' | 'from'> &
  Preferences & { id: number; scheduleFrom: string | null }

/**
 * Readers in the order of their ids, after `after`, at most `limit`. A pending change counts as
 * made.
 */
export const readersAfter = (db: Database, after: number, limit: number): Promise<ExportedReader[]> =>
  db.all<ExportedReader>(sql`
    select s.id, s.email, s.state, s.created_at as createdAt, s.confirmed_at as confirmedAt, s.ended_at as endedAt,
      k.consent_text as consentText, k.signup_network as signupNetwork, k.confirm_network as confirmNetwork,
      s.suppression, s.schedule_from as scheduleFrom,
      c.kind, c.timezone, c.hour, c.days, c.papers, c.topics, c.early
    from subscribers s join schedules c on c.id = coalesce(s.next_schedule_id, s.schedule_id)
    left join consents k on k.id = (select max(id) from consents where subscriber_id = s.id and what = 'given')
    where s.id > ${after} order by s.id limit ${limit}`)

/** Hashes of addresses that get no mail, in order, after `after`, at most `limit`. */
export const stoppedAfter = (db: Database, after: string, limit: number) =>
  db.all<{ hash: string; reason: Stop; at: number }>(sql`
    select hash, reason, at from stopped_addresses where hash > ${after} order by hash limit ${limit}`)
