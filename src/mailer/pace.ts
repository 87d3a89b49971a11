/** Resend's documented limit of a new team (calls a second), until its answers state another. */
const ASSUMED = 2
/**
 * The share of the limit that digests may use; the rest is for confirmations, which do not wait.
 */
const SHARE = 0.75

export type Pace = {
  /** Reserves the next call and returns how long to wait for it (ms). `now`: ms. */
  reserve: (now: number) => number
  /** Learns from the headers of an answer. `now`: ms. */
  observe: (headers: Record<string, string> | null, now: number) => void
}

/**
 * The pace of all calls of this isolate: a token bucket that is filled by the provider's headers
 * (https://resend.com/docs/api-reference/rate-limit, IETF draft ratelimit-headers-06: a window of
 * one second).
 */
export function makePace(): Pace {
  let perSecond = ASSUMED
  let freeAt = 0
  return {
    reserve(now) {
      const at = Math.max(now, freeAt)
      freeAt = at + 1000 / (perSecond * SHARE)
      // A whole number, as a replayed clock advances by it, and instants are whole numbers.
      return Math.ceil(at - now)
    },
    observe(headers, now) {
      const [limit, remaining, reset] = ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'].map(
        (name) => Number.parseInt(headers?.[name] ?? '', 10),
      )
      if (limit !== undefined && limit > 0) perSecond = limit
      if (remaining === 0 && reset !== undefined && reset > 0) freeAt = Math.max(freeAt, now + reset * 1000)
    },
  }
}
