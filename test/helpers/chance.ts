/** Chance that can be repeated: a generator with a seed (mulberry32). */
export function aChance(seed: number) {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    /** True with a probability. */
    happens: (probability: number) => next() < probability,
    /** A whole number from 0 to `limit - 1`. */
    below,
    pick: <T>(values: readonly T[]): T => values[below(values.length)] as T,
    shuffle: <T>(values: readonly T[]): T[] =>
      values
        .map((value) => ({ value, order: next() }))
        .toSorted((a, b) => a.order - b.order)
        .map(({ value }) => value),
  }
}
