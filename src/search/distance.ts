/**
 * The edits that turn one word into the other: a letter added, removed, replaced, or two neighbours
 * swapped (count).
 * https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance#Optimal_string_alignment_distance
 */
export function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  const at = (i: number, j: number) => rows[i]?.[j] ?? 0
  for (let i = 1; i <= a.length; i++) {
    rows[i] = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const best = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, replaced)
      rows[i]?.push(swapped ? Math.min(best, at(i - 2, j - 2) + 1) : best)
    }
  }
  return at(a.length, b.length)
}

/**
 * The candidate closest to a word, the first of equally close ones; null when none is close: one
 * edit in a short word, one for every four letters in a long one.
 */
export function closest(word: string, candidates: readonly string[]): string | null {
  let best: string | null = null
  let reach = Math.max(1, Math.floor(word.length / 4)) + 1
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= reach) continue
    const distance = editDistance(word, candidate)
    if (distance < reach) [best, reach] = [candidate, distance]
  }
  return best
}
