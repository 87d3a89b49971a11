import { type ChannelSeen, channelsOf } from '../db/channels.ts'
import { consentsOf } from '../db/consents.ts'
import { titlesOf } from '../db/papers.ts'
import { digestsGiven } from '../db/pending-changes.ts'
import { findSchedule } from '../db/schedules.ts'
import type { Preferences } from '../db/schema.ts'
import { deleteSignups, findSignup, type Signup, signupsOf } from '../db/signups.ts'
import {
  endLinks,
  eraseSubscriber,
  findByAddress,
  findSubscriber,
  type Subscriber,
} from '../db/subscribers.ts'
import type { Deps } from '../deps.ts'
import { readMarks } from '../ranking/marks.ts'
import { hashAddress, namesOf } from './address-hash.ts'
import { daysAsText, earlyAsText } from './preferences-form.ts'
import { askFor } from './signup.ts'
import { readToken, type Token, type TokenError } from './tokens.ts'

/** Digests that an export tells (count): ten years of them; and channels, ended ones too. */
const DIGESTS = 4000
const CHANNELS = 1000

/**
 * Whose data a link opens, whichever mail it was in. `signed out`: the link was ended, so it tells
 * and changes nothing, but a new one can be mailed. `nobody`: nothing is stored (any more).
 */
export type Person =
  | { kind: 'reader'; reader: Subscriber }
  | { kind: 'signup'; signup: Signup }
  | { kind: 'signed out'; reader: Subscriber }
  | { kind: 'nobody' }

export async function findPerson(deps: Deps, token: string): Promise<Person | TokenError> {
  const { config, db } = deps
  const uses = ['preferences', 'unsubscribe', 'confirm', 'never'] as const
  // However old: what is stored about somebody is theirs also when a confirmation is too late.
  const reading = await readToken(config.TOKEN_SECRET, uses, token, 0)
  if ('error' in reading) return reading
  return reading.use === 'confirm' || reading.use === 'never'
    ? bySignup(deps, reading)
    : byReader(await findSubscriber(db, reading.subject), reading)
}

const byReader = (reader: Subscriber | undefined, { generation }: Token): Person =>
  reader ? { kind: reader.generation === generation ? 'reader' : 'signed out', reader } : { kind: 'nobody' }

/** A confirmation mail's link opens what its address has become since. */
async function bySignup({ db, config }: Deps, { subject, at }: Token): Promise<Person> {
  const signup = await findSignup(db, subject)
  if (!signup || (at !== undefined && at !== signup.askedAt)) return { kind: 'nobody' }
  const reader = await findByAddress(db, await namesOf(config, signup.email))
  const isTheirs = reader?.signupId === signup.id && reader.generation === 0
  if (reader) return { kind: isTheirs ? 'reader' : 'signed out', reader }
  return { kind: 'signup', signup }
}

/** Everything that is stored about a person, in words. */
export async function exportPerson({ db }: Deps, person: Person) {
  const notStored = 'Whether a mail was opened or a link followed. Networks: only keyed hashes of them.'
  if (person.kind === 'signup') return { signups: [asSignup(person.signup)], notStored }
  if (person.kind !== 'reader') return { notStored }
  const { reader } = person
  const [schedule, next, consents, signups, digests, channels] = await Promise.all([
    findSchedule(db, reader.scheduleId),
    reader.nextScheduleId === null ? undefined : findSchedule(db, reader.nextScheduleId),
    consentsOf(db, reader.id),
    signupsOf(db, reader.email),
    digestsGiven(db, reader.id, DIGESTS),
    channelsOf(db, reader.id, CHANNELS),
  ])
  const titles = await titlesOf(
    db,
    [schedule, next].flatMap((one) => idsMarked(one?.marks)),
  )
  return {
    reader: {
      number: reader.id,
      address: reader.hashedAt === null ? reader.email : 'only a keyed hash of it is left',
      state: reader.state,
      signedUp: asDate(reader.createdAt),
      confirmed: asDate(reader.confirmedAt),
      ended: asDate(reader.endedAt),
      stoppedBecause: reader.suppression,
      transientBounces: reader.softBounces,
      transientBouncesSince: asDate(reader.softSince),
      noDigestBefore: reader.scheduleFrom,
      lastEditionOfEarlierPreferences: reader.editionAfter,
      linkGeneration: reader.generation,
    },
    preferences: schedule ? { ...asPreferences(schedule), marks: asMarks(schedule.marks, titles) } : null,
    ...(next
      ? {
          nextPreferences: {
            from: reader.nextFrom,
            ...asPreferences(next),
            marks: asMarks(next.marks, titles),
          },
        }
      : {}),
    consents: consents.map((one) => ({
      at: asDate(one.at),
      what: one.what,
      how: one.how,
      ...(one.preferences ? { preferences: asPreferences(one.preferences) } : {}),
      ...(one.consentText ? { wordsAgreedTo: one.consentText } : {}),
      ...(one.signupNetwork ? { signupNetworkHash: one.signupNetwork } : {}),
      ...(one.confirmNetwork ? { confirmNetworkHash: one.confirmNetwork } : {}),
    })),
    signups: signups.map(asSignup),
    digests: digests.map(({ edition, localDate, state }) => ({ edition, yourDate: localDate, state })),
    channels: channels.map(asChannel),
    notStored,
  }
}

const asDate = (at: number | null) => (at === null ? null : new Date(at).toISOString())

const asPreferences = ({ timezone, hour, papers, topics, early, ...days }: Preferences) => ({
  timezone,
  hour: `${String(hour).padStart(2, '0')}:00`,
  days: daysAsText(days),
  papers,
  topics: topics === '' ? 'all' : Object.fromEntries(new URLSearchParams(topics)),
  earlyPicks: earlyAsText(early),
})

/** The secret that lets us post there is stored encrypted and shown nowhere. */
const asChannel = (channel: ChannelSeen) => ({
  number: channel.id,
  kind: channel.kind,
  where: channel.shown,
  state: channel.state,
  added: asDate(channel.createdAt),
  confirmed: asDate(channel.confirmedAt),
  ended: asDate(channel.endedAt),
  endedBecause: channel.reason,
  preferences: asPreferences(channel.schedule),
  lastPost: channel.last && { yourDate: channel.last.localDate, state: channel.last.state },
})

const idsMarked = (marks = ''): string[] => readMarks(marks).map(({ paperId }) => paperId)

const asMarks = (marks: string, titles: ReadonlyMap<string, string>) =>
  readMarks(marks).map(({ paperId, wants, on }) => ({
    paper: paperId,
    title: titles.get(paperId) ?? 'not known any more, or withdrawn',
    wants: `${wants} like this`,
    on,
  }))

const asSignup = (signup: Signup) => ({
  address: signup.email,
  wants: signup.wants,
  asked: asDate(signup.askedAt),
  confirmed: asDate(signup.confirmedAt),
  mailAcceptedByProvider: asDate(signup.acceptedAt),
  ...(signup.preferences ? { preferences: asPreferences(signup.preferences) } : {}),
  wordsAgreedTo: signup.consentText,
  networkHash: signup.network,
})

/** Deletes a person. Batches keep the number that a reader had, which leads to nobody. */
export async function erasePerson({ db, config, now }: Deps, person: Person): Promise<void> {
  if (person.kind === 'signup') await deleteSignups(db, person.signup.email)
  if (person.kind !== 'reader') return
  const { reader } = person
  const hash = reader.hashedAt === null ? await hashAddress(config, reader.email) : reader.email.slice(1)
  await eraseSubscriber(db, reader, hash, now())
}

/**
 * Ends all links to preferences that were mailed so far; answers the generation that is good from
 * now on.
 */
export async function signOut({ db }: Deps, reader: Subscriber): Promise<number> {
  await endLinks(db, reader.id)
  return reader.generation + 1
}

/**
 * Asks for a mail to the address that is known: one that confirms to subscribe again as it was, or
 * (`link`) a new link. Undefined when the address is no longer known.
 */
export async function askAgain(deps: Deps, reader: Subscriber, what: 'digest' | 'link', network: string) {
  if (reader.hashedAt !== null) return undefined
  const given = (await consentsOf(deps.db, reader.id)).findLast((one) => one.preferences !== null)
  const preferences = given?.preferences ?? (await findSchedule(deps.db, reader.scheduleId))
  if (!preferences) return undefined
  const { kind, timezone, hour, days, papers, topics, early = false } = preferences
  const asked = { kind, timezone, hour, days, papers, topics, early }
  return askFor(
    deps,
    { email: reader.email, preferences: what === 'link' ? null : asked, own: true },
    network,
  )
}
