import { countsOf } from '../db/counters.ts'
import { settingsNamed } from '../db/operator.ts'
import { addMovedReaders, knownReaders, type MovedReader, stoppedAmong } from '../db/reader-moves.ts'
import { noteSignup } from '../db/signups.ts'
import { type Stop, stopAddress } from '../db/subscribers.ts'
import type { Deps } from '../deps.ts'
import { namesOf, stopHashes } from './address-hash.ts'
import { blockedNetworks, domainBlocks } from './block.ts'
import { sendConfirmation } from './confirmation-mail.ts'
import { addressLimits, budgetOf, DAY_KEY, HOUR_KEY, nextDay, nextHour } from './limits.ts'
import { moveSchema, type ReadRow, readRow } from './moved-row.ts'
import { hashNetwork } from './network.ts'
import { CONSENT_TEXT } from './signup.ts'

export type Outcome = { line: number; outcome: string }
/** `retryAt` (ms): the rows without a result wait until then. */
export type MoveReport = { results: Outcome[]; retryAt?: number }

/**
 * Of the confirmations of an hour and of a day, the share that a move may use: strangers sign up
 * meanwhile.
 */
const SHARE = 0.5

/**
 * Takes in readers from elsewhere. `ask`: each is sent a confirmation mail, as after a signup and
 * within the same budgets. `confirmed`: whoever agreed elsewhere (`confirmedAt` and `consentText`
 * say when and how) is a reader at once. Who is known here, in whatever state, stays as they are:
 * nobody who left is written to again, and nobody who is blocked is taken in. `error`: the call has
 * another shape.
 */
export async function moveReaders(deps: Deps, body: unknown): Promise<MoveReport | { error: string }> {
  const parsed = moveSchema.safeParse(body)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return { error: `${issue?.path.join('.')}: ${issue?.message}` }
  }
  const { mode, rows } = parsed.data
  const now = deps.now()
  const read = rows.map((row) => readRow(row, now, mode))
  const whyNot = new Map([...(await blockedHere(deps, read)), ...(await knownHere(deps, read))])
  const report: MoveReport = { results: [] }
  const added: MovedReader[] = []
  for (const one of read) {
    const outcome = await moveOne(deps, one, whyNot, added)
    if (typeof outcome === 'number') {
      report.retryAt = outcome
      break
    }
    report.results.push({ line: one.line, outcome })
  }
  if (added.length > 0) await addMovedReaders(deps.db, added, now)
  return report
}

/** What came of a row, or when to try it again (ms). */
async function moveOne(
  deps: Deps,
  one: ReadRow,
  whyNot: Map<string, string>,
  added: MovedReader[],
): Promise<string | number> {
  if ('error' in one) return `refused: ${one.error}`
  if ('stop' in one) {
    await stopAddress(deps.db, one.stop.hash, one.stop.reason, deps.now())
    return `added: ${one.stop.reason}`
  }
  const { email } = 'reader' in one ? one.reader : one.asked
  const known = whyNot.get(email)
  if (known) return known
  whyNot.set(email, 'already in this file')
  if ('asked' in one) return ask(deps, one.asked)
  added.push(one.reader)
  return one.reader.state === 'active' ? 'added' : `added: ${one.reader.state}`
}

/**
 * Addresses that stay as they are, and why: readers of any state, and those that are never to be
 * written to.
 */
async function knownHere({ db, config }: Deps, read: readonly ReadRow[]): Promise<Map<string, string>> {
  const emails = read.flatMap((one) =>
    'reader' in one ? [one.reader.email] : 'asked' in one ? [one.asked.email] : [],
  )
  const byName = new Map<string, string>()
  const byHash = new Map<string, string>()
  for (const email of emails.filter((email) => !email.startsWith('#'))) {
    for (const name of await namesOf(config, email)) byName.set(name, email)
    for (const hash of await stopHashes(config, email)) byHash.set(hash, email)
  }
  for (const email of emails.filter((email) => email.startsWith('#'))) byName.set(email, email)
  const whyNot = new Map<string, string>()
  for (const { hash, reason } of await stoppedAmong(db, [...byHash.keys()]))
    whyNot.set(byHash.get(hash) ?? '', WHY_STOPPED[reason])
  for (const { name, state, suppression } of await knownReaders(db, [...byName.keys()])) {
    const left = suppression ? `left out: ${suppression} here` : 'left out: has unsubscribed here'
    whyNot.set(byName.get(name) ?? '', state === 'active' ? 'already a reader' : left)
  }
  return whyNot
}

/** Addresses whose domain, or the network that they signed up or confirmed from, is blocked. */
async function blockedHere(deps: Deps, read: readonly ReadRow[]): Promise<Map<string, string>> {
  const readers = read.flatMap((one) => ('reader' in one ? [one.reader] : []))
  const asked = read.flatMap((one) => ('asked' in one ? [one.asked] : []))
  const emails = [...readers, ...asked].map(({ email }) => email)
  const set = await settingsNamed(deps.db, [...new Set(emails.flatMap(domainBlocks))])
  const networks = readers.some(hasNetwork) ? await blockedNetworks(deps) : new Set()
  const isFromThere = ({ signupNetwork, confirmNetwork }: MovedReader) =>
    networks.has(signupNetwork) || networks.has(confirmNetwork)
  return new Map([
    ...readers
      .filter(isFromThere)
      .map(({ email }): [string, string] => [email, 'left out: its network is blocked here']),
    ...emails
      .filter((email) => domainBlocks(email).some((name) => set.has(name)))
      .map((email): [string, string] => [email, 'left out: its domain is blocked here']),
  ])
}

const hasNetwork = ({ signupNetwork, confirmNetwork }: MovedReader) =>
  signupNetwork !== null || confirmNetwork !== null

const WHY_STOPPED: Record<Stop, string> = {
  never: 'left out: wants no mail from here, ever',
  complained: 'left out: complained here',
  blocked: 'left out: blocked here',
}

/** Asks one to confirm, as far as the budgets go. */
async function ask(
  deps: Deps,
  { email, preferences }: Pick<MovedReader, 'email' | 'preferences'>,
): Promise<string | number> {
  const { db, config, now, randomId } = deps
  const at = now()
  const { hourly, daily } = budgetOf(config)
  const used = await countsOf(db, [HOUR_KEY, DAY_KEY], at)
  if ((used.get(DAY_KEY) ?? 0) >= Math.ceil(daily * SHARE)) return nextDay(at)
  if ((used.get(HOUR_KEY) ?? 0) >= Math.ceil(hourly * SHARE)) return nextHour(at)
  const signup = {
    email,
    preferences,
    wants: 'digest' as const,
    own: false,
    consentText: CONSENT_TEXT,
    network: await hashNetwork(config, 'moved by the operator'),
  }
  const limits = await addressLimits(config, email, at)
  const known = { crowd: '', hour: HOUR_KEY, day: DAY_KEY, most: daily }
  const noted = await noteSignup(db, signup, limits, known, at, randomId())
  if ('reached' in noted) return 'left out: was asked to confirm often enough'
  if (noted.id === null) return 'already asked to confirm'
  const answer = await sendConfirmation(deps, noted.id)
  if (answer === 'refused') return 'refused: the mail provider takes no mail to it'
  // Owed: the ticks try again for three days.
  return answer === 'taken' ? 'confirmation sent' : 'confirmation waits'
}
