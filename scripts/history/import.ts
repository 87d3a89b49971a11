import { createReadStream, existsSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { KINDS } from '../../src/sources/history.ts'
import { type Door, StepError } from '../setup/door.ts'
import { openWorker } from '../setup/tick.ts'
import { makeWorkerApi, type WorkerApi } from '../setup/worker-api.ts'
import { FileError, readLines } from './read-lines.ts'
import { inSteps, readSections, type Section } from './sections.ts'

export const USAGE = `npm run import -- ADDRESS|FILE … [--to URL]

Takes the history of another instance into this one: editions, papers, observations. ADDRESS is that instance
(https://papers.example) or one of its exports; a FILE is such an export as it was saved, packed with gzip or not, several
answers one after the other. Give files of editions first, then papers, then observations.

  --to URL   the instance that takes it, instead of the one that was set up here; its ADMIN_TOKEN is in the environment
  --help     print this

Editions that are here stay as they are, and so do papers unless the history has a newer version of their text. Readers are
not touched. Cut off, run the same command again: nothing comes twice. How to begin with another's history:
docs/operating.md.`

/** The longest pause (s) that another instance may ask for, and how often it may. */
const PATIENCE = { seconds: 300, times: 10 }
const TIMEOUT = 60_000

type Pause = (ms: number) => Promise<unknown>
/** Counts of lines: all, those that changed something, those that were refused. */
type Sum = { lines: number; changed: number; refused: number }

/** `npm run import`. Exit code 1 when a line was refused. @throws StepError */
export async function importHistory(door: Door, args: string[], pause: Pause = wait): Promise<number> {
  const { sources, to, help } = readArgs(args)
  if (help) {
    door.say(USAGE)
    return 0
  }
  const worker = to === null ? openWorker(door) : makeWorkerApi(door, to, adminToken(door))
  const sum: Sum = { lines: 0, changed: 0, refused: 0 }
  const left = sources.flatMap((source) => (isAddress(source) ? exportsOf(source) : [source]))
  for (let source = left.shift(); source !== undefined; source = left.shift()) {
    try {
      const next = await importSource(door, worker, source, sum, pause)
      if (next !== null) left.unshift(next)
    } catch (error) {
      if (!(error instanceof FileError) && !(error instanceof StepError)) throw error
      const message = error instanceof FileError ? `${source}: ${error.message}.` : error.message
      const cure = [source, ...left].map((one) => `'${one}'`).join(' ')
      throw new StepError(
        message,
        `What was taken stays, and nothing comes twice. When that is mended: npm run import -- ${cure}${to === null ? '' : ` --to ${to}`}`,
      )
    }
  }
  const [lines, changed] = [sum.lines, sum.changed].map((count) => count.toLocaleString('en'))
  door.say(`${lines} lines: ${changed} were new or newer, ${sum.refused.toLocaleString('en')} were refused.`)
  door.say('The search index fills within the next hours. See: npm run doctor')
  return sum.refused > 0 ? 1 : 0
}

function readArgs(args: string[]) {
  const again = 'Run: npm run import -- --help'
  let parsed: ReturnType<typeof parse>
  function parse() {
    const options = { to: { type: 'string' }, help: { type: 'boolean' } } as const
    return parseArgs({ args, allowPositionals: true, options })
  }
  try {
    parsed = parse()
  } catch (error) {
    throw new StepError((error as Error).message, again)
  }
  const { values, positionals } = parsed
  const to = values.to ?? null
  if (to !== null && !isAddress(to)) throw new StepError('--to takes an address: https://…', again)
  if (!values.help && positionals.length === 0)
    throw new StepError('Whose history? Name an address or a file.', again)
  const missing = positionals.find((source) => !isAddress(source) && !existsSync(source))
  if (missing !== undefined) throw new StepError(`There is no file ${missing}.`, again)
  return { sources: positionals, to: to?.replace(/\/+$/, '') ?? null, help: values.help ?? false }
}

function adminToken({ env }: Door): string {
  if (env.ADMIN_TOKEN) return env.ADMIN_TOKEN
  throw new StepError('With --to, ADMIN_TOKEN of that instance has to be in the environment.', 'Set it.')
}

const isAddress = (source: string) => /^https?:\/\//i.test(source) && URL.canParse(source)

/** An export stays; of an instance all exports, in the order in which they are taken. */
const exportsOf = (address: string): string[] =>
  new URL(address).pathname === '/'
    ? KINDS.map((kind) => new URL(`/export/${kind}.ndjson`, address).href)
    : [address]

/** Takes a file, or one answer of an address; the address of the next answer, or null. */
async function importSource(door: Door, worker: WorkerApi, source: string, sum: Sum, pause: Pause) {
  if (!isAddress(source)) {
    let last: Section | null = null
    for await (const section of readSections(readLines(createReadStream(source)))) {
      await importSection(door, worker, source, section, sum)
      last = section
    }
    const next = last?.head.next ?? null
    if (next !== null) door.say(`${source} is not all of it: more is at ${next}`)
    return null
  }
  const body = await ask(door, source, pause)
  let next: string | null = null
  for await (const section of readSections(readLines(body))) {
    await importSection(door, worker, source, section, sum)
    next = section.head.next
  }
  if (next === null) return null
  // Another host's answer must not lead elsewhere, nor round in a circle.
  if (URL.parse(next)?.origin !== new URL(source).origin || next === source)
    throw new FileError(`it leads on to another place, ${next.slice(0, 100)}`)
  return next
}

async function importSection(door: Door, worker: WorkerApi, source: string, section: Section, sum: Sum) {
  const { kind } = section.head
  let changed = 0
  for (const step of inSteps(kind, section.lines)) {
    const answer = await worker.takeHistory(
      kind,
      step.map(({ text }) => text),
    )
    changed += answer.changed
    for (const { line, reason } of answer.refused)
      door.say(`  ${source}, line ${step[line]?.number}: ${reason}`)
    sum.refused += answer.refused.length
  }
  sum.lines += section.lines.length
  sum.changed += changed
  door.say(`${kind}: ${section.lines.length} lines, ${changed} new or newer`)
}

/** What an address answers, waiting where it asks for that. @throws StepError */
async function ask(door: Door, address: string, pause: Pause): Promise<AsyncIterable<Uint8Array>> {
  for (let times = 0; ; times++) {
    const answer = await door
      .fetch(address, { signal: AbortSignal.timeout(TIMEOUT), headers: { accept: 'application/x-ndjson' } })
      .catch((error: Error) => {
        throw new StepError(`${address} cannot be reached (${error.message}).`, '')
      })
    if (answer.ok && answer.body) return answer.body as unknown as AsyncIterable<Uint8Array>
    const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN)
    if (!(seconds <= PATIENCE.seconds) || times >= PATIENCE.times)
      throw new StepError(`${address} answered ${answer.status}.`, '')
    door.say(`  ${new URL(address).host} asks for a pause of ${seconds} seconds.`)
    await pause(seconds * 1_000)
  }
}
