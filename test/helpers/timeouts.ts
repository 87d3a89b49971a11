import { vi } from 'vitest'

/** From now on timeouts pass as the test says (`isOverAfter`), not with the real clock. */
export function playTimeouts(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) => {
    const controller = new AbortController()
    setTimeout(() => controller.abort(new DOMException('too slow', 'TimeoutError')), milliseconds)
    return controller.signal
  })
}

export function endPlay(): void {
  vi.useRealTimers()
  vi.restoreAllMocks()
}

/** Tells whether some work is over once so much more time (ms) has passed. */
export async function isOverAfter(milliseconds: number, work: Promise<unknown>): Promise<boolean> {
  let over = false
  const note = () => {
    over = true
  }
  work.then(note, note)
  await vi.advanceTimersByTimeAsync(milliseconds)
  return over
}

/**
 * An upstream that takes every request and answers none: a call ends only when its caller gives it
 * up.
 */
export const silent = ((_input: RequestInfo | URL, init?: RequestInit) =>
  new Promise((_, reject) =>
    init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)),
  )) as typeof fetch
