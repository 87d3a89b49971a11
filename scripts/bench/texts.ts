/**
 * Words of a language in which the k-th most common word is k times rarer than the first (Zipf).
 * Same seed, same words.
 */
export function words(seed: number, count: number): string {
  return Array.from({ length: count }, (_, n) => `w${Math.floor(20_000 ** chance(seed * 1009 + n))}`).join(
    ' ',
  )
}

/**
 * A number from 0 to 1 that looks drawn by lot: the finalizer of MurmurHash3
 * (https://github.com/aappleby/smhasher).
 */
function chance(seed: number): number {
  let hash = seed | 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}
