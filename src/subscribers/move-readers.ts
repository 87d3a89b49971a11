import { z } from 'zod'
import { addMovedReaders, type Known, knownReaders, type MovedReader } from '../db/reader-moves.ts'
import { noteSignup } from '../db/subscribers.ts'
import type { Deps } from '../deps.ts'
import { readAddress } from '../mail/address.ts'
import { isDate } from '../time/dates.ts'
import { hashNetwork } from './network.ts'
import { readPreferencesForm } from './preferences-form.ts'
import { firstDate } from './schedule.ts'
import { CONSENT_TEXT, sendConfirmation } from './signup.ts'

/** Rows of one call (count): within 16 kB. Asked to confirm, each is a mail and five queries of the Free plan's 50. */
export const MOST_ROWS = { confirmed: 100, ask: 5 } as const

const instant = z.number().int().nullable().default(null)
const words = z.string().max(300).nullable().default(null)
const row = z.object({
  /** Of the file, for the report. */
  line: z.number().int().min(1),
  email: z.string().max(400),
  state: z.enum(['pending', 'active', 'unsubscribed', 'bounced', 'complained']).default('active'),
  createdAt: instant,
  confirmedAt: instant,
  endedAt: instant,
  consentText: words,
  signupNetwork: words,
  confirmNetwork: words,
  suppression: z.enum(['bounced', 'complained']).nullable().default(null),
  pausedUntil: z.string().refine(isDate, 'must be a date').nullable().default(null),
  /** What `readPreferencesForm` takes. */
  preferences: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
})
const move = z.discriminatedUnion('mode', [
  z.object({ mode: z.literal('ask'), rows: z.array(row).max(MOST_ROWS.ask) }),
  z.object({ mode: z.literal('confirmed'), rows: z.array(row).max(MOST_ROWS.confirmed) }),
])
type Row = z.output<typeof row>

export type Outcome = { line: number; outcome: string }
/** `stop`: why the rest should wait, in words. */
export type MoveReport = { results: Outcome[]; stop?: string }

const CLOSED =
  'The mail provider takes no mail at present: a wrong key or sender, or a quota that is used up.'

/**
 * Takes in readers from elsewhere. `ask`: each is sent a confirmation mail, as after a signup. `confirmed`: whoever agreed
 * elsewhere (`confirmedAt` and `consentText` say when and how) is a reader at once. Who is known here, in whatever state,
 * stays as they are: nobody who left is written to again. `error`: the call has another shape.
 */
export async function moveReaders(deps: Deps, body: unknown): Promise<MoveReport | { error: string }> {
  const parsed = move.safeParse(body)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return { error: `${issue?.path.join('.')}: ${issue?.message}` }
  }
  const { mode, rows } = parsed.data
  const now = deps.now()
  const read = rows.map((row) => readRow(row, now, mode))
  const emails = read.flatMap((one) => ('reader' in one ? [one.reader.email] : []))
  const known = new Map((await knownReaders(deps.db, emails)).map((one) => [one.email, one]))
  const report: MoveReport = { results: [] }
  const added: MovedReader[] = []
  for (const one of read) {
    const note = (outcome: string) => void report.results.push({ line: one.line, outcome })
    if ('error' in one) note(`refused: ${one.error}`)
    else {
      const here = known.get(one.reader.email)
      if (here) note(nameKnown(here))
      else if (mode === 'ask' && isAsked(one.reader)) {
        if (report.stop) continue
        const answer = await ask(deps, one.reader)
        note(answer === 'closed' || answer === 'unknown' ? 'confirmation waits' : `confirmation ${answer}`)
        if (answer === 'closed') report.stop = CLOSED
      } else {
        added.push(one.reader)
        note(one.reader.state === 'active' ? 'added' : `added: ${one.reader.state}`)
      }
      known.set(one.reader.email, { ...one.reader })
    }
  }
  if (added.length > 0) await addMovedReaders(deps.db, added, now)
  return report
}

const isAsked = ({ state }: MovedReader) => state === 'active' || state === 'pending'

function nameKnown({ state, suppression }: Known): string {
  if (state === 'active') return 'already a reader'
  if (state === 'pending') return 'already asked to confirm'
  return state === 'unsubscribed' && !suppression
    ? 'left out: has unsubscribed here'
    : `left out: ${suppression ?? state} here`
}

type ReadRow = { line: number } & ({ reader: MovedReader } | { error: string })

function readRow(row: Row, now: number, mode: 'ask' | 'confirmed'): ReadRow {
  const { line } = row
  const address = readAddress(row.email)
  if ('error' in address) return { line, ...address }
  const preferences = readPreferencesForm(row.preferences)
  if ('error' in preferences) return { line, ...preferences }
  const { state, createdAt, confirmedAt, endedAt, consentText, signupNetwork, confirmNetwork } = row
  if (mode === 'confirmed' && state === 'active' && (confirmedAt === null || !consentText))
    return { line, error: 'it is not said when and how they agreed.' }
  if (Math.max(createdAt ?? 0, confirmedAt ?? 0) > now) return { line, error: 'its date is in the future.' }
  const first = firstDate(preferences, now)
  const suppression = row.suppression ?? (state === 'bounced' || state === 'complained' ? state : null)
  return {
    line,
    reader: {
      ...address,
      state,
      createdAt: createdAt ?? confirmedAt ?? now,
      confirmedAt,
      endedAt: isAsked({ state } as MovedReader) ? null : (endedAt ?? now),
      consentText,
      signupNetwork,
      confirmNetwork,
      suppression,
      preferences,
      from: row.pausedUntil !== null && row.pausedUntil > first ? row.pausedUntil : first,
    },
  }
}

async function ask(deps: Deps, { email, preferences }: MovedReader) {
  const network = await hashNetwork(deps.config, 'moved by the operator')
  const id = await noteSignup(deps.db, email, preferences, { text: CONSENT_TEXT, network }, deps.now())
  const answer = id === null ? null : await sendConfirmation(deps, id)
  return answer === 'taken' || answer === null ? 'sent' : answer
}
