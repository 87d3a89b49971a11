import type { UnlistedPick } from '../db/early-picks.ts'
import type { EarlyLine } from '../mail/mail.ts'
import { indexedTextOf, interestsMet, type Topics } from '../search/topics.ts'

/** Lines of a digest at most (count). */
const LINES = 3

/**
 * The lines of a digest: none for a paper that it holds itself, and only those of its topics if it
 * has some.
 */
export function earlyLines(
  picks: readonly UnlistedPick[],
  held: readonly { id: string }[],
  topics: Topics | null = null,
): EarlyLine[] {
  const isHeld = new Set(held.map(({ id }) => id))
  const which = topics === null ? null : interestsMet(topics)
  return picks
    .filter(({ paper }) => !isHeld.has(paper.id))
    .filter(({ paper }) => which === null || which(indexedTextOf(paper)) !== null)
    .slice(0, LINES)
    .map(({ paper: { id, title, categories, publishedAt }, reason }) => ({
      id,
      title,
      categories,
      publishedAt,
      reason: `${reason}.`,
    }))
}
