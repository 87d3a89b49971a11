import { sql } from 'drizzle-orm'
import { atomically, type Database } from './client.ts'
import { openFrom } from './pending-changes.ts'
import type { Preferences, subscribers } from './schema.ts'

type State = (typeof subscribers.$inferSelect)['state']

/** A reader as they come from another place. Instants are ms, UTC. */
export type MovedReader = {
  email: string
  state: State
  createdAt: number
  confirmedAt: number | null
  endedAt: number | null
  /** What they agreed to, where and how, in words. */
  consentText: string | null
  signupNetwork: string | null
  confirmNetwork: string | null
  suppression: 'bounced' | 'complained' | null
  preferences: Preferences
  /** First local date on which a digest may be due. */
  from: string
}

export type Known = { email: string; state: State; suppression: string | null }

/** Which of these addresses are known here, in whatever state. */
export const knownReaders = (db: Database, emails: readonly string[]): Promise<Known[]> =>
  db.all<Known>(sql`
    select email, state, suppression from subscribers
    where email in (select value from json_each(${JSON.stringify(emails)}))`)

const part = (name: string) => sql.raw(`j.value ->> '${name}'`)
const SCHEDULE = sql.raw(
  ['timezone', 'hour', 'days', 'kind', 'papers', 'topics']
    .map((name) => `c.${name} = j.value -> 'preferences' ->> '${name}'`)
    .join(' and '),
)

/**
 * Adds readers in their states; one that is known stays as it is. Those that have not confirmed are owed a confirmation
 * mail from `now` (ms) on.
 */
export async function addMovedReaders(
  db: Database,
  readers: readonly MovedReader[],
  now: number,
): Promise<void> {
  const given = JSON.stringify(readers)
  await atomically(db, [
    sql`
      insert into schedules (timezone, hour, days, kind, papers, topics)
      select distinct p.value ->> 'timezone', p.value ->> 'hour', p.value ->> 'days', p.value ->> 'kind',
        p.value ->> 'papers', p.value ->> 'topics'
      from json_each(${given}) j, json_each(json_array(j.value -> 'preferences')) p where true
      on conflict do nothing`,
    sql`
      insert into subscribers (email, state, schedule_id, schedule_from, created_at, confirmed_at, ended_at, consent_text,
        signup_network, confirm_network, suppression, confirmations, confirmation_at)
      select ${part('email')}, ${part('state')}, c.id,
        case ${part('state')} when 'active' then ${openFrom(sql.raw('c.id'), part('from'))} end,
        ${part('createdAt')}, ${part('confirmedAt')}, ${part('endedAt')}, ${part('consentText')},
        ${part('signupNetwork')}, ${part('confirmNetwork')}, ${part('suppression')},
        ${part('state')} = 'pending', case ${part('state')} when 'pending' then ${now} end
      from json_each(${given}) j join schedules c on ${SCHEDULE} where true
      on conflict (email) do nothing`,
  ])
}

/** A reader with their schedule, as they are exported. */
export type ExportedReader = Omit<MovedReader, 'preferences' | 'from'> &
  Preferences & { id: number; scheduleFrom: string | null }

/** Readers in the order of their ids, after `after`, at most `limit`. A change that waits counts as made. */
export const readersAfter = (db: Database, after: number, limit: number): Promise<ExportedReader[]> =>
  db.all<ExportedReader>(sql`
    select s.id, s.email, s.state, s.created_at as createdAt, s.confirmed_at as confirmedAt, s.ended_at as endedAt,
      s.consent_text as consentText, s.signup_network as signupNetwork, s.confirm_network as confirmNetwork,
      s.suppression, s.schedule_from as scheduleFrom,
      c.kind, c.timezone, c.hour, c.days, c.papers, c.topics
    from subscribers s join schedules c on c.id = coalesce(s.next_schedule_id, s.schedule_id)
    where s.id > ${after} order by s.id limit ${limit}`)
