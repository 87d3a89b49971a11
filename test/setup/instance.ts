import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { doctor } from '../../scripts/doctor/doctor.ts'
import { freePort } from '../../scripts/ports.ts'
import { setup } from '../../scripts/setup/setup.ts'
import { exportReaders } from '../../scripts/subscribers/export.ts'
import { readImportFlags } from '../../scripts/subscribers/flags.ts'
import { importReaders } from '../../scripts/subscribers/import.ts'
import { applyMigrations, startWorker } from '../../scripts/wrangler.ts'
import { aWorld, typedAtFirst, type World } from './world.ts'

const stops: (() => Promise<void>)[] = []
after(async () => {
  for (const stop of stops) await stop()
})

/**
 * A world in which a deployment starts the real Worker on this machine, with the variables and
 * secrets that were deployed. Its sources are out of reach.
 */
async function aRealWorld(): Promise<World> {
  const world = aWorld()
  const folder = mkdtempSync(join(tmpdir(), 'papertide-instance-'))
  const port = await freePort()
  const { wrangler, fetch: ask } = world.door
  let stop = async () => {}
  stops.push(() => stop())
  world.door.now = () => Date.now()
  world.now = Date.now()
  world.door.wrangler = async (args, env) => {
    const said = await wrangler(args, env)
    if (args.slice(0, 4).join(' ') === 'd1 migrations apply DB') await applyMigrations(folder)
    const deployed = world.account.workers.papertide
    if (args[0] !== 'deploy' || said.code !== 0 || !deployed) return said
    await stop()
    const nowhere = 'http://127.0.0.1:9'
    const upstreams = { HUGGINGFACE_URL: nowhere, ARXIV_URL: nowhere, HACKERNEWS_URL: nowhere }
    const plan = {
      folder,
      port,
      env: { ...deployed.config.vars, ...upstreams, ...deployed.secrets, RESEND_BASE_URL: nowhere },
    }
    stop = (await startWorker(plan)).stop
    return said
  }
  world.door.fetch = (async (input: string | URL, init?: RequestInit) => {
    const url = String(input)
    const here = url.replace('https://papers.lab.org', `http://127.0.0.1:${port}`)
    return here === url ? ask(input, init) : fetch(here, init)
  }) as typeof fetch
  world.typed = typedAtFirst()
  await setup(world.door, [])
  return world
}

const LIST = `email,timezone,hour,days
ada@example.org,Europe/Berlin,8,weekdays
b@example.org,,,
c@example.org,Asia/Tokyo,6,"mon,thu"
+d@example.org,,7,"weekly,fri"
ADA@EXAMPLE.ORG,,,
`
const take = (world: World, file: string, ...flags: string[]) =>
  importReaders(world.door, readImportFlags([file, '--confirmed', ...flags]), async () => {})

test('what setup makes is a Worker that answers, ticks and tells the doctor; readers move to another one unchanged', async () => {
  const world = await aRealWorld()
  const page = await world.door.fetch('https://papers.lab.org/')
  equal(page.status, 200)

  world.said.length = 0
  await doctor(world.door, ['--json'])
  const { lines } = JSON.parse(world.said.join('\n')) as {
    lines: { check: string; ok: boolean; says: string }[]
  }
  // Only the sources are wrong, as the status page says too: they are out of reach here.
  const wrong = new Set(lines.filter(({ ok }) => !ok).map(({ check }) => check))
  deepEqual(
    [...wrong].filter((check) => check !== 'status'),
    ['source'],
  )
  ok(lines.find(({ check, says }) => check === 'cron' && /^ticked/.test(says)))

  const list = join(world.door.root, 'list.csv')
  writeFileSync(list, LIST)
  const consent = ['--consent-date', '2025-03-01', '--consent-source', '=form on lab.example']
  equal(await take(world, list, ...consent), 4)
  writeFileSync(list, 'email,state\ngone@example.org,complained\nleft@example.org,unsubscribed\n')
  await take(world, list)
  match(world.said.join('\n'), /duplicate of line 2/)
  const exported = join(world.door.root, 'readers.csv')
  equal(await exportReaders(world.door, [exported]), 6)

  const other = await aRealWorld()
  equal(await take(other, exported), 4)
  const again = join(other.door.root, 'readers.csv')
  await exportReaders(other.door, [again])
  equal(readFileSync(again, 'utf8'), readFileSync(exported, 'utf8'))
  const text = readFileSync(exported, 'utf8')
  match(text, /'\+d@example\.org,active,.*'=form on lab\.example/)
  equal(await take(other, exported), 0)
})
