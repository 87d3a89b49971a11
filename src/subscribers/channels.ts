import { ADAPTERS, isKind, outcomeOf } from '../channels/adapters.ts'
import type { ChannelSettings, Kind, PostOutcome, Target } from '../channels/channel.ts'
import { closeHost, hostFreeAt } from '../db/channel-gate.ts'
import {
  type ChannelSeen,
  channelsOf,
  endChannelNow,
  findChannel,
  changeChannel as storeChange,
  addChannel as storeChannel,
  typeCode,
} from '../db/channels.ts'
import { takeOne } from '../db/counters.ts'
import { findSchedule } from '../db/schedules.ts'
import type { Preferences } from '../db/schema.ts'
import type { Deps } from '../deps.ts'
import { postMessage } from '../mailer/post-message.ts'
import { HOUR } from '../time/dates.ts'
import { counted } from '../wording/words.ts'
import { hashOf } from './address-hash.ts'
import { codeLimits } from './channel-limits.ts'
import { nextChange } from './pending-change.ts'
import { readPreferencesForm, topicFields } from './preferences-form.ts'
import { firstDate } from './schedule.ts'
import { codeFrom, seal, unseal, webhookSecret } from './seal.ts'

/** Channels that one owner may have (count), and the operator. */
export const MOST_CHANNELS = 5
const MOST_OF_OPERATOR = 20
/** How long a code is good (ms), and how often one may be typed (count). */
export const CODE_KEPT = HOUR
const GUESSES = 5
/** Channels that a page shows (count). */
const SHOWN = 50
/**
 * A host that asks for a pause is left alone this long at most (ms): it speaks for many channels.
 */
const LONGEST_CLOSED = 600_000

/** Whose channels: a reader's number, or 0 for the operator. */
export type Owner = { id: number; preferences: Preferences }
export const OPERATOR = 0

export const channelSettings = (config: Deps['config']): ChannelSettings => ({
  publicUrl: config.PUBLIC_URL,
  telegramToken: config.TELEGRAM_BOT_TOKEN,
})

/** What came of adding one. `secret`: of a webhook, shown this once. */
export type Added = { id: number; secret: string | null } | { error: string }

/** Writes a channel down and posts the code to it: once, whatever comes of that. */
export async function addChannel(deps: Deps, owner: Owner, fields: Record<string, unknown>): Promise<Added> {
  const { config, db, now, randomId } = deps
  const { kind } = fields
  if (!isKind(kind)) return { error: 'kind: choose one of those that the page names.' }
  const adapter = ADAPTERS[kind]
  const text = (name: keyof Target) => (typeof fields[name] === 'string' ? fields[name] : '')
  const secret = kind === 'webhook' ? await webhookSecret(randomId()) : text('secret')
  const given = { url: text('url'), name: text('name'), secret }
  const target = adapter.read(given, channelSettings(config))
  if ('error' in target) return target
  const at = now()
  const where = kind === 'webhook' ? { ...target, secret: '' } : target
  const targetHash = await hashOf(config, `channel ${kind} ${JSON.stringify(where)}`)
  const { host } = new URL(target.url)
  const reached = await takeOne(db, await codeLimits(config, owner.id, targetHash, host, at), at)
  if (reached !== null) return { error: LIMITS[reached] ?? 'Too many channels were added today.' }
  const code = await codeFrom(randomId())
  const most = owner.id === OPERATOR ? MOST_OF_OPERATOR : MOST_CHANNELS
  const stored = await storeChannel(
    db,
    {
      subscriberId: owner.id,
      kind,
      targetHash,
      shown: adapter.shown(target),
      target: await seal(config, JSON.stringify(target), randomId()),
      codeHash: await hashCode(config, owner.id, code),
      preferences: owner.preferences,
    },
    { now: at, expired: at - CODE_KEPT, most },
  )
  if ('known' in stored) return { error: 'You have added that channel already.' }
  if ('full' in stored) return { error: `You can have ${most} channels. End one first.` }
  const body = adapter.code(code, config.PUBLIC_URL)
  const outcome = await post(deps, kind, target, { body, id: `code_${stored.id}` })
  // Without an answer it may be there: then it can be typed.
  if (outcome.kind !== 'accepted' && outcome.kind !== 'unknown') {
    await endChannelNow(db, stored.id, `the code could not be posted: ${outcome.error}`, now())
    return { error: `The code could not be posted there: ${outcome.error}.` }
  }
  return { id: stored.id, secret: kind === 'webhook' ? target.secret : null }
}

const LIMITS: Readonly<Record<string, string>> = {
  owner: 'You have added several channels today. Try again tomorrow.',
  target: 'That channel was asked to confirm several times today. Try again tomorrow.',
  host: 'Many channels at that host were added today. Try again tomorrow.',
}

const hashCode = (config: Deps['config'], owner: number, code: string) =>
  hashOf(config, `channel code ${owner} ${code}`)

/**
 * One message to a channel, unless its host asked to be left alone. What a host asks for holds for
 * all of its channels.
 */
export async function post(
  deps: Deps,
  kind: Kind,
  target: Target,
  message: { body: string; id: string },
): Promise<PostOutcome> {
  const adapter = ADAPTERS[kind]
  const now = deps.now()
  const settings = channelSettings(deps.config)
  const request = adapter.request(target, { ...message, at: now }, settings)
  const { host } = new URL(request.url)
  const freeAt = await hostFreeAt(deps.db, host)
  if (freeAt > now) return { kind: 'busy', wait: freeAt - now, error: 'its host asked for a pause' }
  const outcome = outcomeOf(adapter, await postMessage(deps, request, adapter.host))
  if (outcome.kind === 'busy')
    await closeHost(deps.db, host, deps.now() + Math.min(outcome.wait, LONGEST_CLOSED))
  return outcome
}

/** Where a channel is; null when it cannot be opened (any more). */
export async function openTarget(config: Deps['config'], sealed: string): Promise<Target | null> {
  const text = sealed === '' ? null : await unseal(config, sealed)
  return text === null ? null : (JSON.parse(text) as Target)
}

/** Takes a typed code. Null: the channel is connected; otherwise why not, for the page. */
export async function confirmChannel(
  { config, db, now }: Deps,
  owner: number,
  id: number,
  code: unknown,
): Promise<string | null> {
  const typed = typeof code === 'string' ? code.replace(/[\s-]/g, '') : ''
  if (!/^\d{8}$/.test(typed)) return 'The code has eight digits.'
  const channel = await findChannel(db, owner, id)
  const schedule = channel && (await findSchedule(db, channel.scheduleId))
  if (!channel || !schedule) return 'There is no such channel.'
  const at = now()
  const became = await typeCode(db, { id, subscriberId: owner }, await hashCode(config, owner, typed), {
    now: at,
    expired: at - CODE_KEPT,
    guesses: GUESSES,
    from: firstDate(schedule, at),
  })
  if (became?.state === 'active') return null
  if (became?.state === 'ended') return 'That was the wrong code, too often. Add the channel again.'
  if (became) return `That is not the code. You can try ${counted(GUESSES - became.guesses, 'more time')}.`
  if (channel.state === 'active') return 'That channel is connected already.'
  return channel.state === 'waiting'
    ? 'That code is too old. Add the channel again.'
    : 'That channel has ended. Add it again.'
}

/** Ends a channel of an owner, the operator any; false when there is none that has not ended. */
export async function endChannel({ db, now }: Deps, owner: number, id: number): Promise<boolean> {
  if (owner === OPERATOR) return endChannelNow(db, id, 'ended by the operator', now())
  const channel = await findChannel(db, owner, id)
  return channel !== undefined && endChannelNow(db, id, 'ended here', now())
}

/** Changes what a channel gets, from its next day on. Null: done; otherwise why not. */
export async function changeChannel(
  { db, now }: Deps,
  owner: number,
  id: number,
  fields: Record<string, unknown>,
): Promise<string | null> {
  const channel = await findChannel(db, owner, id)
  const schedule = channel && (await findSchedule(db, channel.nextScheduleId ?? channel.scheduleId))
  if (!channel || !schedule || channel.state === 'ended') return 'There is no such channel.'
  const { timezone, hour, papers, topics } = schedule
  const preferences = readPreferencesForm({ timezone, hour, papers, ...topicFields(topics), ...fields })
  if ('error' in preferences) return preferences.error
  await storeChange(
    db,
    { id, subscriberId: owner },
    { preferences, ...nextChange(preferences.timezone, now()) },
  )
  return null
}

/** The channels of an owner, or of everybody (null), as pages show them. */
export const seeChannels = ({ db }: Deps, owner: number | null): Promise<ChannelSeen[]> =>
  channelsOf(db, owner, SHOWN)
