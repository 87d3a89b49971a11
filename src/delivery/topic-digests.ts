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
import { picksNotListed, type UnlistedPick } from '../db/early-picks.ts'
import type { Digest } from '../db/editions.ts'
import type { Schedule } from '../db/schema.ts'
import type { Deps } from '../deps.ts'
import { composeEdition } from '../editions/compose.ts'
import { renderDigest } from '../mail/digest.tsx'
import { type DigestOptions, type Only, siteOf } from '../mail/mail.ts'
import { renderQuietWeek } from '../mail/quiet-week.tsx'
import { topicVariant, withEarly } from '../mail/variants.ts'
import { type Edition, type EditionPaper, markPicked } from '../ranking/edition.ts'
import { interestsInWords, readTopics, type Topics, topicsInWords } from '../search/topics.ts'
import { shortHash } from '../subscribers/hex.ts'
import { addDays } from '../time/dates.ts'
import { earlyLines } from './early-lines.ts'
import { type Choosable, choosablePapers, choosePapers, type FrozenEdition } from './topic-papers.ts'

/**
 * A digest reaches back behind the editions that are its own by so many days at most: one of them
 * may have come late.
 */
const LATE = 3

export type Published = Awaited<ReturnType<typeof editionDates>>[number]
export type DueDigest = Due & { schedule: Schedule; from: string; to: string }
/** `since`: the first list (date) that it is made of. */
export type DueTopics = DueDigest & { since: string }

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

/** The first list (date) of a digest of the editions from `from` (date) on. */
function firstList(from: string, given: string | undefined, published: readonly Published[]): string {
  // The list of an edition's own day had not closed for it.
  const before = given ?? published.find(({ date }) => date < from)?.date
  return [before ?? addDays(from, -1), addDays(from, -LATE)].sort()[1] ?? from
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

/** What some digests of topics with an edition (date) are made of. */
export async function topicMaterial(
  deps: Pick<Deps, 'db' | 'search'>,
  edition: string,
  digests: readonly Pick<DueTopics, 'schedule' | 'since'>[],
): Promise<Material> {
  const frozen = await editionForTopics(deps.db, edition)
  const wanted = digests.flatMap(({ schedule }) => readTopics(schedule.topics) ?? [])
  const first = digests.map(({ since }) => since).sort()[0] ?? edition
  return { frozen, papers: await choosablePapers(deps, frozen, first, wanted) }
}
export type Material = { frozen: FrozenEdition; papers: readonly Choosable[] }

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

/** An edition of some topics: by paper (id), which interests brought it, and who is followed. */
type Composed = {
  edition: Edition
  topics: Topics
  met: ReadonlyMap<string, number[]>
  followed: ReadonlySet<string>
}

/** The first `most` papers of a schedule's topics (count); null when these cannot be read. */
export function composeTopics(
  config: Config,
  schedule: Schedule,
  since: string,
  { frozen, papers }: Material,
  most: number,
): Composed | null {
  const topics = readTopics(schedule.topics)
  if (!topics) {
    console.error(`the topics of schedule ${schedule.id} cannot be read`)
    return null
  }
  const { date, state, note, operatorNote, publishedAt } = frozen
  const chosen = choosePapers(papers, topics, since)
  const given = { date, state, note, publishedAt, ...(operatorNote === null ? {} : { operatorNote }) }
  const edition = composeEdition(given, chosen, [], { most, summaries: config.SUMMARIES })
  const days = chosen.flatMap(({ paper, pickedOn }) => (pickedOn ? [[paper.id, pickedOn] as const] : []))
  return {
    edition: markPicked(edition, new Map(days)),
    topics,
    met: new Map(chosen.map(({ paper, met }) => [paper.id, met])),
    followed: new Set(chosen.flatMap(({ paper, followed }) => (followed ? [paper.id] : []))),
  }
}

/** The same as mail, with the lines of `picks` that are of its topics. */
export function renderTopics(
  config: Config,
  schedule: Schedule,
  composed: Pick<Composed, 'edition' | 'topics' | 'met'>,
  picks: readonly UnlistedPick[],
  own?: DigestOptions['own'],
) {
  const { edition, only } = explainTopics(config, schedule, composed)
  const early = earlyLines(picks, edition.papers, composed.topics)
  return renderDigest(edition, siteOf(config), { only, week: schedule.kind === 'weekly', own, early })
}

/**
 * What a channel gets of its topics: of the lists that closed since the edition (date) that it was
 * `given` last. Null for topics that cannot be read.
 */
export async function topicEditionSince(
  deps: Deps,
  due: { schedule: Schedule; edition: string; from: string; given: string | null },
  published: readonly Published[],
): Promise<{ edition: Edition; only: Only } | null> {
  const { schedule } = due
  const since = firstList(due.from, due.given ?? undefined, published)
  const material = await topicMaterial(deps, due.edition, [{ schedule, since }])
  const composed = composeTopics(deps.config, schedule, since, material, schedule.papers)
  return composed && explainTopics(deps.config, schedule, composed)
}

/** The edition with which interests brought each paper, and what it is narrowed to. */
function explainTopics(
  config: Config,
  { topics: written }: Schedule,
  { edition, topics, met }: Pick<Composed, 'edition' | 'topics' | 'met'>,
): { edition: Edition; only: Only } {
  const shown = edition.papers.map((paper) => ({
    ...paper,
    reason: reasonWith(paper, interestsInWords(topics, met.get(paper.id) ?? [])),
  }))
  const brought = [...new Set(edition.papers.flatMap(({ id }) => met.get(id) ?? []))]
  const only = { words: topicsInWords(topics, brought), url: `${config.PUBLIC_URL}/new?${written}` }
  return { edition: { ...edition, papers: shown }, only }
}

/** The reason, and the interests that brought a paper, where there are several to tell apart. */
function reasonWith({ reason, listedOn }: EditionPaper, interests: string): string {
  if (interests === '') return listedOn === null ? 'On no daily list yet.' : reason
  if (listedOn === null) return `You follow papers ${interests}; on no daily list yet.`
  return `${reason.replace(/\.$/, '')}; you follow papers ${interests}.`
}

/**
 * So many days without a mail are a riddle that a line solves, if there were so many editions
 * meanwhile (counts).
 */
const SILENCE = 7
const SILENT_EDITIONS = 3

/**
 * Of schedules that have no mail today, those that had none for a week, with the digest that says
 * so.
 */
export async function quietWeeks(
  { db, config }: Deps,
  empty: readonly DueTopics[],
  last: Awaited<ReturnType<typeof lastDays>>,
  published: readonly Published[],
): Promise<DueDigest[]> {
  const silent = empty.flatMap((each) => {
    const { localDate: given, from } = last.get(each.scheduleId) ?? {}
    const since = given ?? (from ? addDays(from, -1) : each.localDate)
    const editions = published.filter(({ date, state }) => date > since && state !== 'quiet').length
    const silent = addDays(since, SILENCE) <= each.localDate && editions >= SILENT_EDITIONS
    return silent ? [{ ...each, variant: `${each.variant} quiet` }] : []
  })
  if (silent.length === 0) return []
  const stored = await storedDigests(db, silent)
  const made = missingFrom(stored, silent).map(({ schedule, digestDate, variant }) => {
    const url = `${config.PUBLIC_URL}/new?${schedule.topics}`
    return { digestDate, variant, sender: config.MAIL_FROM, ...renderQuietWeek(url, siteOf(config)) }
  })
  await storeDigests(db, made)
  return silent
}
