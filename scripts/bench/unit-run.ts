import type { Counts } from './counting.ts'

/** What the queue of the bench holds: a message as the product sends it. */
export type Sent = { message: { unit: string; next?: string[] }; delaySeconds: number }

/**
 * A tick or a message to run at an instant (ms, UTC), with so many papers (count) submitted to
 * arXiv on a day.
 */
export type Job = { tick?: number; message?: Sent['message']; now: number; submitted: number }

/** What one run of a unit took, what it sent on, and the tape to play it again. */
export type Run = Required<Counts> & {
  subrequests: number
  sent: Sent[]
  log: Record<string, unknown>[]
  tape: string[]
}
