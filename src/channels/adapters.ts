import { type Adapter, type Answer, KINDS, type Kind, type PostOutcome } from './channel.ts'
import { discord } from './discord.ts'
import { matrix } from './matrix.ts'
import { ntfy } from './ntfy.ts'
import { slack } from './slack.ts'
import { telegram } from './telegram.ts'
import { webhook } from './webhook.ts'

export const ADAPTERS: Readonly<Record<Kind, Adapter>> = { webhook, slack, discord, telegram, ntfy, matrix }

export const isKind = (name: unknown): name is Kind => KINDS.some((kind) => kind === name)

/**
 * A host that says nothing of how long is asked again after this (ms), and never later than a day.
 */
const PAUSE = 60_000
const LONGEST_PAUSE = 86_400_000

const isGone = (status: number) => status === 404 || status === 410

/** How long to wait (ms) as Discord and Telegram (seconds) and Matrix say it; null: they do not. */
function pauseIn(body: string): number | null {
  const [, unit, said] = /"retry_after(_ms)?":\s*(\d+(?:\.\d+)?)/.exec(body) ?? []
  return said === undefined ? null : Math.ceil(Number(said) * (unit ? 1 : 1000))
}

/** What an answer means for a message. */
export function outcomeOf({ gone = isGone }: Pick<Adapter, 'gone'>, answer: Answer): PostOutcome {
  if (answer.status === null) return { kind: answer.asked ? 'unknown' : 'rejected', error: answer.error }
  const { status, retryAfter, body } = answer
  const error = `it answered ${status}`
  if (status >= 200 && status < 300) return { kind: 'accepted' }
  if (status >= 400 && status !== 429 && gone(status, body)) return { kind: 'gone', error }
  // RFC 9110 §15.6.4: 503 with a time to come back is as definite as RFC 6585's 429.
  if (status === 429 || (status === 503 && retryAfter !== null))
    return { kind: 'busy', wait: Math.min(retryAfter ?? pauseIn(body) ?? PAUSE, LONGEST_PAUSE), error }
  if (status >= 300 && status < 400)
    return { kind: 'rejected', error: `it answered ${status}: redirects are not followed` }
  // It began to work on it.
  return status >= 500 || status === 408 ? { kind: 'unknown', error } : { kind: 'rejected', error }
}
