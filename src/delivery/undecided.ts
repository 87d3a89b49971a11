import { BEFORE_RESTORE, FORGOTTEN } from '../db/batches.ts'
import type { Undecided } from '../db/delivery-sums.ts'

/** What is known of a batch that a person has to decide about. */
export type Doubt = 'probably taken' | 'unknown' | 'not taken'

/** What each decision would do; `null`: it cannot be taken. */
export type Decisions = { 'treat as accepted': string | null; 'send to them anyway': string }

/** Reads the reason that is stored with an uncertain or failed batch. */
export function doubtOf({ state, error }: Pick<Undecided, 'state' | 'error'>): Doubt {
  if (state === 'failed') return 'not taken'
  return error?.includes('invalid_idempotent_request') ? 'probably taken' : 'unknown'
}

/** The reason in a sentence, for the operator. */
export function whyUndecided(batch: Pick<Undecided, 'state' | 'error'>): string {
  const { error } = batch
  if (error === BEFORE_RESTORE || error === FORGOTTEN) return `unknown: ${error}`
  switch (doubtOf(batch)) {
    case 'probably taken':
      return 'probably taken: the provider has other bytes under its key (409)'
    case 'not taken':
      return `not taken: ${error ?? 'nobody asked the provider'}`
    default:
      return `unknown: ${error ?? 'no answer from the provider'}`
  }
}

/** What the operator can do about a batch. */
export function decisionsAbout(batch: Pick<Undecided, 'state' | 'error'>): Decisions {
  const again = {
    'probably taken': 'mails them again: most will then have it twice',
    unknown: 'mails them again: those whose mail was taken will have it twice',
    'not taken': 'mails them now, late',
  }[doubtOf(batch)]
  const closed = 'counts it as mailed: those whose mail was not taken never get it'
  return {
    'treat as accepted': batch.state === 'uncertain' ? closed : null,
    'send to them anyway': again,
  }
}
