import { batchesPlanned, lastDays } from '../db/batches.ts'
import {
  editionDates,
  editionsBetween,
  missingFrom,
  nameOf,
  storeDigests,
  storedDigests,
} from '../db/digests.ts'
import { picksNotListed } from '../db/early-picks.ts'
import type { Digest } from '../db/editions.ts'
import { titlesOf } from '../db/papers.ts'
import { marksOfDue, schedulesInUse } from '../db/schedules.ts'
import type { Deps } from '../deps.ts'
import { renderDigest } from '../mail/digest.tsx'
import { type DigestOptions, MAIL_LIMITS, siteOf } from '../mail/mail.ts'
import { limitOf, ownVariant, poolOf, variantOf, withEarly } from '../mail/variants.ts'
import type { EditionPaper } from '../ranking/edition.ts'
import { meaningOf, readMarks } from '../ranking/marks.ts'
import type { Mark } from '../ranking/order-for-reader.ts'
import { makeOwnOrders, OWN_POOL } from '../ranking/own-edition.ts'
import { readTopics } from '../search/topics.ts'
import { shortHash } from '../subscribers/hex.ts'
import { dueSchedules } from '../subscribers/schedule.ts'
import { shortName } from '../wording/short-name.ts'
import { clip } from '../wording/words.ts'
import { composeTopics, type Material, renderTopics, topicMaterial } from './compose-topics.ts'
import type { DueTopics, Published } from './due-topics.ts'
import { earlyLines } from './early-lines.ts'
import { gistsOf } from './gists.ts'
import { isHeld, unknownAt } from './memory.ts'
import { dueDigest, isOpen, lookBack, markHeld, planDigests, sendMessages } from './plan.ts'
import { quietWeeks } from './quiet-weeks.ts'
import { picksOf, sinceLast } from './topic-digests.ts'

/**
 * Digests in an order of readers' own that one unit writes, and one tick (counts): what more are
 * due wait for the next one. Readers who marked the same papers alike share one.
 */
export const OWN_AT_ONCE = 2
export const OWN_PER_TICK = 200

/** `marks`: those of the schedule. */
type DueOwn = DueTopics & { marks: readonly Mark[] }

/**
 * Plans the digests of schedules with marks as `planDue` does the others: those that are written,
 * after it has written some that are not. Answers how many it wrote (count), how many batches it
 * sent messages for, and whether more wait.
 */
export async function planOwn(
  deps: Deps,
  at: number,
): Promise<{ written: number; batches: number; waits: boolean }> {
  const nothing = { written: 0, batches: 0, waits: false }
  if (await isHeld(deps)) return nothing
  const published = await editionDates(deps.db, lookBack(at), at)
  const { due, last } = await dueOwn(deps, published, at)
  if (due.length === 0) return nothing
  const stored = await storedDigests(deps.db, due)
  const missing = missingFrom(stored, due)
  const written = await writeOwn(deps, missing)
  for (const digest of written) stored.set(nameOf(digest), digest.html !== '')
  const those = (full: boolean) => due.filter((each) => stored.get(nameOf(each)) === full)
  const narrow = those(false).filter(({ schedule }) => schedule.topics !== '')
  const quiet = await quietWeeks(deps, narrow, last, published)
  const ready = markHeld([...those(true), ...quiet], await unknownAt(deps, at))
  const run = await planDigests(deps, at, ready)
  const ids = ready.length > 0 && (await isOpen(deps)) ? await batchesPlanned(deps.db, ready, run) : []
  await sendMessages(deps, at, ids)
  const waits = missing.length > written.length
  return { written: written.length, batches: ids.length, waits }
}

/** Those that somebody is to be given, and was not yet. */
async function dueOwn({ db }: Deps, published: readonly Published[], at: number) {
  const marked = (await schedulesInUse(db)).filter(
    // What cannot be read any more keeps no others waiting.
    ({ isMarked, topics }) => isMarked && (topics === '' || readTopics(topics) !== null),
  )
  const asked = dueSchedules(marked, at).flatMap((each) => dueDigest(each, published))
  const last = await lastDays(
    db,
    asked.map(({ scheduleId }) => scheduleId),
  )
  const open = asked.filter(({ scheduleId, edition }) => (last.get(scheduleId)?.edition ?? '') < edition)
  const marks = await marksOfDue(db, open)
  const due = (await sinceLast(last, open, published)).filter(({ scheduleId }) => marks.has(scheduleId))
  const named = due.map(async (each): Promise<DueOwn> => {
    const own = readMarks(marks.get(each.scheduleId) ?? '')
    return { ...each, ...(await nameOwn(each, own)), marks: own }
  })
  return { due: await Promise.all(named), last }
}

/** The name of the common digest, with a mark of what was marked. */
async function nameOwn({ schedule, variant, digestDate, to }: DueTopics, marks: readonly Mark[]) {
  const { kind, papers, topics, early } = schedule
  const hash = await shortHash(meaningOf(marks))
  if (topics !== '') return { digestDate, variant: ownVariant(variant, hash) }
  return {
    digestDate: kind === 'weekly' ? to : digestDate,
    variant: ownVariant(withEarly(variantOf(kind, papers), early), hash),
  }
}

type OwnDigest = Pick<
  DueOwn,
  'schedule' | 'digestDate' | 'variant' | 'edition' | 'from' | 'to' | 'since' | 'marks'
>

/**
 * Writes the first of these digests, of one edition, and all of them whole or all of topics. None
 * while gists of their papers are missing: some more are made by each unit.
 */
async function writeOwn(deps: Deps, due: readonly OwnDigest[]) {
  const [first] = due
  if (!first) return []
  const isAlike = ({ schedule, edition }: OwnDigest) =>
    edition === first.edition && (schedule.topics === '') === (first.schedule.topics === '')
  const made = await makeOwn(deps, due.filter(isAlike).slice(0, OWN_AT_ONCE))
  await storeDigests(deps.db, made)
  return made
}

/** The mails of some digests of one edition; none while gists are missing. */
async function makeOwn(deps: Deps, due: readonly OwnDigest[], gistsAtOnce?: number) {
  const pools = await poolsOf(deps, due)
  const marked = [...new Set(due.flatMap(({ marks }) => marks.map(({ paperId }) => paperId)))]
  // A paper that left, or was withdrawn, is shown to nobody, and so moves none.
  const titles = await titlesOf(deps.db, marked)
  const papers = [...pools.keys()].flatMap(({ papers }) => papers.slice(0, OWN_POOL))
  const ids = [...new Set([...papers.map(({ id }) => id), ...titles.keys()])]
  const gists = await gistsOf(deps, ids, gistsAtOnce)
  if (gists === null) return []
  return [...pools].flatMap(([pool, together]) => {
    const order = makeOwnOrders(pool.papers, gists, pool.isFollowed)
    return together.map(({ schedule, digestDate, variant, marks }) => {
      const known = marks.filter(({ paperId }) => titles.has(paperId))
      const limit =
        schedule.topics === '' ? limitOf(variantOf(schedule.kind, schedule.papers)) : schedule.papers
      const own = order(known, limit)
      const moved = [...own.because].map(([id, { paperId, wants }]) => {
        const title = titles.get(paperId) ?? ''
        const name = shortName(title) ?? clip(title, MAIL_LIMITS.name)
        return [id, { up: wants === 'more', id: paperId, name }] as const
      })
      const isEmpty = own.papers.length === 0
      const mail = isEmpty ? { subject: '', html: '', text: '' } : pool.render(own.papers, new Map(moved))
      return { digestDate, variant, sender: deps.config.MAIL_FROM, ...mail }
    })
  })
}

type Own = NonNullable<DigestOptions['own']>
/** What digests are chosen from, and how one becomes a mail. */
type Pool = {
  papers: EditionPaper[]
  isFollowed?: (paper: EditionPaper) => boolean
  render: (papers: EditionPaper[], own: Own) => Omit<Digest, 'sender'>
}

/** The digests by their pools: those of the same papers share one. */
async function poolsOf(deps: Deps, due: readonly OwnDigest[]): Promise<Map<Pool, OwnDigest[]>> {
  const [first] = due
  const material = first?.schedule.topics ? await topicMaterial(deps, first.edition, due) : null
  const pools = new Map<Pool, OwnDigest[]>()
  for (const together of Map.groupBy(due, poolNameOf).values()) {
    const [one] = together
    const pool = one && (await (material ? topicPool(deps, one, material) : wholePool(deps, one)))
    if (pool) pools.set(pool, together)
  }
  return pools
}

const poolNameOf = ({ schedule, from, to, since }: OwnDigest): string =>
  schedule.topics === ''
    ? withEarly(`${schedule.kind === 'weekly' ? from : ''} ${to}`, schedule.early)
    : withEarly(`${since} ${schedule.kind} ${schedule.topics}`, schedule.early)

async function wholePool({ db, config }: Deps, { schedule, edition, from, to }: OwnDigest): Promise<Pool> {
  const week = schedule.kind === 'weekly'
  const range = week ? ([from, to] as const) : ([edition, edition] as const)
  const editions = await editionsBetween(db, ...range)
  const [newest] = editions
  if (!newest) throw new Error(`edition ${edition} is gone`)
  const picks = schedule.early ? await picksNotListed(db, ...range) : []
  return {
    papers: poolOf(editions, week ? 'week' : 'all'),
    render: (papers, own) => {
      const options = { week, own, early: earlyLines(picks, papers) }
      return renderDigest({ ...newest, papers }, siteOf(config), options)
    },
  }
}

/** Null for topics that cannot be read. */
async function topicPool(deps: Deps, digest: OwnDigest, material: Material): Promise<Pool | null> {
  const { config } = deps
  const { schedule, since } = digest
  const composed = composeTopics(config, schedule, since, material, OWN_POOL)
  if (composed === null) return null
  const { edition, followed } = composed
  const picks = await picksOf(deps, digest)
  return {
    papers: edition.papers,
    isFollowed: ({ id }) => followed.has(id),
    render: (papers, own) =>
      renderTopics(config, schedule, { ...composed, edition: { ...edition, papers } }, picks, own),
  }
}

/** A digest in an own order as it is now; null when it cannot be made. */
export async function renderOwnDigest(deps: Deps, digest: OwnDigest): Promise<Digest | null> {
  const [made] = await makeOwn(deps, [digest], Number.POSITIVE_INFINITY)
  return made ?? null
}
