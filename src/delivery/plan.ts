import { dueBatches, planBatches, settleDays, slotsInUse } from '../db/batches.ts'
import { editionDates, editionsBetween, missingFrom, storeDigests, storedDigests } from '../db/digests.ts'
import { providerFreeAt } from '../db/provider-gate.ts'
import type { Deps } from '../deps.ts'
import { renderDigest } from '../mail/digest.tsx'
import { cutEditions, cutOf } from '../mail/variants.ts'
import { makeMoves } from '../subscribers/pending-change.ts'
import { type DueSlot, dueSlots } from '../subscribers/schedule.ts'
import { addDays, utcDate } from '../time/dates.ts'
import { type DueDigest, type Published, siteOf, writeTopicDigests } from './topic-digests.ts'

/** Rings per tick (count): what the provider takes until the next one, at the pace it begins with. */
const RINGS = 1_300
/** Cloudflare Queues take 100 messages a call. */
const RINGS_PER_CALL = 100
/**
 * A delivery looks back so many days: the edition of a week's digest can be 8 days older than the local date, that is
 * tried for 4 days, and an answer owed for one more. Older batches are settled.
 */
const LOOK_BACK = 14

export const lookBack = (at: number): string => addDays(utcDate(at), -LOOK_BACK)

/**
 * Plans a digest for every slot whose local hour has come, unless it had one on this local day or had this very
 * edition. An edition that comes later on the same local day is still given; none, and nothing is sent. Topics come
 * last: what they cost, or run into, keeps nobody else waiting.
 */
export async function planDue(deps: Deps, at: number): Promise<void> {
  const since = lookBack(at)
  await settleDays(deps.db, deps.now(), since)
  await makeMoves(deps, at)
  const published = await editionDates(deps.db, since, at)
  const due = dueSlots(await slotsInUse(deps.db), at).flatMap((each) => dueDigest(each, published))
  const whole = due.filter(({ slot }) => slot.topics === '')
  await writeCuts(deps, whole)
  await plan(deps, at, whole)
  const narrow = due.filter(({ slot }) => slot.topics !== '')
  await plan(deps, at, await writeTopicDigests(deps, narrow, published, at))
}

const plan = async ({ db, config }: Deps, at: number, due: readonly DueDigest[]): Promise<void> => {
  if (due.length === 0) return
  await planBatches(db, { due, size: config.MAIL_BATCH_SIZE, at, run: crypto.randomUUID() })
}

/** The newest edition that a due slot may give, if there is one, and which digest of it. */
function dueDigest({ slot, localDate, from, to }: DueSlot, published: readonly Published[]): DueDigest[] {
  const newest = published.find(({ date, state }) => from <= date && date <= to && state !== 'quiet')
  if (!newest) return []
  const { id: slotId, kind, papers } = slot
  const digestDate = kind === 'weekly' ? to : newest.date
  return [
    { slot, slotId, kind, localDate, edition: newest.date, digestDate, cut: cutOf(kind, papers), from, to },
  ]
}

/** Renders the cuts of editions that nobody asked for before. */
async function writeCuts({ db, config }: Deps, due: readonly DueDigest[]): Promise<void> {
  if (due.length === 0) return
  const stored = await storedDigests(db, due)
  for (const { slot, edition, digestDate, cut, from, to } of missingFrom(stored, due)) {
    const week = slot.kind === 'weekly'
    const range = week ? ([from, to] as const) : ([edition, edition] as const)
    const chosen = cutEditions(await editionsBetween(db, ...range), cutOf(slot.kind, slot.papers))
    if (!chosen) throw new Error(`edition ${edition} is gone`)
    const mail = renderDigest(chosen, siteOf(config), { week })
    await storeDigests(db, [{ digestDate, cut, sender: config.MAIL_FROM, ...mail }])
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
