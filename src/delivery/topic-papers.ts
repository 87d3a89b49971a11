import type { editionForTopics } from '../db/digests.ts'
import { daysPicked } from '../db/early-picks.ts'
import { observationsOf } from '../db/observations.ts'
import { papersFirstSeen, papersListed } from '../db/papers.ts'
import { newestOfEach } from '../db/search.ts'
import type { Deps } from '../deps.ts'
import type { Candidate } from '../editions/compose.ts'
import { scorePapers } from '../ranking/rank.ts'
import { scorePaper } from '../ranking/score.ts'
import { authorsOf, isFollowing } from '../search/interests.ts'
import { matchNamed } from '../search/match.ts'
import { makeStemming } from '../search/stem.ts'
import { type IndexedText, indexedTextOf, interestsMet, type Topics } from '../search/topics.ts'
import { addDays, startOf, utcDate } from '../time/dates.ts'

/** A paper that digests of topics can choose, with what they look for it by. */
export type Choosable = Candidate & {
  said: IndexedText
  /** When it was picked before a list had it. */
  pickedOn: string | undefined
}
/** One that was chosen, and for which interests (by place). */
export type Chosen = Candidate & Pick<Choosable, 'pickedOn'> & { met: number[] }

export type FrozenEdition = Awaited<ReturnType<typeof editionForTopics>>

/** How far (days) a digest can reach back: a week, and three days of late editions. */
const LONGEST = 10

/**
 * The papers of the lists since a day (date), LONGEST at most, until an edition, as they stood when
 * it was published, and those of followed authors that we first saw since then.
 */
export async function choosablePapers(
  { db, search }: Pick<Deps, 'db' | 'search'>,
  { date, publishedAt, cohorts, formula }: FrozenEdition,
  since: string,
  wanted: readonly Topics[],
): Promise<Choosable[]> {
  const reached = Array.from({ length: LONGEST }, (_, back) => addDays(date, -1 - back))
  const authors = wanted.flatMap(({ either }) => authorsOf(either)).flatMap((name) => matchNamed(name) ?? [])
  const byThem = await newestOfEach(search, authors)
  const first = [since, reached.at(-1) ?? since].sort()[1] ?? since
  const theirs = byThem.length === 0 ? [] : await papersFirstSeen(db, byThem, startOf(first), startOf(date))
  // One that we first saw since then can be on an earlier list: scores are made of whole lists.
  const theirLists = new Set(theirs.map(({ listedOn }) => listedOn))
  const papers = await papersListed(
    db,
    reached.filter((day) => day >= since || theirLists.has(day)),
  )
  const ids = papers.map(({ id }) => id)
  const seen = await observationsOf(db, ids, publishedAt)
  const listed = scorePapers(papers, seen, publishedAt, cohorts, formula)
  const known = new Set(ids)
  const others = theirs.filter(({ id }) => !known.has(id))
  const unlisted = others.map((paper) => ({ paper, score: scorePaper(paper, [], publishedAt) }))
  const stemmed = makeStemming()
  const picked = await daysPicked(db, [...ids, ...others.map(({ id }) => id)])
  return [...listed, ...unlisted].map((one) => ({
    ...one,
    said: indexedTextOf(one.paper, stemmed),
    pickedOn: picked.get(one.paper.id),
  }))
}

/**
 * Those of the days since `since` (date) that some topics are met by. A paper has one day, so that
 * it comes once: that of its list, or, when its author is followed, that on which we first saw it.
 */
export function choosePapers(papers: readonly Choosable[], topics: Topics, since: string): Chosen[] {
  const which = interestsMet(topics)
  const has = (met: readonly number[], kind: (interest: Topics['either'][number]) => boolean) =>
    met.some((place) => topics.either[place] && kind(topics.either[place]))
  return papers.flatMap(({ paper, score, said, pickedOn }) => {
    const met = which(said)
    if (met === null) return []
    const isByThem = has(met, (interest) => authorsOf([interest]).length > 0)
    const day = isByThem ? utcDate(paper.firstSeenAt) : paper.listedOn
    return day !== null && day >= since
      ? [{ paper, score, met, pickedOn, followed: has(met, isFollowing) }]
      : []
  })
}
