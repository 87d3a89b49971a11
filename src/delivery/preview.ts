import { newestListDay, placedListed } from '../db/current-scores.ts'
import { editionDates } from '../db/digests.ts'
import { newestEditionDate } from '../db/editions.ts'
import { firstVotes } from '../db/observations.ts'
import { papersFirstSeen, titlesOf } from '../db/papers.ts'
import { newestPapers } from '../db/search.ts'
import type { Deps } from '../deps.ts'
import { authorsOf, type Interest, isFollowing } from '../search/interests.ts'
import { matchListed } from '../search/match.ts'
import type { Topics } from '../search/topics.ts'
import { addDays, startOf, utcDate } from '../time/dates.ts'

/** Days that a preview looks back (count). */
export const PREVIEW_DAYS = 7
/**
 * Papers of topics that are looked for (count), the newest first; those of authors, and titles that
 * are shown.
 */
const MOST_MATCHING = 2000
const MOST_OF_AUTHORS = 200
const SHOWN = 3

/**
 * What digests of some topics brought in the days before the newest edition: how many papers, and
 * the first titles.
 */
export type Preview = { papers: number; titles: string[] }

/**
 * Looks what a reader of some topics would have got from the lists of the last seven days: the same
 * rules as their digests (topic-papers.ts), asked of the index, so that what it reads does not grow
 * with the archive.
 */
export async function previewTopics({ db, search, now }: Deps, topics: Topics): Promise<Preview> {
  const today = utcDate(now())
  const edition = (await newestEditionDate(db)) ?? (await newestListDay(db, today)) ?? today
  const from = addDays(edition, -PREVIEW_DAYS)
  const placed = await placedListed(db, from, addDays(edition, -1))
  const { either, filter } = topics
  const find = async (some: readonly Interest[], limit: number) =>
    (await newestPapers(search, matchListed({ either: some, named: null, filter }), limit, null)).map(
      ({ paperId }) => paperId,
    )
  const byAuthor = either.filter((interest) => authorsOf([interest]).length > 0)
  const others = either.filter((interest) => !byAuthor.includes(interest))
  const byThem = new Set(byAuthor.length > 0 ? await find(byAuthor, MOST_OF_AUTHORS) : [])
  const found = new Set(others.length > 0 || either.length === 0 ? await find(others, MOST_MATCHING) : [])
  const theirs = (await papersFirstSeen(db, [...byThem], startOf(from), startOf(edition))).filter(
    ({ withdrawn }) => !withdrawn,
  )
  const matching = placed.filter(({ paperId }) => found.has(paperId) && !byThem.has(paperId))
  const followed = others.some((one) => isFollowing(one))
    ? new Set(await find(others.filter(isFollowing), MOST_MATCHING))
    : new Set<string>()
  const voted = await firstVotes(
    db,
    matching.map(({ paperId }) => paperId),
  )
  const published = (await editionDates(db, from, now()))
    .filter(({ state }) => state !== 'quiet')
    .toReversed()
  // A digest is made of what was known when the edition after the list was published.
  const givenAt = (listedOn: string) =>
    published.find(({ date }) => date > listedOn)?.publishedAt ?? Number.POSITIVE_INFINITY
  const listed = matching
    .filter(
      (one) =>
        followed.has(one.paperId) ||
        (voted.get(one.paperId) ?? Number.POSITIVE_INFINITY) <= givenAt(one.listedOn),
    )
    .toSorted((a, b) => b.score.mail - a.score.mail)
  const ids = [...theirs.map(({ id }) => id), ...listed.map(({ paperId }) => paperId)]
  const titles = await titlesOf(db, ids.slice(0, SHOWN))
  return { papers: ids.length, titles: ids.slice(0, SHOWN).flatMap((id) => titles.get(id) ?? []) }
}
