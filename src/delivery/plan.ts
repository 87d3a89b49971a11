import { dueBatches, planBatches, settleDays } from '../db/batches.ts'
import { editionDates } from '../db/digests.ts'
import { providerState } from '../db/provider-gate.ts'
import { schedulesInUse } from '../db/schedules.ts'
import { type Deps, MESSAGE_VERSION } from '../deps.ts'
import { variantOf, withEarly } from '../mail/variants.ts'
import { applyPendingChanges } from '../subscribers/pending-change.ts'
import { type DueSchedule, dayOf, dueSchedules } from '../subscribers/schedule.ts'
import { addDays, utcDate } from '../time/dates.ts'
import type { DueDigest, Published } from './due-topics.ts'
import { isHeld, remember } from './memory.ts'
import { notePassed } from './passed-over.ts'
import { planPosts } from './plan-posts.ts'
import { writeTopicDigests } from './topic-digests.ts'
import { writeVariants } from './variants.ts'
import { planOwedWelcomes } from './welcome.ts'

/**
 * Messages per tick (count): what the provider takes until the next one, at the pace it begins
 * with.
 */
const MESSAGES_PER_TICK = 1_300
/** Cloudflare Queues take 100 messages a call. */
const MESSAGES_PER_CALL = 100
/** An operator may decide about batches of editions of so many days. */
const DECIDED_FOR = 14
/**
 * A delivery looks back so many days: the edition of a week's digest can be 8 days older than the
 * local date, that is tried for 4 days, as is what an operator decided last, and an answer owed for
 * one more. Older batches are settled.
 */
const LOOK_BACK = DECIDED_FOR + 5

export const lookBack = (at: number): string => addDays(utcDate(at), -LOOK_BACK)
/** The oldest edition (date) of which a batch can still be decided about. */
export const decidedSince = (at: number): string => addDays(utcDate(at), -DECIDED_FOR)

/** Digests that are rendered at once (count): what an invocation of the plan has CPU for. */
const RENDERED = { free: 1, paid: 200 }

/**
 * Plans a digest for every schedule whose local hour has come, unless it had one on this local day
 * or had this very edition. An edition that comes later on the same local day is still given; none,
 * and nothing is sent. Topics come last: what they cost, or run into, keeps nobody else waiting. An
 * order of readers' own is a unit of its own behind this one (own-digests.ts). Answers whether more
 * is to be rendered and planned. `run`: a random id.
 */
export async function planDue(deps: Deps, at: number, run = deps.randomId()): Promise<boolean> {
  const since = lookBack(at)
  const memory = await remember(deps, at)
  if (await isHeld(deps)) return false
  const most = RENDERED[deps.config.PLAN]
  await settleDays(deps.db, deps.now(), since)
  await applyPendingChanges(deps, at)
  const published = await editionDates(deps.db, since, at)
  const schedules = await schedulesInUse(deps.db)
  const shared = schedules.filter(({ isMarked }) => !isMarked)
  const due = dueSchedules(shared, at).flatMap((each) => dueDigest(each, published))
  const asked = markHeld(due, memory.unknown)
  const whole = asked.filter(({ schedule }) => schedule.topics === '')
  await planPosts(deps, at, (posts) =>
    markHeld(
      posts.flatMap((each) => dueDigest(each, published)),
      memory.unknown,
    ),
  )
  const { ready, written } = await writeVariants(deps, whole, most)
  await planDigests(deps, at, ready, run)
  if (written >= most) return true
  const narrow = asked.filter(({ schedule }) => schedule.topics !== '')
  const topics = await writeTopicDigests(deps, narrow, published, at, most - written)
  await planDigests(deps, at, topics.ready, run)
  if (topics.more) return true
  await notePassed(deps, schedules, published, { at, ...memory })
  return planOwedWelcomes(deps, { at, published, unknown: memory.unknown, run }, most)
}

/**
 * Marks the digests whose hour came before `unknown` (ms): they may have been mailed, though
 * nothing here says so.
 */
export const markHeld = (due: readonly DueDigest[], unknown: number): DueDigest[] =>
  due.map((each) => ({
    ...each,
    held: unknown > 0 && (dayOf(each.schedule, each.localDate)?.at ?? 0) < unknown,
  }))

export const planDigests = async (
  { db, config, randomId }: Deps,
  at: number,
  due: readonly DueDigest[],
  run = randomId(),
): Promise<string> => {
  if (due.length > 0) await planBatches(db, { due, size: config.MAIL_BATCH_SIZE, at, run })
  return run
}

/** The newest edition that a due schedule may give, if there is one, and which digest of it. */
export function dueDigest(
  { schedule, localDate, from, to }: DueSchedule,
  published: readonly Published[],
): DueDigest[] {
  const newest = published.find(({ date, state }) => from <= date && date <= to && state !== 'quiet')
  if (!newest) return []
  const { id: scheduleId, kind, papers, early } = schedule
  const digestDate = kind === 'weekly' ? to : newest.date
  return [
    {
      schedule,
      scheduleId,
      kind,
      localDate,
      edition: newest.date,
      digestDate,
      variant: withEarly(variantOf(kind, papers), early),
      from,
      to,
    },
  ]
}

/**
 * Sends a message for every batch that is due at `at` (ms) or whose lease has lapsed, or only for
 * those that a run planned; says for how many (count).
 */
export async function enqueueDue(deps: Deps, at: number, run: string | null = null): Promise<number> {
  if (!(await isOpen(deps))) return 0
  const ids = await dueBatches(deps.db, at, { since: lookBack(at), run, limit: MESSAGES_PER_TICK })
  await sendMessages(deps, at, ids)
  return ids.length
}

/** Whether batches may be handed over now. */
export async function isOpen(deps: Deps): Promise<boolean> {
  const { freeAt, held } = await providerState(deps.db)
  return !held && freeAt <= deps.now() && !(await isHeld(deps))
}

/** Sends a message for each batch. */
export async function sendMessages(deps: Deps, at: number, ids: readonly number[]): Promise<void> {
  for (let start = 0; start < ids.length; start += MESSAGES_PER_CALL) {
    const slice = ids.slice(start, start + MESSAGES_PER_CALL)
    await deps.queue.sendBatch(
      slice.map((batchId) => ({ body: { v: MESSAGE_VERSION, unit: 'batch', tick: at, batchId } })),
    )
  }
}
