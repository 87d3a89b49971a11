import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { readAddress } from '../../src/mail/address.ts'
import { type Door, StepError } from '../setup/door.ts'
import { openWorker } from '../setup/tick.ts'
import type { ImportFlags } from './flags.ts'
import { formatOf, type MoveRow } from './formats.ts'
import { readTable } from './read-file.ts'

/**
 * The Worker takes so many rows and bytes a call (src/subscribers/move-readers.ts,
 * src/web/app.tsx).
 */
const MOST = { ask: 3, confirmed: 100 } as const
/**
 * So long (ms) the command waits for the next hour's budget; for the next day's it has to be run
 * again.
 */
const PATIENCE = 3_600_000
const BYTES = 14_000
/** The furthest line that is done is noted this often at the least (rows). */
const SHOWN_EVERY = 1_000

/**
 * Imports; the count of readers that are new. Says line by line, without addresses, who was not
 * taken in.
 */
export async function importReaders(
  door: Door,
  flags: ImportFlags,
  pause: (ms: number) => Promise<unknown> = (ms) => wait(ms),
): Promise<number> {
  const table = readTable(flags.file)
  const format = formatOf(table)
  if (format === null)
    throw new StepError(
      `${flags.file} has no column with addresses; it has: ${table.header.join(', ').slice(0, 200)}.`,
      'Name that column "email" in its first line.',
    )
  door.say(
    `${flags.file} is ${format.name === 'a list of addresses' ? '' : 'of '}${format.name}: ${table.rows.length.toLocaleString('en')} rows.`,
  )
  const worker = openWorker(door)
  const progress = openProgress(flags)
  const counts = new Map<string, number>()
  const note = (line: number, outcome: string) => {
    const isTaken = /^(added|confirmation sent|confirmation waits)/.test(outcome)
    const kind = isTaken ? outcome : outcome.replace(/:.*$/s, '')
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
    if (!isTaken) door.say(`  line ${line}: ${outcome}`)
  }

  const seen = new Map<string, number>()
  const rows: MoveRow[] = []
  for (const fileRow of table.rows) {
    const reading = format.read(fileRow)
    const address = 'row' in reading ? readName(reading.row.email) : null
    const email = address && 'email' in address ? address.email : null
    const before = email === null ? undefined : seen.get(email)
    if (email !== null && before === undefined) seen.set(email, fileRow.line)
    if (fileRow.line <= progress.line) continue
    if ('error' in reading) note(fileRow.line, `refused: ${reading.error}`)
    else if (address && 'error' in address) note(fileRow.line, `refused: ${address.error}`)
    else if (before !== undefined) note(fileRow.line, `duplicate of line ${before}`)
    else rows.push(withConsent(reading.row, flags, email ?? ''))
  }
  if (progress.line > 0) door.say(`Going on after line ${progress.line} (--again begins anew).`)

  const parts = inParts(rows, MOST[flags.mode])
  let done = 0
  for (let part = parts.shift(); part; part = parts.shift()) {
    const { results, retryAt } = await worker.moveReaders({ mode: flags.mode, rows: part })
    for (const { line, outcome } of results) note(line, outcome)
    const last = results.at(-1)
    if (last) progress.note(last.line)
    done += results.length
    const left = part.slice(results.length)
    if (left.length > 0) {
      parts.unshift(left)
      await waitForBudget(door, retryAt, `${done} of ${rows.length} rows are done`, pause)
    }
    const mails = results.filter(({ outcome }) => outcome.startsWith('confirmation ')).length
    if (mails > 0) await pause((mails * 60_000) / flags.perMinute)
    if (Math.floor(done / SHOWN_EVERY) > Math.floor((done - results.length) / SHOWN_EVERY))
      door.say(`  ${done.toLocaleString('en')} of ${rows.length.toLocaleString('en')}`)
  }
  progress.end()
  for (const [outcome, count] of [...counts].sort())
    door.say(`${count.toLocaleString('en').padStart(9)}  ${outcome}`)
  return ['added', 'confirmation sent', 'confirmation waits'].reduce(
    (sum, name) => sum + (counts.get(name) ?? 0),
    0,
  )
}

/** An address, or `#` and the hash of one. */
const readName = (text: string) => (text.startsWith('#') ? { email: text } : readAddress(text))

/** A row's own consent counts for more than the one that is stated for all. */
function withConsent(row: MoveRow, { mode, consent }: ImportFlags, email: string): MoveRow {
  if (mode === 'ask' || row.state !== 'active') return { ...row, email }
  return {
    ...row,
    email,
    confirmedAt: row.confirmedAt ?? consent.at,
    consentText: row.consentText ?? consent.source,
  }
}

/**
 * Confirmations of an hour and a day are limited, so that strangers' signups and digests have room
 * (MAIL_DAILY_QUOTA).
 */
async function waitForBudget(
  door: Door,
  retryAt: number | undefined,
  sofar: string,
  pause: (ms: number) => Promise<unknown>,
): Promise<void> {
  const wait = (retryAt ?? Number.POSITIVE_INFINITY) - door.now()
  if (wait > PATIENCE)
    throw new StepError(
      `The confirmations of today are used up: ${sofar}.`,
      `Run the same command again ${retryAt ? `after ${new Date(retryAt).toISOString()}` : 'later'}: it goes on from here.`,
    )
  door.say(
    `  The confirmations of this hour are used up: ${sofar}. Going on in ${Math.ceil(wait / 60_000)} minutes.`,
  )
  await pause(Math.max(1_000, wait))
}

/** Rows in calls that the Worker takes. */
function inParts(rows: readonly MoveRow[], most: number): MoveRow[][] {
  const parts: MoveRow[][] = []
  let part: MoveRow[] = []
  let bytes = 0
  for (const row of rows) {
    const size = Buffer.byteLength(JSON.stringify(row)) + 1
    if (part.length > 0 && (part.length === most || bytes + size > BYTES)) {
      parts.push(part)
      part = []
      bytes = 0
    }
    part.push(row)
    bytes += size
  }
  if (part.length > 0) parts.push(part)
  return parts
}

/** The furthest line that is done, beside the file, for this very file and mode. */
function openProgress({ file, mode, again }: ImportFlags) {
  const path = `${file}.progress.json`
  const digest = createHash('sha256').update(readFileSync(file)).update(mode).digest('hex')
  const shape = z.object({ digest: z.string(), line: z.number().int() })
  const kept = existsSync(path) && !again ? shape.safeParse(JSON.parse(readFileSync(path, 'utf8'))) : null
  const line = kept?.success && kept.data.digest === digest ? kept.data.line : 0
  return {
    line,
    note: (line: number) => writeFileSync(path, JSON.stringify({ digest, line })),
    end: () => rmSync(path, { force: true }),
  }
}
