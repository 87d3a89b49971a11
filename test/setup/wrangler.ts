import { deepEqual, equal, match, rejects } from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import {
  applyMigrations,
  createQueue,
  listDatabases,
  listSecrets,
  readConsumers,
  readDatabase,
  readUsage,
  whoIsLoggedIn,
} from '../../scripts/setup/cloudflare.ts'
import { writeConfig } from '../../scripts/setup/derive-config.ts'
import { type Door, realDoor } from '../../scripts/setup/door.ts'
import { aWorld } from './world.ts'

// The real wrangler of this repository, with a small Cloudflare API of ours behind it: what it
// prints is what we read.

const ID = '11111111-1111-4111-8111-111111111111'
const QUEUE = {
  queue_id: 'q',
  queue_name: 'lab-units',
  producers: [],
  consumers: [{ type: 'worker', script: 'lab' }],
}
/** The statements that a database was given. */
const statements: string[] = []

const good = (result: unknown) => ({
  success: true,
  errors: [],
  messages: [],
  result,
  result_info: { total_pages: 1 },
})
const refused = (code: number, message: string) => ({
  success: false,
  errors: [{ code, message }],
  result: null,
})

function answer(path: string, name: string | null, body: string): unknown {
  if (path.endsWith('/accounts')) return good([{ id: 'a1', name: 'Lab' }])
  if (path.endsWith('/memberships')) return good([{ account: { id: 'a1', name: 'Lab' } }])
  if (path.endsWith('/user')) return good({ id: 'u', email: 'ada@lab.org' })
  if (path.endsWith('/d1/database')) return good([{ uuid: ID, name: 'lab' }])
  if (path.endsWith('/query')) {
    const { sql } = JSON.parse(body) as { sql: string }
    statements.push(sql)
    const names = /sqlite_master/.test(sql) ? ['d1_migrations', 'papers'] : ['0000_first.sql']
    const results = /^\s*select/i.test(sql) ? names.map((name, id) => ({ id, name })) : []
    return good([{ results, success: true, meta: {} }])
  }
  if (path.includes('/d1/database/')) return good({ uuid: ID, name: 'lab', file_size: 4096 })
  if (path.endsWith('/graphql')) {
    const sum = { readQueries: 1, writeQueries: 2, rowsRead: 30, rowsWritten: 4 }
    return { data: { viewer: { accounts: [{ d1AnalyticsAdaptiveGroups: [{ sum }] }] } } }
  }
  if (path.endsWith('/queues') && name === null && body !== '')
    return refused(11009, 'Queue name is already taken')
  if (path.endsWith('/queues')) return good(name === 'lab-units' ? [QUEUE] : [])
  if (path.endsWith('/lab/secrets')) return good([{ name: 'TOKEN_SECRET', type: 'secret_text' }])
  if (path.endsWith('/secrets')) return refused(10007, 'This Worker does not exist on your account.')
  return good([])
}

let server: Server
let door: Door
before(async () => {
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost')
      const json = answer(pathname, searchParams.get('name'), body)
      const isGood = !(json as { errors?: unknown[] }).errors?.length
      response.writeHead(isGood ? 200 : 400, { 'content-type': 'application/json' }).end(JSON.stringify(json))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  Object.assign(process.env, {
    CLOUDFLARE_API_BASE_URL: `http://127.0.0.1:${port}/client/v4`,
    CLOUDFLARE_API_TOKEN: 'a-token',
    CLOUDFLARE_ACCOUNT_ID: 'a1',
  })
  const { root } = aWorld().door
  // Its own folder, but the wrangler of this one.
  process.env.PATH = `${process.env.PATH}:${join(import.meta.dirname, '../../node_modules/.bin')}`
  door = realDoor(root)
  const answers = {
    PUBLIC_URL: 'https://papers.lab.org',
    MAIL_FROM: 'Lab <a@lab.org>',
    MAIL_POSTAL_ADDRESS: 'Berlin',
  }
  const plans = { plan: 'free' as const, mailsPerMonth: 3000, ARXIV_CATEGORIES: 'cs.CL' }
  writeConfig(door, { worker: 'lab', ...answers, ...plans, vars: {}, databases: { DB: ID, SEARCH: ID } })
})
after(() => void server.close())

test('the account, its databases and their migrations are read', async () => {
  equal(await whoIsLoggedIn(door), 'Lab')
  deepEqual([...(await listDatabases(door))], [['lab', ID]])
  deepEqual(await readDatabase(door, 'DB'), { migrations: ['0000_first.sql'], isForeign: false })
  deepEqual(await readUsage(door, 'lab'), { rows_read_24h: 30, rows_written_24h: 4, database_size: 4096 })
})

test('queues and secrets are read, and what is not there is told from what fails', async () => {
  deepEqual(await readConsumers(door, 'lab-units'), ['lab'])
  equal(await readConsumers(door, 'lab-nothing'), null)
  deepEqual(await listSecrets(door, 'lab'), ['TOKEN_SECRET'])
  equal(await listSecrets(door, 'gone'), null)
  await rejects(createQueue(door, 'lab-units'), (error: Error) => {
    match(error.message, /`wrangler queues create lab-units` failed: .*Queue name is already taken/)
    equal(error.message.includes('\u001b'), false)
    return true
  })
})

test('migrations are applied without a question', async () => {
  statements.length = 0
  await applyMigrations(door, 'DB')
  equal(
    statements.some((sql) => sql.includes('0002_plain_names.sql')),
    true,
  )
  equal(
    statements.some((sql) => sql.includes('0000_first.sql')),
    false,
  )
})
