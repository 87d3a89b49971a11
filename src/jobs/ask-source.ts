import { asks } from '../config.ts'
import { atomically, type Statements } from '../db/client.ts'
import { releaseGate, takeGate } from '../db/source-runs.ts'
import type { Deps } from '../deps.ts'
import type { Source } from '../papers/observation.ts'
import { type Answer, ask, userAgent } from '../sources/http.ts'
import type { Done } from './unit.ts'

/**
 * Between two requests (ms): arXiv's terms of use, https://info.arxiv.org/help/api/tou.html;
 * nothing for the others.
 */
const SPACING: Record<Source, number> = { arxiv: 3_000, huggingface: 0, hackernews: 0, github: 0 }
/** The largest answer that is read (bytes), some twenty times what each source sends at most. */
const MOST_BYTES: Record<Source, number> = {
  arxiv: 2_000_000,
  huggingface: 8_000_000,
  hackernews: 1_000_000,
  github: 500_000,
}
/**
 * A unit that finds its source in use tries again after so long (s): a request takes at most 20 s.
 */
const LOOK_AGAIN = 10
/** A pause that ends within so long (ms) is waited for. */
const SHORT = 30_000

/**
 * One request, and what to store of its answer. `more`: there is a further one to make when this
 * one went well.
 */
export type Request = {
  url: string
  accept: string
  token?: string | undefined
  body?: string
  more: boolean
  read: (
    answer: Answer,
  ) => Promise<{ statements: readonly Statements[]; result: Omit<Done, 'again'>; again?: number }>
}

/**
 * Makes one request to a source through its gate: one connection, and pauses that are kept. `pick`
 * is asked for the request once the gate is ours, so that two runs never ask for the same; null:
 * nothing is due any more. A source that is turned off is never asked.
 */
export async function askSource(
  deps: Deps,
  source: Source,
  pick: () => Promise<Request | null>,
): Promise<Done> {
  const { db, config } = deps
  if (!asks(config, source)) return { outcome: 'nothing' }
  const gate = await takeGate(db, source, deps.now())
  if (gate !== 'taken') {
    const left = gate.freeAt - deps.now()
    if (gate.leased) return { outcome: 'held', again: LOOK_AGAIN }
    return left <= SHORT
      ? { outcome: 'held', again: Math.max(1, Math.ceil(left / 1000)) }
      : { outcome: 'closed' }
  }
  const request = await pick()
  if (!request) {
    await atomically(db, [releaseGate(db, source, deps.now())])
    return { outcome: 'nothing' }
  }
  const { url, accept, token, body, more, read } = request
  const answer = await ask(deps, url, {
    agent: userAgent(config.brand, config.PUBLIC_URL),
    accept,
    maxBytes: MOST_BYTES[source],
    ...(token ? { token } : {}),
    ...(body === undefined ? {} : { body }),
  })
  const { statements, result, again } = await read(answer)
  const freeAt = deps.now() + SPACING[source]
  const closedUntil = answer.ok ? freeAt : Math.max(answer.retryAt ?? 0, freeAt)
  await atomically(db, [...statements, releaseGate(db, source, closedUntil)])
  const next = again ?? (more && result.outcome === 'done' ? SPACING[source] / 1000 : undefined)
  return next === undefined ? (result as Done) : ({ ...result, again: next } as Done)
}
