import type { Config } from '../config.ts'
import { countAttempt, witnessAttempt, witnessedAttempts } from '../db/attempts.ts'
import { type ClaimedBatch, claimBatch, settleBatch } from '../db/batches.ts'
import { digestOf } from '../db/digests.ts'
import type { Digest } from '../db/editions.ts'
import { closeProvider, forgetRefusal, noteRefusal, providerState } from '../db/provider-gate.ts'
import type { Deps } from '../deps.ts'
import type { Mail } from '../mail/mail.ts'
import { fillPlaceholders } from '../mail/placeholders.ts'
import { writePhrase } from '../mail/sender.ts'
import type { Outcome } from '../mailer/answer.ts'
import { readerLinks } from '../subscribers/links.ts'
import { presentKeyId, secretNamed } from '../subscribers/tokens.ts'
import { isHeld } from './memory.ts'
import { SAFE_TO_ASK, settlementOf } from './outcome.ts'

/** A run that dies holds its batch this long (ms): more than a call may take, less than a tick. */
const LEASE = 5 * 60_000

/**
 * Hands one batch to the provider: claim, render, call, settle. Answers what became of it, or `not
 * due` when another run holds it, it is settled, or it or the provider has to wait. May be called
 * any number of times, at once: only a claim sends.
 */
export async function deliverBatch(deps: Deps, batchId: number): Promise<string> {
  const now = deps.now()
  const provider = await providerState(deps.db)
  if (provider.held || provider.freeAt > now || (await isHeld(deps))) return 'not due'
  const batch = await claimBatch(deps.db, batchId, {
    witnessed: await witnessedAttempts(deps.search),
    now,
    leaseUntil: now + LEASE,
    askedAfter: now - SAFE_TO_ASK,
    keyId: await presentKeyId(deps.config.TOKEN_SECRET),
  })
  if (!batch) return 'not due'
  const outcome = await handOver(deps, batch)
  const settlement = settlementOf(batch, outcome, deps.now())
  // What the provider says of one call holds for all: the others do not even claim their batch.
  if (outcome.kind === 'busy') await closeProvider(deps.db, deps.now() + outcome.wait)
  if (outcome.kind === 'rejected' && outcome.account) await noteRefusal(deps.db, outcome.error, deps.now())
  if (outcome.kind === 'accepted' && batch.members.length > 0 && provider.refuses)
    await forgetRefusal(deps.db)
  const settled = await settleBatch(deps.db, batch, settlement, deps.now())
  return settled ? settlement.state : 'taken over'
}

/**
 * The idempotency key: schedule, local date, kind and number. Batches planned before it was stored
 * keep theirs.
 */
const keyOf = ({ key, editionDate, id }: ClaimedBatch) => key ?? `${editionDate}.${id}`

/**
 * What cannot be rendered was surely not taken: that is settled like a refusal by the provider, and
 * tried again as often.
 */
async function handOver(deps: Deps, batch: ClaimedBatch): Promise<Outcome> {
  if (batch.members.length === 0) return { kind: 'accepted', refused: [] }
  let mails: Mail[]
  try {
    mails = await mailsOf(deps, batch)
  } catch (error) {
    console.error(`batch ${batch.id}: its mails could not be made:`, error)
    return { kind: 'rejected', error: 'its mails could not be made' }
  }
  try {
    // From here on another database knows that there was an attempt, whatever becomes of this one.
    await witnessAttempt(deps.search, await countAttempt(deps.db))
  } catch (error) {
    console.error(`batch ${batch.id}: its attempt could not be noted:`, error)
    return { kind: 'rejected', error: 'its attempt could not be noted' }
  }
  return deps.mailer.sendBatch(keyOf(batch), mails)
}

async function mailsOf(deps: Deps, batch: ClaimedBatch): Promise<Mail[]> {
  const digest = await digestOf(deps.db, batch.digestDate, batch.variant)
  if (!digest)
    throw new Error(
      `digest ${batch.digestDate} ${batch.variant} is gone, but batch ${batch.id} is to send it`,
    )
  return renderMails(deps.config, digest, batch)
}

/** The mails of a batch, in the order of its members: frozen text with the placeholders filled. */
export async function renderMails(
  config: Config,
  digest: Digest,
  { members, keyId }: Pick<ClaimedBatch, 'members' | 'keyId'>,
): Promise<Mail[]> {
  const site = {
    PUBLIC_URL: config.PUBLIC_URL,
    TOKEN_SECRET: await secretNamed(config.TOKEN_SECRET, keyId),
  }
  return Promise.all(
    members.map(async ({ id, email, generation }) => {
      const links = await readerLinks(site, id, generation)
      return {
        from: digest.sender,
        to: email,
        subject: digest.subject,
        html: fillPlaceholders(digest.html, links),
        text: fillPlaceholders(digest.text, links),
        headers: listHeaders(config, links.unsubscribe),
      }
    }),
  )
}

/** RFC 2369 and RFC 8058 (one click), RFC 2919 (list id). */
function listHeaders(config: Config, unsubscribe: string): Record<string, string> {
  return {
    'List-Unsubscribe': `<${unsubscribe}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    'List-Id': listId(config),
  }
}

/** RFC 2919 §3; its phrase may be missing, and is where it would have to be encoded (RFC 2047). */
function listId({ PUBLIC_URL, brand: { name } }: Config): string {
  const phrase = /[^ -~]/.test(name) ? '' : `${writePhrase(`${name} daily`)} `
  return `${phrase}<daily.${new URL(PUBLIC_URL).hostname}>`
}
