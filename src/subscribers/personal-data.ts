import { datesGiven } from '../db/pending-changes.ts'
import { eraseSubscriber, findSubscriber, slotOf } from '../db/subscribers.ts'
import type { Deps } from '../deps.ts'
import { readToken, type TokenReading } from './tokens.ts'

type Problem = Extract<TokenReading, { problem: string }>

/** Everything that is stored about the reader of a preferences link, whatever their state. */
export async function exportReader(deps: Deps, token: string) {
  const found = await readerOf(deps, token)
  if ('problem' in found) return found
  const { subscriber } = found
  return {
    subscriber,
    slot: (await slotOf(deps.db, subscriber.slotId)) ?? null,
    nextSlot:
      subscriber.nextSlotId === null ? null : ((await slotOf(deps.db, subscriber.nextSlotId)) ?? null),
    editionsPlanned: await datesGiven(deps.db, subscriber.id),
    notStored: 'Whether a mail was opened or a link followed. Network addresses: only keyed hashes of them.',
  }
}

/** Deletes the reader of a preferences link. Batches keep the number that they had, which leads to nobody. */
export async function eraseReader(deps: Deps, token: string): Promise<{ done: true } | Problem> {
  const found = await readerOf(deps, token)
  if ('problem' in found) return found
  await eraseSubscriber(deps.db, found.subscriber.id)
  return { done: true }
}

async function readerOf(deps: Deps, token: string) {
  const reading = await readToken(deps.config.TOKEN_SECRET, 'preferences', token, deps.now())
  if ('problem' in reading) return reading
  const subscriber = await findSubscriber(deps.db, reading.subscriberId)
  return subscriber ? { subscriber } : { problem: 'expired' as const }
}
