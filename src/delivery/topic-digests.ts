import type { Config } from '../config.ts'
import { type Due, lastDays } from '../db/batches.ts'
import {
  type DigestName,
  type editionDates,
  editionForTopics,
  missingFrom,
  nameOf,
  storeDigests,
  storedDigests,
} from '../db/digests.ts'
import type { Digest } from '../db/editions.ts'
import { observationsOf } from '../db/observations.ts'
import { papersListed } from '../db/papers.ts'
import type { Schedule } from '../db/schema.ts'
import type { Deps } from '../deps.ts'
import { type Candidate, composeEdition } from '../editions/compose.ts'
import { renderDigest } from '../mail/digest.tsx'
import { siteOf } from '../mail/mail.ts'
import { topicVariant } from '../mail/variants.ts'
import { scorePapers } from '../ranking/rank.ts'
import { aboutTopics, type IndexedText, indexedTextOf, readTopics, topicsInWords } from '../search/topics.ts'
import { hex } from '../subscribers/hex.ts'
import { addDays } from '../time/dates.ts'

/** Digests of topics that one tick writes (count); schedules that want more of them wait for the next one. */
const MOST = 200
/** A digest reaches back behind the editions that are its own by so many days at most: one of them may have come late. */
const LATE = 3
/** The longest time (days) that a digest can reach back: a week, and what came late before it. */
const LONGEST = 7 + LATE

export type Published = Awaited<ReturnType<typeof editionDates>>[number]
export type DueDigest = Due & { schedule: Schedule; from: string; to: string }
/** `since`: the first list (date) that it is made of. */
type DueTopics = DueDigest & { since: string }
type Scored = Candidate & { said: IndexedText }
type Told = Awaited<ReturnType<typeof editionForTopics>>

/**
 * Writes the digests of topics that nobody asked for before, and answers which of the due ones have a mail: on a day
 * without a paper of its topics a schedule gets none. Publishing takes most of the queries that a tick of the Free plan has,
 * so an edition that this very tick published waits for the next one.
 *
 * A schedule is given the lists that closed since the edition it was given last, so that none is passed over and none
 * comes twice, however late an edition was.
 */
export async function writeTopicDigests(
  deps: Deps,
  schedules: readonly DueDigest[],
  published: readonly Published[],
  at: number,
): Promise<DueDigest[]> {
  const ready = schedules.filter(
    ({ edition }) => published.find(({ date }) => date === edition)?.publishedAt !== at,
  )
  if (ready.length === 0) return []
  return writeTopics(deps, await sinceLast(deps, ready, published))
}

/** The digests of topics that a welcome gives: of the lists that closed since the edition before it. */
export async function writeTopicWelcomes(
  deps: Deps,
  welcomes: readonly DueDigest[],
  published: readonly Published[],
): Promise<DueDigest[]> {
  const marks = await marksOf(welcomes)
  return writeTopics(
    deps,
    welcomes.map((each) => madeSince(each, undefined, published, marks)),
  )
}

/** Writes those that nobody asked for before, at most MOST, and answers which have a mail. */
async function writeTopics(deps: Deps, due: readonly DueTopics[]): Promise<DueDigest[]> {
  if (due.length === 0) return []
  const stored = await storedDigests(deps.db, due)
  const listQuery = missingFrom(stored, due).slice(0, MOST)
  for (const [edition, together] of Map.groupBy(listQuery, (each) => each.edition)) {
    const told = await editionForTopics(deps.db, edition)
    const scored = await scoredBefore(deps, told)
    const made = together.flatMap((each) => digestOf(deps.config, each, told, scored))
    await storeDigests(deps.db, made)
    for (const digest of made) stored.set(nameOf(digest), digest.html !== '')
  }
  return due.filter((each) => stored.get(nameOf(each)) === true)
}

/** Those that were given nothing yet on their local day, with the lists that they are made of, and their names. */
async function sinceLast(
  { db }: Deps,
  ready: readonly DueDigest[],
  published: readonly Published[],
): Promise<DueTopics[]> {
  const last = await lastDays(
    db,
    ready.map(({ scheduleId }) => scheduleId),
  )
  const marks = await marksOf(ready)
  return ready.flatMap((each) => {
    const given = last.get(each.scheduleId)
    if (given && given.localDate >= each.localDate) return []
    return [madeSince(each, given?.edition, published, marks)]
  })
}

/** A digest with the first list that it is made of, and its name. `given`: the edition that the schedule was given last. */
function madeSince(
  each: DueDigest,
  given: string | undefined,
  published: readonly Published[],
  marks: ReadonlyMap<string, string>,
): DueTopics {
  // The list of an edition's own day had not closed for it.
  const before = given ?? published.find(({ date }) => date < each.from)?.date
  const since = [before ?? addDays(each.from, -1), addDays(each.from, -LATE)].sort()[1] ?? each.from
  const mark = marks.get(each.schedule.topics) ?? ''
  const variant = topicVariant(each.schedule.kind, each.schedule.papers, since, mark)
  return { ...each, since, digestDate: each.edition, variant }
}

async function marksOf(digests: readonly DueDigest[]): Promise<Map<string, string>> {
  const marks = new Map<string, string>()
  for (const { schedule } of digests)
    if (!marks.has(schedule.topics)) marks.set(schedule.topics, await markOf(schedule.topics))
  return marks
}

/** 64 bits of a hash: the same topics have the same mark, and the mark tells nobody their words. */
async function markOf(topics: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(topics))
  return hex(new Uint8Array(digest, 0, 8))
}

/** The papers of the lists that closed before an edition, as they stood when it was published. */
async function scoredBefore({ db }: Deps, { date, publishedAt, cohorts, formula }: Told): Promise<Scored[]> {
  const days = Array.from({ length: LONGEST }, (_, back) => addDays(date, -1 - back))
  const papers = await papersListed(db, days)
  const ids = papers.map(({ id }) => id)
  const seen = await observationsOf(db, ids, publishedAt)
  return scorePapers(papers, seen, publishedAt, cohorts, formula).map((one) => ({
    ...one,
    said: indexedTextOf(one.paper),
  }))
}

/** None for topics that cannot be read: they keep no others waiting. */
function digestOf(
  config: Config,
  { schedule, digestDate, variant, since }: DueTopics,
  { date, state, note, publishedAt }: Told,
  scored: readonly Scored[],
): (DigestName & Digest)[] {
  const topics = readTopics(schedule.topics)
  if (!topics) {
    console.error(`the topics of schedule ${schedule.id} cannot be read`)
    return []
  }
  const isAbout = aboutTopics(topics)
  const fitting = scored.filter(({ paper, said }) => (paper.listedOn ?? '') >= since && isAbout(said))
  const edition = composeEdition({ date, state, note, publishedAt }, fitting, [], schedule.papers)
  const named = { digestDate, variant, sender: config.MAIL_FROM }
  if (edition.papers.length === 0) return [{ ...named, subject: '', html: '', text: '' }]
  const only = { words: topicsInWords(topics, 'counted'), url: `${config.PUBLIC_URL}/new?${schedule.topics}` }
  return [{ ...named, ...renderDigest(edition, siteOf(config), { only, week: schedule.kind === 'weekly' }) }]
}
