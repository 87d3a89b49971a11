import type { Config } from '../config.ts'
import { lastDays } from '../db/batches.ts'
import { type DigestName, missingFrom, nameOf, storeDigests, storedDigests } from '../db/digests.ts'
import { picksNotListed, type UnlistedPick } from '../db/early-picks.ts'
import type { Digest } from '../db/editions.ts'
import type { Schedule } from '../db/schema.ts'
import type { Deps } from '../deps.ts'
import { topicVariant, withEarly } from '../mail/variants.ts'
import { readTopics } from '../search/topics.ts'
import { shortHash } from '../subscribers/hex.ts'
import { addDays } from '../time/dates.ts'
import { composeTopics, type Material, renderTopics, topicMaterial } from './compose-topics.ts'
import { type DueDigest, type DueTopics, firstList, type Published } from './due-topics.ts'
import { quietWeeks } from './quiet-weeks.ts'

/**
 * Writes the digests of topics that nobody asked for before, at most `most` (count), and answers
 * which of the due ones have a mail: on a day without a paper of its topics a schedule gets none.
 * `more`: some are still to be written. An edition that this very tick published waits for the
 * next one.
 *
 * A schedule is given the lists that closed since the edition it was given last, so that none is
 * passed over and none comes twice, however late an edition was.
 */
export async function writeTopicDigests(
  deps: Deps,
  schedules: readonly DueDigest[],
  published: readonly Published[],
  at: number,
  most: number,
): Promise<{ ready: DueDigest[]; more: boolean }> {
  const known = schedules.filter(
    ({ edition }) => published.find(({ date }) => date === edition)?.publishedAt !== at,
  )
  if (known.length === 0) return { ready: [], more: false }
  const last = await lastDays(
    deps.db,
    known.map(({ scheduleId }) => scheduleId),
  )
  const due = await sinceLast(last, known, published)
  const { written, empty, waiting } = await writeTopics(deps, due, most)
  const ready = [...written, ...(await quietWeeks(deps, empty, last, published))]
  return { ready, more: waiting.length > 0 }
}

/**
 * The digests of topics that a welcome gives: of the lists that closed since the edition before it,
 * at most `most` new ones (count).
 */
export async function writeTopicWelcomes(
  deps: Deps,
  welcomes: readonly DueDigest[],
  published: readonly Published[],
  most: number,
): ReturnType<typeof writeTopics> {
  const marks = await marksOf(welcomes)
  const due = welcomes.map((each) => madeSince(each, undefined, published, marks))
  return writeTopics(deps, due, most)
}

type Written = { written: DueTopics[]; empty: DueTopics[]; waiting: DueTopics[] }

/**
 * Writes those that nobody asked for before, at most `most` (count), and answers which have papers,
 * which have none, and which wait to be written. Topics that cannot be read are none of them: they
 * keep no others waiting.
 */
async function writeTopics(deps: Deps, due: readonly DueTopics[], most: number): Promise<Written> {
  if (due.length === 0) return { written: [], empty: [], waiting: [] }
  const stored = await storedDigests(deps.db, due)
  const readable = due.filter(isReadable)
  const missing = missingFrom(stored, readable).slice(0, most)
  for (const [edition, together] of Map.groupBy(missing, (each) => each.edition)) {
    const material = await topicMaterial(deps, edition, together)
    const made: (DigestName & Digest)[] = []
    const known = new Map<string, UnlistedPick[]>()
    for (const each of together) {
      const picks = await picksOf(deps, each, known)
      made.push(...digestOf(deps.config, each, material, picks))
    }
    await storeDigests(deps.db, made)
    for (const digest of made) stored.set(nameOf(digest), digest.html !== '')
  }
  const those = (full: boolean) => due.filter((each) => stored.get(nameOf(each)) === full)
  const waiting = readable.filter((each) => !stored.has(nameOf(each)))
  return { written: those(true), empty: those(false), waiting }
}

function isReadable({ schedule }: DueTopics): boolean {
  if (readTopics(schedule.topics)) return true
  console.error(`the topics of schedule ${schedule.id} cannot be read`)
  return false
}

/**
 * Those that were given nothing yet on their local day, with the lists that they are made of, and
 * their names.
 */
export async function sinceLast(
  last: Awaited<ReturnType<typeof lastDays>>,
  ready: readonly DueDigest[],
  published: readonly Published[],
): Promise<DueTopics[]> {
  const marks = await marksOf(ready)
  return ready.flatMap((each) => {
    const given = last.get(each.scheduleId)
    if (given?.localDate && given.localDate >= each.localDate) return []
    return [madeSince(each, given?.edition ?? undefined, published, marks)]
  })
}

/**
 * A digest with the first list that it is made of, and its name. `given`: the edition that the
 * schedule was given last.
 */
function madeSince(
  each: DueDigest,
  given: string | undefined,
  published: readonly Published[],
  marks: ReadonlyMap<string, string>,
): DueTopics {
  const since = firstList(each.from, given, published)
  const mark = marks.get(each.schedule.topics) ?? ''
  const { kind, papers, early } = each.schedule
  const variant = withEarly(topicVariant(kind, papers, since, mark), early)
  return { ...each, since, digestDate: each.edition, variant }
}

async function marksOf(digests: readonly DueDigest[]): Promise<Map<string, string>> {
  const marks = new Map<string, string>()
  for (const { schedule } of digests)
    if (!marks.has(schedule.topics)) marks.set(schedule.topics, await shortHash(schedule.topics))
  return marks
}

/**
 * A digest of topics as it is now, made of the lists since `since` (date); null for topics that
 * cannot be read.
 */
export async function renderTopicDigest(
  deps: Deps,
  schedule: Schedule,
  { digestDate, variant }: DigestName,
  since: string,
): Promise<Digest | null> {
  const material = await topicMaterial(deps, digestDate, [{ schedule, since }])
  const picks = await picksOf(deps, { schedule, digestDate, since })
  return digestOf(deps.config, { schedule, digestDate, variant, since }, material, picks)[0] ?? null
}

/**
 * A day's digest has the picks of its edition, a week's those since the one before it. `known`:
 * those that were read before for this edition, by the first one that they are of.
 */
export async function picksOf(
  { db }: Pick<Deps, 'db'>,
  { schedule, digestDate, since }: Pick<DueTopics, 'schedule' | 'digestDate' | 'since'>,
  known = new Map<string, UnlistedPick[]>(),
): Promise<UnlistedPick[]> {
  if (!schedule.early) return []
  const from = schedule.kind === 'weekly' ? addDays(since, 1) : digestDate
  const picks = known.get(from) ?? (await picksNotListed(db, from, digestDate))
  known.set(from, picks)
  return picks
}

/** None for topics that cannot be read. */
function digestOf(
  config: Config,
  { schedule, digestDate, variant, since }: Pick<DueTopics, 'schedule' | 'digestDate' | 'variant' | 'since'>,
  material: Material,
  picks: readonly UnlistedPick[],
): (DigestName & Digest)[] {
  const composed = composeTopics(config, schedule, since, material, schedule.papers)
  if (composed === null) return []
  const named = { digestDate, variant, sender: config.MAIL_FROM }
  if (composed.edition.papers.length === 0) return [{ ...named, subject: '', html: '', text: '' }]
  return [{ ...named, ...renderTopics(config, schedule, composed, picks) }]
}
