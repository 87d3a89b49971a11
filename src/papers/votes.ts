/** How the reason of a failed look begins when a list has papers, and none of them votes that can be read. */
export const NO_VOTES = 'no paper of the list has votes'

/** Papers of a closed list of a working day that all have no vote (count): fewer may be chance. */
const TOO_MANY_WITHOUT = 5

/**
 * What is wrong with the votes of a list; null when nothing is. Without one number a field was renamed or retyped; zeros
 * alone are believed while the list grows, on free days, and of a few papers.
 */
export function votesMissing(
  papers: readonly { upvotes: number | null }[],
  { isOver, isFree }: { isOver: boolean; isFree: boolean },
): string | null {
  if (papers.length === 0 || papers.some(({ upvotes }) => (upvotes ?? 0) > 0)) return null
  if (papers.every(({ upvotes }) => upvotes === null))
    return `${NO_VOTES}: ${papers.length} papers, and no number where votes should be`
  const believed = !isOver || isFree || papers.length < TOO_MANY_WITHOUT
  return believed ? null : `${NO_VOTES}: ${papers.length} papers, all with 0`
}
