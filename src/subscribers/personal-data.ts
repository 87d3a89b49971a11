import { datesGiven } from '../db/pending-changes.ts'
import { eraseSubscriber, findSchedule, findSubscriber } from '../db/subscribers.ts'
import type { Deps } from '../deps.ts'
import { readToken, type TokenReading } from './tokens.ts'

type TokenError = Extract<TokenReading, { error: string }>

/** Everything that is stored about the reader of a preferences link, whatever their state. */
export async function exportReader(deps: Deps, token: string) {
  const found = await readerOf(deps, token)
  if ('error' in found) return found
  const { subscriber } = found
  return {
    subscriber,
    schedule: (await findSchedule(deps.db, subscriber.scheduleId)) ?? null,
    nextSchedule:
      subscriber.nextScheduleId === null
        ? null
        : ((await findSchedule(deps.db, subscriber.nextScheduleId)) ?? null),
    editionsPlanned: await datesGiven(deps.db, subscriber.id),
    notStored: 'Whether a mail was opened or a link followed. Network addresses: only keyed hashes of them.',
  }
}

/** Deletes the reader of a preferences link. Batches keep the number that they had, which leads to nobody. */
export async function eraseReader(deps: Deps, token: string): Promise<{ done: true } | TokenError> {
  const found = await readerOf(deps, token)
  if ('error' in found) return found
  await eraseSubscriber(deps.db, found.subscriber.id)
  return { done: true }
}

async function readerOf(deps: Deps, token: string) {
  const reading = await readToken(deps.config.TOKEN_SECRET, 'preferences', token, deps.now())
  if ('error' in reading) return reading
  const subscriber = await findSubscriber(deps.db, reading.subscriberId)
  return subscriber ? { subscriber } : { error: 'expired' as const }
}
