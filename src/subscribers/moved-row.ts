import { z } from 'zod'
import type { MovedReader } from '../db/reader-moves.ts'
import { readAddress } from '../mail/address.ts'
import { isDate } from '../time/dates.ts'
import { readPreferencesForm, topicFields } from './preferences-form.ts'
import { firstDate } from './schedule.ts'

/**
 * Rows of one call (count): within 16 kB. Asked to confirm, each is a mail and about ten queries of
 * the Free plan's 50.
 */
export const MOST_ROWS = { confirmed: 100, ask: 3 } as const

const instant = z.number().int().nullable().default(null)
const words = z.string().max(300).nullable().default(null)
const row = z.object({
  /** Of the file, for the report. */
  line: z.number().int().min(1),
  email: z.string().max(400),
  /** `never`: an address (its hash) whose owner wants no mail from here, ever. */
  state: z.enum(['pending', 'active', 'unsubscribed', 'bounced', 'complained', 'never']).default('active'),
  createdAt: instant,
  confirmedAt: instant,
  endedAt: instant,
  consentText: words,
  signupNetwork: words,
  confirmNetwork: words,
  suppression: z.enum(['bounced', 'complained']).nullable().default(null),
  pausedUntil: z.string().refine(isDate, 'must be a date').nullable().default(null),
  /** What `readPreferencesForm` takes, or `topics` as a schedule has them. */
  preferences: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
})
export type Row = z.output<typeof row>

/** What `POST /operator/readers` takes. */
export const moveSchema = z.discriminatedUnion('mode', [
  z.object({ mode: z.literal('ask'), rows: z.array(row).max(MOST_ROWS.ask) }),
  z.object({ mode: z.literal('confirmed'), rows: z.array(row).max(MOST_ROWS.confirmed) }),
])
export type Mode = keyof typeof MOST_ROWS

export type ReadRow = { line: number } & (
  | { reader: MovedReader }
  /** Still to be asked. */
  | { asked: Pick<MovedReader, 'email' | 'preferences'> }
  | { stop: { hash: string; reason: 'never' | 'complained' } }
  | { error: string }
)

/** 128 bits in hex, as `hashAddress` makes them. */
const HASHED = /^#[0-9a-f]{32}$/

/** Reads one row at `now` (ms). Pure. `error`: why it makes no reader, in words. */
export function readRow(row: Row, now: number, mode: Mode): ReadRow {
  const { line, state } = row
  const isHash = HASHED.test(row.email)
  if (isHash && (state === 'never' || state === 'complained'))
    return { line, stop: { hash: row.email.slice(1), reason: state } }
  if (isHash && (state === 'active' || state === 'pending'))
    return { line, error: 'there is only a hash of its address.' }
  const address = isHash ? { email: row.email } : readAddress(row.email)
  if ('error' in address) return { line, ...address }
  const { topics, ...fields } = row.preferences
  const preferences = readPreferencesForm({ ...fields, ...(topics ? topicFields(String(topics)) : {}) })
  if ('error' in preferences) return { line, ...preferences }
  if (state === 'never') return { line, error: 'never: is said of hashes only; use unsubscribed.' }
  const isOpen = state === 'active' || state === 'pending'
  if (mode === 'ask' && isOpen) return { line, asked: { ...address, preferences } }
  if (state === 'pending')
    return { line, error: 'has not confirmed; without --confirmed they are asked again.' }
  return readMoved(row, state, { ...address, preferences }, now)
}

function readMoved(
  row: Row,
  state: MovedReader['state'],
  { email, preferences }: Pick<MovedReader, 'email' | 'preferences'>,
  now: number,
): ReadRow {
  const { line, createdAt, confirmedAt, endedAt, consentText, signupNetwork, confirmNetwork } = row
  if (state === 'active' && (confirmedAt === null || !consentText))
    return { line, error: 'it is not said when and how they agreed.' }
  if (Math.max(createdAt ?? 0, confirmedAt ?? 0) > now) return { line, error: 'its date is in the future.' }
  const first = firstDate(preferences, now)
  const { pausedUntil } = row
  return {
    line,
    reader: {
      email,
      state,
      preferences,
      confirmedAt,
      consentText,
      signupNetwork,
      confirmNetwork,
      createdAt: createdAt ?? confirmedAt ?? now,
      endedAt: state === 'active' ? null : (endedAt ?? now),
      suppression: row.suppression ?? (state === 'bounced' || state === 'complained' ? state : null),
      from: pausedUntil !== null && pausedUntil > first ? pausedUntil : first,
    },
  }
}
