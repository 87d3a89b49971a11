import { existsSync } from 'node:fs'
import { stringify } from 'csv-stringify/sync'
import { type Door, StepError } from '../setup/door.ts'
import { openWorker } from '../setup/tick.ts'
import { writePrivately } from '../setup/write-privately.ts'
import { asText, COLUMNS, type Column } from './columns.ts'

/**
 * `npm run subscribers -- export [FILE.csv]`: every reader, those who left or bounced too. Returns
 * how many (count).
 */
export async function exportReaders(door: Door, [file = 'readers.csv']: string[]): Promise<number> {
  if (existsSync(file))
    throw new StepError(`${file} is there already.`, 'Name another: npm run subscribers -- export OTHER.csv')
  const worker = openWorker(door)
  const rows: Record<Column, string>[] = []
  let after: number | null = 0
  while (after !== null) {
    const { readers, next } = await worker.readersAfter(after)
    rows.push(...readers.map(asRow))
    after = next
  }
  const count = rows.length
  let hash: string | null = ''
  while (hash !== null) {
    const { stopped, next } = await worker.stoppedAfter(hash)
    rows.push(...stopped.map(asStop))
    hash = next
  }
  writePrivately(file, stringify(rows.map(neutralised), { header: true, columns: [...COLUMNS] }))
  door.say(
    `${count.toLocaleString('en')} readers and ${rows.length - count} stopped addresses (hashes) are in ${file}.`,
  )
  return count
}

/** A reader as the Worker tells them (src/db/reader-moves.ts). */
function asRow(reader: Record<string, unknown>): Record<Column, string> {
  const text = (name: string) => String(reader[name] ?? '')
  const instant = (name: string) =>
    typeof reader[name] === 'number' ? new Date(reader[name]).toISOString() : ''
  return {
    email: text('email'),
    state: text('state'),
    created_at: instant('createdAt'),
    confirmed_at: instant('confirmedAt'),
    ended_at: instant('endedAt'),
    consent: text('consentText'),
    signup_network: text('signupNetwork'),
    confirm_network: text('confirmNetwork'),
    suppression: text('suppression'),
    timezone: text('timezone'),
    hour: text('hour'),
    days: text('days'),
    papers: text('papers'),
    topics: text('topics'),
    early: text('early'),
    from: text('scheduleFrom'),
  }
}

/**
 * An address that is never to be written to: only its hash is known, and only TOKEN_SECRET makes
 * the same.
 */
const asStop = (stop: { hash: string; reason: string; at: number }) =>
  asRow({ email: `#${stop.hash}`, state: stop.reason, endedAt: stop.at })

const neutralised = (row: Record<Column, string>) =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, asText(value)]))
