import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { localMigrations, type WranglerConfig } from '../../scripts/setup/derive-config.ts'

type FakeDatabase = {
  uuid: string
  migrations: string[]
  tables: string[]
  rowsRead: number
  rowsWritten: number
}
type FakeWorker = {
  secrets: Record<string, string>
  config: WranglerConfig
  version: string
  lastTick: number | null
}

/** An account, as plain JSON so that it can be kept in a file between calls. */
export type Account = {
  loggedIn: boolean
  accounts: { id: string; name: string }[]
  databases: Record<string, FakeDatabase>
  queues: Record<string, { consumers: string[] }>
  workers: Record<string, FakeWorker>
  /** Every command, as it was given. */
  calls: string[]
  /** The version that a deployment from here has. */
  version: string
  made: number
}

export const anAccount = (): Account => ({
  loggedIn: true,
  accounts: [{ id: 'a1', name: "Ada's account" }],
  databases: {},
  queues: {},
  workers: {},
  calls: [],
  version: '0.1.0',
  made: 0,
})

class Refused extends Error {}
export type Answer = { code: number; out: string; err: string }

/**
 * Answers a command as wrangler 4.155 does, on an account that is kept in memory. `root`: where it
 * runs.
 */
export function answerWrangler(
  account: Account,
  root: string,
  args: string[],
  env: Record<string, string>,
): Answer {
  account.calls.push(args.join(' '))
  try {
    return { code: 0, out: answer(account, root, args, env), err: '' }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return { code: 1, out: '', err: `\u2718 [ERROR] ${error.message}\n` }
  }
}

/** Whether a command changes something. */
export const changes = (args: string[]): boolean =>
  /^(d1 create|d1 migrations apply|queues create|deploy|secret bulk)/.test(args.join(' ')) ||
  args.includes('--file')

function answer(account: Account, root: string, args: string[], env: Record<string, string>): string {
  const command = args.join(' ')
  const flag = (name: string) => args[args.indexOf(name) + 1] ?? ''
  if (command === 'whoami --json')
    return JSON.stringify({ loggedIn: account.loggedIn, accounts: account.loggedIn ? account.accounts : [] })
  if (!account.loggedIn) throw new Refused('You are not logged in.')
  const json = (value: unknown) => JSON.stringify(value, null, 2)

  if (command === 'd1 list --json')
    return json(Object.entries(account.databases).map(([name, { uuid }]) => ({ uuid, name })))
  if (command.startsWith('d1 create ')) {
    const name = args[2] ?? ''
    if (account.databases[name]) throw new Refused('A database with that name already exists')
    const uuid = `00000000-0000-4000-8000-${String(++account.made).padStart(12, '0')}`
    account.databases[name] = { uuid, migrations: [], tables: [], rowsRead: 0, rowsWritten: 0 }
    return `Successfully created DB '${name}'`
  }
  if (command.startsWith('d1 info ')) {
    const { rowsRead, rowsWritten } = databaseNamed(account, args[2] ?? '')
    return json({ rows_read_24h: rowsRead, rows_written_24h: rowsWritten, database_size: 4096 })
  }
  if (command.startsWith('d1 ')) {
    const config = readConfig(root, flag('--config'))
    const binding = args[1] === 'migrations' ? args[3] : args[2]
    const bound = config.d1_databases.find((one) => one.binding === binding)
    if (!bound) throw new Refused(`Couldn't find a D1 DB with the name or binding '${binding}'`)
    const database = Object.values(account.databases).find(({ uuid }) => uuid === bound.database_id)
    if (!database) throw new Refused(`The database ${bound.database_id} could not be found [code: 7404]`)
    if (args[1] === 'migrations') {
      database.migrations = localMigrations({ root }, bound.migrations_dir)
      return 'Migrations applied'
    }
    if (args[1] === 'export') {
      writeFileSync(flag('--output'), `-- ${binding}\n${database.migrations.join('\n')}\n`)
      return 'Done'
    }
    if (args.includes('--file')) {
      database.migrations = readFileSync(flag('--file'), 'utf8').trim().split('\n').slice(1)
      return 'Executed'
    }
    const tables = [
      ...database.tables,
      ...(database.migrations.length > 0 ? ['d1_migrations', 'papers'] : []),
    ]
    const names = /from sqlite_master/.test(flag('--command')) ? tables : database.migrations
    return json([{ results: names.map((name) => ({ name })), success: true, meta: {} }])
  }
  if (command.startsWith('queues consumer list ')) {
    const queue = queueNamed(account, args[3] ?? '')
    return json(queue.consumers.map((script) => ({ type: 'worker', script, settings: {} })))
  }
  if (command.startsWith('queues create ')) {
    const name = args[2] ?? ''
    if (account.queues[name]) throw new Refused(`Queue name '${name}' is already taken. [code: 11009]`)
    account.queues[name] = { consumers: [] }
    return `Created queue '${name}'`
  }
  if (command.startsWith('secret list ')) {
    const worker = account.workers[flag('--name')]
    if (!worker) throw new Refused('This Worker does not exist on your account. [code: 10007]')
    return json(Object.keys(worker.secrets).map((name) => ({ name, type: 'secret_text' })))
  }
  if (command.startsWith('deploy ')) return deploy(account, root, args, env)
  throw new Refused(`Unknown command: ${command}`)
}

function deploy(account: Account, root: string, args: string[], env: Record<string, string>): string {
  const flag = (name: string) => args[args.indexOf(name) + 1] ?? ''
  const config = readConfig(root, flag('--config'))
  for (const { database_id } of config.d1_databases)
    if (!Object.values(account.databases).some(({ uuid }) => uuid === database_id))
      throw new Refused('binding DB of type d1 must have a valid `id` specified [code: 10021]')
  for (const { queue } of [...config.queues.producers, ...config.queues.consumers]) queueNamed(account, queue)
  const before = account.workers[config.name]
  const given = args.includes('--secrets-file')
    ? JSON.parse(readFileSync(flag('--secrets-file'), 'utf8'))
    : {}
  account.workers[config.name] = {
    secrets: { ...before?.secrets, ...given },
    config,
    version: account.version,
    lastTick: before?.lastTick ?? null,
  }
  for (const { queue } of config.queues.consumers) {
    const { consumers } = queueNamed(account, queue)
    if (!consumers.includes(config.name)) consumers.push(config.name)
  }
  const targets = config.routes
    ? config.routes.map(({ pattern }) => `${pattern} (custom domain)`)
    : [`https://${config.name}.ada.workers.dev`]
  if (env.WRANGLER_OUTPUT_FILE_PATH)
    writeFileSync(env.WRANGLER_OUTPUT_FILE_PATH, `${JSON.stringify({ type: 'deploy', targets })}\n`)
  return `Deployed ${config.name} triggers\n  ${targets.join('\n  ')}`
}

const readConfig = (root: string, file: string): WranglerConfig =>
  JSON.parse(readFileSync(join(root, file), 'utf8'))

function databaseNamed(account: Account, name: string): FakeDatabase {
  const database = account.databases[name]
  if (!database) throw new Refused(`Couldn't find DB with name '${name}'`)
  return database
}

function queueNamed(account: Account, name: string) {
  const queue = account.queues[name]
  if (!queue)
    throw new Refused(`Queue "${name}" does not exist. To create it, run: wrangler queues create ${name}`)
  return queue
}
