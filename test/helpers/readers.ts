import { env } from 'cloudflare:workers'
import { sql } from 'drizzle-orm'
import { atomically } from '../../src/db/client.ts'
import type { Preferences } from '../../src/db/schema.ts'
import {
  digests,
  editions as editionsTable,
  signups,
  subscribers as subscribersTable,
} from '../../src/db/schema.ts'
import { startSubscription } from '../../src/db/subscribers.ts'
import { PLACEHOLDER } from '../../src/mail/placeholders.ts'
import { FORMULA } from '../../src/ranking/formula.ts'
import { DAILY } from '../../src/subscribers/schedule.ts'
import type { World } from './world.ts'

export const CONSENT = { text: 'test', network: '0' }
export const AT_SEVEN: Preferences = {
  kind: 'daily',
  timezone: 'UTC',
  hour: 7,
  days: DAILY,
  papers: 20,
  topics: '',
}

/** Confirmed readers whose first digest may be due on `from`; returns their ids. */
export async function someReaders(
  { deps }: World,
  [email, ...others]: readonly string[],
  given: Partial<Preferences> & { from?: string } = {},
): Promise<number[]> {
  if (email === undefined) return []
  const { from = '2026-01-01', ...preferences } = given
  const id = await startSubscription(deps.db, {
    signup: { id: null, askedAt: deps.now(), consentText: CONSENT.text, network: CONSENT.network },
    email,
    from,
    names: [email],
    counts: [],
    network: null,
    now: deps.now(),
    preferences: { ...AT_SEVEN, ...preferences },
  })
  if (id === null) throw new Error(`${email} could not sign up`)
  if (others.length === 0) return [id]
  // The others are rows like theirs: a confirmation each would take most of the time of a test.
  const [added = []] = await atomically(deps.db, [
    sql`insert into subscribers (email, state, schedule_id, schedule_from, created_at, confirmed_at)
      select o.value, state, schedule_id, schedule_from, created_at, confirmed_at
      from json_each(${JSON.stringify(others)}) o cross join subscribers s where s.id = ${id} order by o.key returning id`,
    sql`insert into consents (subscriber_id, at, what, how, schedule_id, preferences, consent_text, signup_network)
      select s.id, c.at, c.what, c.how, c.schedule_id, c.preferences, c.consent_text, c.signup_network
      from subscribers s cross join consents c where c.subscriber_id = ${id} and c.what = 'given' and s.id > ${id}`,
  ])
  const ids = (added as { id: number }[]).map((row) => row.id)
  if (ids.length !== others.length) throw new Error('not all could sign up')
  return [id, ...ids]
}

/** What many readers have in common: zone, hour, topics. */
export type Slot = [timezone: string, hour: number, topics?: string]

/**
 * Readers 1 to `count` with the addresses r1@example.org, r2@example.org and so on, in two
 * statements: all confirmed long ago. The first of them have the first slot, the last the last; each
 * slot has as many as any other.
 */
export async function manyReaders(count: number, slots: readonly Slot[]): Promise<void> {
  await env.DB.batch([
    env.DB.prepare(
      `insert into schedules (id, kind, timezone, hour, days, papers, topics)
        select key + 1, 'daily', value ->> 0, value ->> 1, 127, 20, coalesce(value ->> 2, '') from json_each(?)`,
    ).bind(JSON.stringify(slots)),
    env.DB.prepare(
      `insert into subscribers (id, email, state, schedule_id, schedule_from, created_at, confirmed_at)
        with recursive n(id) as (select 1 union all select id + 1 from n where id < cast(?1 as integer))
        select id, 'r' || id || '@example.org', 'active', 1 + (id - 1) * cast(?2 as integer) / cast(?1 as integer),
          '2026-01-01', 1, 1 from n`,
    ).bind(count, slots.length),
  ])
}

/** A published edition whose mail is as small as can be. */
export async function aPublishedEdition({ deps }: World, date: string, publishedAt: number): Promise<void> {
  await deps.db
    .insert(editionsTable)
    .values({ date, state: 'complete', note: null, publishedAt, formula: FORMULA, cohorts: [], papers: [] })
  await deps.db.insert(digests).values({
    editionDate: date,
    sender: 'Papertide <digest@papertide.example>',
    subject: `Papers of ${date}`,
    html: `<p>Papers of ${date}</p><a href="${PLACEHOLDER.unsubscribe}">Unsubscribe</a>`,
    text: `Papers of ${date}\n${PLACEHOLDER.unsubscribe}\n${PLACEHOLDER.preferences}`,
  })
}

export const everyone = ({ deps }: Pick<World, 'deps'>) => deps.db.select().from(subscribersTable)

/** Every signup that is stored, confirmed ones too. */
export const everySignup = ({ deps }: Pick<World, 'deps'>) => deps.db.select().from(signups)
