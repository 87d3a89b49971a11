import type { Config } from '../config.ts'
import type { Due } from '../db/batches.ts'
import { type DigestName, editionForTopics, nameOf, storeDigests, storedDigests } from '../db/digests.ts'
import type { Digest } from '../db/editions.ts'
import { observationsOf } from '../db/observations.ts'
import { papersListed } from '../db/papers.ts'
import type { Deps } from '../deps.ts'
import { type Candidate, composeEdition } from '../digest/compose.ts'
import { renderDigest } from '../digest/email.tsx'
import type { MailSite } from '../digest/mail.ts'
import { isAbout, readTopics, type Said, saidBy, type Topics, topicsInWords } from '../search/topics.ts'
import type { Slot } from '../subscribers/slot.ts'
import { addDays } from '../trending/day.ts'
import { scorePapers } from '../trending/rank.ts'

/** Digests of topics that one tick writes (count); slots that want more of them wait for the next one. */
const MOST = 200
/** The longest time (days) that one of them reaches back, if no edition was made in between. */
const LONGEST = 14

export type DueDigest = Due & { slot: Slot; from: string; to: string }
type Scored = Candidate & { said: Said }
type Told = Awaited<ReturnType<typeof editionForTopics>>

export const siteOf = (config: Config): MailSite => ({
  publicUrl: config.PUBLIC_URL,
  postalAddress: config.MAIL_POSTAL_ADDRESS,
})

/**
 * Writes the digests of topics that nobody asked for before, and answers which of the due ones have a mail: on a day
 * without a paper of its topics a slot gets none.
 *
 * A paper belongs to the edition after its (first) daily list: its readers of topics are given it then and never
 * again, whether or not it rises later. So what they get depends on nobody's history, and one who goes over from the
 * whole edition to topics gets no paper twice.
 */
export async function writeTopicDigests(deps: Deps, due: readonly DueDigest[]): Promise<DueDigest[]> {
  if (due.length === 0) return []
  const stored = await storedDigests(deps.db, due)
  const missing = new Map(due.filter((each) => !stored.has(nameOf(each))).map((each) => [nameOf(each), each]))
  const wanted = [...missing.values()].slice(0, MOST)
  const made: (DigestName & Digest)[] = []
  for (const together of Map.groupBy(wanted, ({ edition, from }) => `${edition} ${from}`).values()) {
    const [{ edition, from } = { edition: '', from: '' }] = together
    const told = await editionForTopics(deps.db, edition, from)
    const scored = await scoredSince(deps, told)
    made.push(...together.map((each) => digestOf(deps.config, each, told, scored)))
  }
  await storeDigests(deps.db, made)
  for (const digest of made) stored.set(nameOf(digest), digest.html !== '')
  return due.filter((each) => stored.get(nameOf(each)) === true)
}

/** The papers of the lists that closed since the edition before, as they stood when this one was published. */
async function scoredSince(
  { db }: Deps,
  { date, since, publishedAt, cohorts, formula }: Told,
): Promise<Scored[]> {
  const days = Array.from({ length: LONGEST }, (_, back) => addDays(date, -1 - back))
  const papers = await papersListed(
    db,
    days.filter((day) => day >= since),
  )
  const ids = papers.map(({ id }) => id)
  const seen = await observationsOf(db, ids, publishedAt)
  return scorePapers(papers, seen, publishedAt, cohorts, formula).map((one) => ({
    ...one,
    said: saidBy(one.paper),
  }))
}

function digestOf(
  config: Config,
  { slot, digestDate, cut }: DueDigest,
  { date, state, note, publishedAt }: Told,
  scored: readonly Scored[],
): DigestName & Digest {
  const topics = readTopics(slot.topics) as Topics
  const fitting = scored.filter(({ said }) => isAbout(topics, said))
  const edition = composeEdition({ date, state, note, publishedAt }, fitting, [], slot.papers)
  const named = { digestDate, cut, sender: config.MAIL_FROM }
  if (edition.papers.length === 0) return { ...named, subject: '', html: '', text: '' }
  const only = { words: topicsInWords(topics), url: `${config.PUBLIC_URL}/new?${slot.topics}` }
  return { ...named, ...renderDigest(edition, siteOf(config), { only, week: slot.kind === 'weekly' }) }
}
