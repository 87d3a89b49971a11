import { parseArgs } from 'node:util'
import { z } from 'zod'
import { StepError } from '../setup/door.ts'

export const USAGE = `npm run subscribers -- import FILE.csv [flags]
npm run subscribers -- export [FILE.csv]

Import: CSV of Papertide, listmonk, Buttondown or Mailchimp (recognised by its header), or any with a column "email".
Everybody is sent one confirmation mail and is a reader after confirming it. Who is known here, in whatever state, stays as
they are; who has left or bounced is never written to. Cut off, the same command goes on where it stopped.

  --confirmed                they agreed already: they are readers at once. Then say when and how:
  --consent-date YYYY-MM-DD  on which they agreed (where the file has no date of its own)
  --consent-source WORDS     where and how they agreed, such as "form on lab.example"
  --per-minute N             confirmation mails a minute (60)
  --again                    begin at the first line, not where the last run stopped
  --help                     print this

Export: every reader with state, consent, schedule and topics. It holds addresses: keep it safe.`

export type ImportFlags = {
  file: string
  mode: 'ask' | 'confirmed'
  /** Stated for all rows: the date (ms) and where and how. */
  consent: { at: number | null; source: string | null }
  perMinute: number
  again: boolean
}

/** @throws StepError when a flag is unknown or the consent is not stated */
export function readImportFlags(args: string[]): ImportFlags {
  const text = { type: 'string' } as const
  const yes = { type: 'boolean' } as const
  const again = 'Run: npm run subscribers -- --help'
  let parsed: ReturnType<typeof parse>
  function parse() {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        confirmed: yes,
        again: yes,
        'consent-date': text,
        'consent-source': text,
        'per-minute': text,
      },
    })
  }
  try {
    parsed = parse()
  } catch (error) {
    throw new StepError((error as Error).message, again)
  }
  const { values, positionals } = parsed
  const [file] = positionals
  if (!file || positionals.length !== 1) throw new StepError('Which file?', again)
  const perMinute = Number(values['per-minute'] ?? 60)
  if (!(Number.isInteger(perMinute) && perMinute > 0))
    throw new StepError('--per-minute takes a whole number.', again)
  const date = values['consent-date']
  const source = values['consent-source']?.trim()
  const at = date === undefined ? Number.NaN : Date.parse(`${date}T00:00:00Z`)
  if (date !== undefined && (Number.isNaN(at) || !z.iso.date().safeParse(date).success))
    throw new StepError('--consent-date takes a date such as 2025-03-01.', again)
  if (!values.confirmed && (date || source))
    throw new StepError('Consent is stated with --confirmed only.', again)
  return {
    file,
    mode: values.confirmed ? 'confirmed' : 'ask',
    consent: { at: date === undefined ? null : at, source: source || null },
    perMinute,
    again: values.again ?? false,
  }
}
