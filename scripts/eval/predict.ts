import type { Observation } from '../../src/papers/observation.ts'
import type { Formula } from '../../src/ranking/formula.ts'
import { scorePapers } from '../../src/ranking/rank.ts'
import { HOUR, startOf } from '../../src/time/dates.ts'
import type { Decision, Snapshot } from './archive.ts'

/**
 * The product's own score of every candidate of a decision: paper id -> score, for the page or for
 * the mail.
 */
export function predict(
  { at, candidates }: Decision,
  order: 'now' | 'mail',
  formula?: Formula,
): Record<string, number> {
  const seen = new Map(candidates.map(({ id, snapshots }) => [id, snapshots.map((s) => observed(id, s))]))
  const looks = morningLooks(candidates)
  const papers = candidates.map(({ id, listDate, submitterFollowers = null, snapshots }) => {
    const firstLook = Date.parse(snapshots.find(({ upvotes }) => upvotes !== undefined)?.at ?? at)
    const day = startOf(listDate)
    const look = looks.get(listDate)
    // As the product does when it stores a list (saveListed): who was missing in the morning joined
    // later.
    const bornAt = look !== undefined && firstLook > look ? look : day
    return {
      id,
      listedOn: listDate,
      firstSeenAt: firstLook,
      bornAt,
      submitterFollowers,
      repoSince: null,
    }
  })
  const scored = scorePapers(papers, seen, Date.parse(at), [], formula)
  return Object.fromEntries(scored.map(({ paper, score }) => [paper.id, score[order]]))
}

/** The first look (ms) at each list that was in its morning. */
function morningLooks(candidates: Decision['candidates']): Map<string, number> {
  const looks = new Map<string, number>()
  for (const { listDate, snapshots } of candidates)
    for (const { at, upvotes } of snapshots) {
      const look = Date.parse(at)
      const hours = (look - startOf(listDate)) / HOUR
      if (upvotes === undefined || hours < 6 || hours > 14) continue
      looks.set(listDate, Math.min(look, looks.get(listDate) ?? look))
    }
  return looks
}

const observed = (paperId: string, { at, upvotes, comments, githubStars }: Snapshot): Observation => ({
  paperId,
  source: 'huggingface',
  at: Date.parse(at),
  points: null,
  upvotes: upvotes ?? null,
  comments: comments ?? null,
  stars: githubStars ?? null,
})
