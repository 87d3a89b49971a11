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
  emails: string[],
  given: Partial<Preferences> & { from?: string } = {},
): Promise<number[]> {
  const { from = '2026-01-01', ...preferences } = given
  const ids: number[] = []
  for (const email of emails) {
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
    ids.push(id)
  }
  return ids
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
