import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { backup, restore } from '../../scripts/setup/backup.ts'
import { realDoor } from '../../scripts/setup/door.ts'
import { setup } from '../../scripts/setup/setup.ts'
import { upgrade } from '../../scripts/setup/upgrade.ts'
import { aWorld, typedAtFirst, type World } from './world.ts'

async function aRunningWorld(): Promise<World> {
  const world = aWorld()
  world.typed = typedAtFirst()
  await setup(world.door, [])
  world.said.length = 0
  return world
}
const backups = ({ door }: World) => {
  const folder = join(door.root, 'backups')
  return existsSync(folder) ? readdirSync(folder).sort() : []
}

test('a backup is the whole database and the readers, with its instant in the names, for its owner alone', async () => {
  const world = await aRunningWorld()
  await backup(world.door)
  deepEqual(backups(world), ['papertide-2026-11-25T120000Z.sql', 'readers-2026-11-25T120000Z.csv'])
  equal(statSync(join(world.door.root, 'backups')).mode & 0o777, 0o700)
  match(readFileSync(join(world.door.root, 'backups', backups(world)[0] ?? ''), 'utf8'), /0000_first\.sql/)
})

test('an upgrade backs up first, applies migrations, deploys, ticks, and ends as the doctor says', async () => {
  const world = await aRunningWorld()
  const { account, door } = world
  account.databases.papertide?.migrations.pop()
  writeFileSync(join(door.root, 'src/worker.ts'), 'export default { newer: true }\n')
  if (account.workers.papertide) account.workers.papertide.version = '0.0.9'
  account.calls.length = 0
  equal(await upgrade(door), 0)
  const order = ['d1 export', 'd1 migrations apply', 'deploy'].map((start) =>
    account.calls.findIndex((call) => call.startsWith(start)),
  )
  ok(!order.includes(-1))
  deepEqual(
    order,
    order.toSorted((a, b) => a - b),
  )
  equal(account.workers.papertide?.version, account.version)
  equal(backups(world).length, 2)
  match(world.said.at(-1) ?? '', /All is well/)
})

test('an upgrade does not go back: neither to older code nor to an older database', async () => {
  for (const makeNewer of [
    ({ account }: World) =>
      account.workers.papertide && Object.assign(account.workers.papertide, { version: '9.0.0' }),
    ({ account }: World) => account.databases.papertide?.migrations.push('9999_later.sql'),
  ]) {
    const world = await aRunningWorld()
    makeNewer(world)
    const before = world.changed
    await rejects(upgrade(world.door), /is older than what runs/)
    equal(world.changed, before)
    deepEqual(backups(world), [])
  }
})

test('an upgrade whose backup fails changes nothing', async () => {
  const world = await aRunningWorld()
  const { wrangler } = world.door
  world.door.wrangler = async (args, env) =>
    args[1] === 'export' ? { code: 1, out: '', err: '[ERROR] the export failed' } : wrangler(args, env)
  const before = world.changed
  await rejects(upgrade(world.door), /d1 export .* failed: .*the export failed/)
  equal(world.changed, before)
})

test('a restore fills an empty account, and setup then makes the rest around it', async () => {
  const world = await aRunningWorld()
  const file = await backup(world.door)
  const tables = world.account.databases.papertide?.migrations
  world.account.databases = {}
  world.account.workers = {}
  await restore(world.door, [file])
  deepEqual(world.account.databases.papertide?.migrations, tables)
  ok(world.account.calls.at(-1)?.includes('indexed_revision = 0'))
  await setup(world.door, ['--resume'])
  deepEqual(Object.keys(world.account.databases).sort(), ['papertide', 'papertide-search'])
  // Nothing is mailed before the operator says until when digests may have been.
  equal(world.account.workers.papertide?.config.vars.RESTORED, '2026-11-25T12:00')
  match(world.said.join('\n'), /from=INSTANT" https:\/\/papers\.lab\.org\/operator\/restored/)
})

test('a restore is never put over another state, and says what to do', async () => {
  const world = await aRunningWorld()
  const file = await backup(world.door)
  const before = JSON.stringify(world.account.databases)
  await rejects(restore(world.door, [file]), /not empty/)
  await rejects(restore(world.door, []), /Which backup/)
  await rejects(restore(world.door, ['nowhere.sql']), /no backup in nowhere\.sql/)
  equal(JSON.stringify(world.account.databases), before)
})

/** A wrangler that answers two questions, writes down what it was asked, and refuses the rest. */
const WRANGLER = `#!/bin/sh
echo "$CI $* in $PWD" >> "$ASKED"
case "$*" in
  "whoami --json") echo '{"loggedIn":true,"accounts":[{"id":"a","name":"Lab"}]}' ;;
  "d1 list --json") echo '[]' ;;
  "secret list"*) echo 'This Worker does not exist on your account. [code: 10007]' >&2; exit 1 ;;
  "queues consumer list"*) echo 'Queue "x" does not exist.' >&2; exit 1 ;;
  *) echo "unexpected: $*" >&2; exit 3 ;;
esac
`

test('the command runs the wrangler on the PATH, and a dry run asks it to change nothing', async () => {
  const { door } = aWorld()
  const bin = join(door.root, 'bin')
  const asked = join(door.root, 'asked')
  mkdirSync(bin)
  writeFileSync(join(bin, 'wrangler'), WRANGLER, { mode: 0o755 })
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}`, ASKED: asked, PAPERTIDE_ROOT: door.root }
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, ['scripts/operate.ts', ...args], { env }).then(
      ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
      (error: { code: number; stdout: string; stderr: string }) => error,
    )
  const answers = ['--from', 'Lab Papers <papers@lab.org>', '--postal', '1 Long Street, 10115 Berlin']
  const dry = await run('setup', '--dry-run', ...answers)
  equal(dry.code, 0, dry.stderr)
  match(dry.stdout, /In Lab, and at Resend, this will be done:\n\n {2}1\. create the database papertide\n/)
  match(dry.stdout, /then, at the address that Cloudflare gives it/)
  const calls = readFileSync(asked, 'utf8').trim().split('\n')
  ok(calls.length >= 5)
  for (const call of calls) {
    match(call, /^1 (whoami|d1 list|secret list|queues consumer list)/)
    ok(call.endsWith(`in ${door.root}`))
  }
  const failed = await run('doctor')
  equal(failed.code, 1)
  match(failed.stderr, /! Nothing is set up from this folder\.\n {2}How to go on: Run: npm run setup/)
  equal((await run('sertup')).code, 2)
  for (const command of ['setup', 'doctor', 'subscribers', 'backup', 'restore', 'upgrade', 'tick']) {
    const help = await run(command, '--help')
    deepEqual([help.code, help.stdout.startsWith(`npm run ${command}`)], [0, true], command)
  }
})

test('without a wrangler on the PATH the one of this repository runs', async () => {
  const door = realDoor(join(import.meta.dirname, '../..'))
  const said = await door.wrangler(['--version'])
  equal(said.code, 0, said.err)
  match(said.out, /\d+\.\d+\.\d+/)
})
