import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { CONFIG_FILE } from './derive-config.ts'
import { type Door, type Said, StepError } from './door.ts'
import { writePrivately } from './write-privately.ts'

const CONFIG = ['--config', CONFIG_FILE]

/** The last lines that wrangler said, without its decoration. */
export const wordsOf = ({ out, err }: Said): string =>
  // It colours its errors even where NO_COLOR is set.
  `${err}\n${out}`
    .replace(/\u001b\[[\d;]*m/g, '')
    .split('\n')
    .map((line) => line.replace(/^[^\w"'`(]+/, '').trim())
    .filter((line) => line !== '' && !/^Logs were written|wrangler -/.test(line))
    .slice(0, 6)
    .join(' ')

async function run(door: Door, args: string[], cure: string, env?: Record<string, string>): Promise<Said> {
  const said = await door.wrangler(args, env)
  if (said.code !== 0) throw new StepError(`\`wrangler ${args.join(' ')}\` failed: ${wordsOf(said)}`, cure)
  return said
}

const AGAIN = 'Mend what it says, then run: npm run setup -- --resume'

/**
 * JSON that wrangler printed, perhaps after other lines. @throws StepError when it is none or of
 * another shape
 */
function readOutput<T>(said: Said, schema: z.ZodType<T>, command: string): T {
  const from = said.out.search(/^[[{]/m)
  try {
    return schema.parse(JSON.parse(said.out.slice(Math.max(from, 0))))
  } catch {
    throw new StepError(`\`wrangler ${command}\` answered something unknown: ${wordsOf(said)}`, AGAIN)
  }
}

/**
 * The account's name. @throws StepError when nobody is logged in, or several accounts could be
 * meant
 */
export async function whoIsLoggedIn(door: Door): Promise<string> {
  const said = await door.wrangler(['whoami', '--json'])
  const shape = z.object({
    loggedIn: z.boolean().default(true),
    accounts: z.array(z.object({ id: z.string(), name: z.string() })).default([]),
  })
  const { loggedIn, accounts } =
    said.out.trim() === '' ? { loggedIn: false, accounts: [] } : readOutput(said, shape, 'whoami')
  if (!loggedIn)
    throw new StepError(
      'Nobody is logged in to Cloudflare.',
      'Run: npx wrangler login (or set CLOUDFLARE_API_TOKEN), then again: npm run setup -- --resume',
    )
  const chosen = door.env.CLOUDFLARE_ACCOUNT_ID
  if (accounts.length > 1 && !chosen)
    throw new StepError(
      `This login has ${accounts.length} accounts: ${accounts.map(({ id, name }) => `${name} (${id})`).join(', ')}.`,
      'Run: CLOUDFLARE_ACCOUNT_ID=the-id npm run setup -- --resume',
    )
  return accounts.find(({ id }) => id === chosen)?.name ?? accounts[0]?.name ?? 'your account'
}

/** Ids of the account's D1 databases by name. */
export async function listDatabases(door: Door): Promise<Map<string, string>> {
  const said = await run(door, ['d1', 'list', '--json'], AGAIN)
  const rows = readOutput(said, z.array(z.object({ uuid: z.string(), name: z.string() })), 'd1 list')
  return new Map(rows.map(({ uuid, name }) => [name, uuid]))
}

export const createDatabase = (door: Door, name: string) => run(door, ['d1', 'create', name], AGAIN)

const rowsSchema = z.array(z.object({ results: z.array(z.record(z.string(), z.unknown())) }))

/** Rows of one read-only statement on a database of the configuration. */
export async function readRows(door: Door, binding: string, sql: string) {
  const args = ['d1', 'execute', binding, '--remote', '--json', '--command', sql, ...CONFIG]
  return readOutput(await run(door, args, AGAIN), rowsSchema, 'd1 execute')[0]?.results ?? []
}

/**
 * What a database holds: the migrations it has, and whether other tables than ours could be in it.
 */
export async function readDatabase(door: Door, binding: string) {
  const tables = await readRows(
    door,
    binding,
    "select name from sqlite_master where type = 'table' and name not glob '_cf_*' and name not glob 'sqlite_*'",
  )
  const names = tables.map(({ name }) => String(name))
  if (!names.includes('d1_migrations')) return { migrations: [], isForeign: names.length > 0 }
  const rows = await readRows(door, binding, 'select name from d1_migrations order by id')
  return { migrations: rows.map(({ name }) => String(name)), isForeign: false }
}

export const applyMigrations = (door: Door, binding: string) =>
  run(door, ['d1', 'migrations', 'apply', binding, '--remote', ...CONFIG], AGAIN)

const consumersSchema = z.array(
  z.object({ type: z.string().optional(), script: z.string().optional(), service: z.string().optional() }),
)

/** The Workers that consume a queue; null when there is no such queue. */
export async function readConsumers(door: Door, queue: string): Promise<string[] | null> {
  const args = ['queues', 'consumer', 'list', queue, '--json']
  const said = await door.wrangler(args)
  if (said.code !== 0) {
    if (/does not exist/i.test(wordsOf(said))) return null
    throw new StepError(`\`wrangler ${args.join(' ')}\` failed: ${wordsOf(said)}`, AGAIN)
  }
  const consumers = readOutput(said, consumersSchema, args.join(' '))
  return consumers.map(({ script, service, type }) => script ?? service ?? type ?? 'unknown')
}

export const createQueue = (door: Door, name: string) => run(door, ['queues', 'create', name], AGAIN)

/** Names of a Worker's secrets; null when there is no such Worker. */
export async function listSecrets(door: Door, worker: string): Promise<string[] | null> {
  const args = ['secret', 'list', '--name', worker, '--format', 'json']
  const said = await door.wrangler(args)
  if (said.code !== 0) {
    if (/10007|does not exist|not found/i.test(`${said.out}${said.err}`)) return null
    throw new StepError(`\`wrangler ${args.join(' ')}\` failed: ${wordsOf(said)}`, AGAIN)
  }
  return readOutput(said, z.array(z.object({ name: z.string() })), 'secret list').map(({ name }) => name)
}

/**
 * Deploys, with these secrets on top of those that the Worker has. Returns the addresses it is
 * reached at.
 */
export async function deploy(
  door: Door,
  secrets: Record<string, string>,
  version: string,
): Promise<string[]> {
  const secretsFile = join(door.root, '.wrangler.secrets.json')
  const outputFile = join(door.root, '.wrangler.output.ndjson')
  const args = ['deploy', ...CONFIG, '--message', `Papertide ${version}`]
  if (Object.keys(secrets).length > 0) {
    writePrivately(secretsFile, JSON.stringify(secrets))
    args.push('--secrets-file', secretsFile)
  }
  rmSync(outputFile, { force: true })
  try {
    const said = await run(door, args, AGAIN, { WRANGLER_OUTPUT_FILE_PATH: outputFile })
    return targetsOf(outputFile) ?? said.out.match(/https:\/\/\S+/g) ?? []
  } finally {
    rmSync(secretsFile, { force: true })
    rmSync(outputFile, { force: true })
  }
}

function targetsOf(file: string): string[] | null {
  try {
    const entries = readFileSync(file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as { type: string; targets?: string[] })
    return entries.find(({ type }) => type === 'deploy')?.targets ?? null
  } catch {
    // An older or newer wrangler writes no such file: then what it prints is read.
    return null
  }
}

/** Rows read and written in the last 24 hours, as D1 counts them; null when it does not tell. */
export async function readUsage(door: Door, name: string) {
  const said = await door.wrangler(['d1', 'info', name, '--json'])
  if (said.code !== 0) return null
  const count = z.number().default(0)
  const shape = z.object({ rows_read_24h: count, rows_written_24h: count, database_size: count })
  return readOutput(said, shape, 'd1 info')
}

/** Writes everything in a database to a file of SQL. */
export const exportDatabase = (door: Door, binding: string, file: string) =>
  run(door, ['d1', 'export', binding, '--remote', '--output', file, '-y', ...CONFIG], AGAIN)

/** Runs a file of SQL on a database. */
export const executeFile = (door: Door, binding: string, file: string) =>
  run(door, ['d1', 'execute', binding, '--remote', '--yes', '--file', file, ...CONFIG], AGAIN)
