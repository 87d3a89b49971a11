import { z } from 'zod'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'

/** The host of the widget's script and frame, and of the check of its answer. */
export const TURNSTILE = 'https://challenges.cloudflare.com'
/** The field that the widget adds to a form. */
const FIELD = 'cf-turnstile-response'
/** How long the check may take (ms). */
const PATIENCE = 5_000

const verdict = z.object({ success: z.boolean() })

/**
 * Whether Turnstile says that a human sent a form
 * (https://developers.cloudflare.com/turnstile/get-started/server-side-validation/); always true
 * when it is not set up. False when it does not answer: the form can be sent again.
 */
export async function isHuman(
  { config, fetch }: { config: Config; fetch: Deps['fetch'] },
  fields: Record<string, unknown>,
): Promise<boolean> {
  const secret = config.TURNSTILE_SECRET_KEY
  if (!secret) return true
  const response = fields[FIELD]
  if (typeof response !== 'string' || response === '') return false
  try {
    const answer = await fetch(`${TURNSTILE}/turnstile/v0/siteverify`, {
      method: 'POST',
      body: new URLSearchParams({ secret, response }),
      signal: AbortSignal.timeout(PATIENCE),
    })
    return verdict.parse(await answer.json()).success
  } catch (error) {
    console.error('Turnstile gave no answer:', error)
    return false
  }
}
