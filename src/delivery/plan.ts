import { type Due, dueBatches, planBatches, settleDays, slotsInUse } from '../db/batches.ts'
import { editionDates, editionsBetween, storeDigest, storedDigests } from '../db/digests.ts'
import { providerFreeAt } from '../db/provider-gate.ts'
import type { Deps } from '../deps.ts'
import { cutEditions, cutOf } from '../digest/cut.ts'
import { renderDigest } from '../digest/email.tsx'
import { makeMoves } from '../subscribers/move.ts'
import { type DueSlot, dueSlots } from '../subscribers/slot.ts'
import { addDays, utcDate } from '../trending/day.ts'

/** Rings per tick (count): what the provider takes until the next one, at the pace it begins with. */
const RINGS = 1_300
/** Cloudflare Queues take 100 messages a call. */
const RINGS_PER_CALL = 100
/** A delivery looks back so many days (a week's digest, and a day for those parked): older batches are settled. */
const LOOK_BACK = 9

export const lookBack = (at: number): string => addDays(utcDate(at), -LOOK_BACK)

/**
 * Plans a digest for every slot whose local hour has come, unless it had one on this local day or had this very
 * edition. An edition that comes later on the same local day is still given; none, and nothing is sent.
 */
export async function planDue(deps: Deps, at: number): Promise<void> {
  const since = lookBack(at)
  await settleDays(deps.db, deps.now(), since)
  await makeMoves(deps, at)
  const dates = await editionDates(deps.db, since, at)
  const due = dueSlots(await slotsInUse(deps.db), at).flatMap((each) => dueEdition(each, dates))
  if (due.length === 0) return
  await writeMissing(deps, due, since)
  await planBatches(deps.db, { due, size: deps.config.MAIL_BATCH_SIZE, at, run: crypto.randomUUID() })
}

/** The newest edition that a due slot may give, if there is one. */
function dueEdition({ slot, localDate, from, to }: DueSlot, dates: readonly string[]): (Due & Range)[] {
  const edition = dates.find((date) => from <= date && date <= to)
  if (!edition) return []
  const digestDate = slot.kind === 'weekly' ? to : edition
  const cut = cutOf(slot.kind, slot.papers)
  return [{ slotId: slot.id, kind: slot.kind, localDate, edition, digestDate, cut, from, to }]
}
type Range = { from: string; to: string }

/** Renders the digests that nobody asked for before. */
async function writeMissing(deps: Deps, due: readonly (Due & Range)[], since: string): Promise<void> {
  const { config, db } = deps
  const known = new Set((await storedDigests(db, since)).map(({ date, cut }) => `${date} ${cut}`))
  for (const { kind, edition, digestDate, cut, from, to } of due) {
    if (known.has(`${digestDate} ${cut}`)) continue
    known.add(`${digestDate} ${cut}`)
    const range = kind === 'weekly' ? ([from, to] as const) : ([edition, edition] as const)
    const chosen = cutEditions(await editionsBetween(db, ...range), cut)
    if (!chosen) throw new Error(`edition ${edition} is gone`)
    const site = { publicUrl: config.PUBLIC_URL, postalAddress: config.MAIL_POSTAL_ADDRESS }
    await storeDigest(db, digestDate, cut, { sender: config.MAIL_FROM, ...renderDigest(chosen, site) })
  }
}

/** Rings for every batch that is due at `at` (ms) or whose lease has lapsed. */
export async function ring(deps: Deps, at: number): Promise<void> {
  if ((await providerFreeAt(deps.db)) > deps.now()) return
  const ids = await dueBatches(deps.db, at, lookBack(at), RINGS)
  for (let start = 0; start < ids.length; start += RINGS_PER_CALL) {
    const slice = ids.slice(start, start + RINGS_PER_CALL)
    await deps.doorbell.sendBatch(slice.map((batchId) => ({ body: { batchId } })))
  }
}
