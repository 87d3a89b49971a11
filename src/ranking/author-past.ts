import type { AuthorPast } from './early.ts'

/**
 * A paper of a list as the list closes: the folded names of its authors, and its upvotes at that
 * time (null: not observed).
 */
export type ListedThen = { authors: readonly string[]; upvotes: number | null }

/**
 * What one closed list adds to a name: `listings` (count) and `votes` as `AuthorPast` counts them.
 */
export type ListAdds = Pick<AuthorPast, 'name' | 'listings' | 'votes'>

/**
 * Each name of a list that closed, once. A paper that was not observed counts as a usual one, and
 * so do all papers of a list without votes.
 */
export function addsOfList(papers: readonly ListedThen[]): ListAdds[] {
  const seen = papers.flatMap(({ upvotes }) => (upvotes === null ? [] : [upvotes]))
  const usual = Math.max(1, seen.reduce((sum, votes) => sum + votes, 0) / Math.max(1, seen.length))
  const adds = new Map<string, ListAdds>()
  for (const { authors, upvotes } of papers)
    for (const name of new Set(authors)) {
      const { listings, votes } = adds.get(name) ?? { listings: 0, votes: 0 }
      adds.set(name, {
        name,
        listings: listings + 1,
        votes: votes + (upvotes === null ? 1 : upvotes / usual),
      })
    }
  return [...adds.values()]
}

/**
 * Adds a closed list to what is known of its names. `day`: the list's day, not earlier than those
 * added before.
 */
export function closeList(past: Map<string, AuthorPast>, day: string, papers: readonly ListedThen[]): void {
  for (const { name, listings, votes } of addsOfList(papers)) {
    const before = past.get(name) ?? { listings: 0, votes: 0, firstOn: day }
    past.set(name, {
      name,
      firstOn: before.firstOn,
      lastOn: day,
      listings: before.listings + listings,
      votes: before.votes + votes,
    })
  }
}
