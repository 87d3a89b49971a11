import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setup } from '../../scripts/setup/setup.ts'
import { aResendAccount } from './fake-resend.ts'
import { aWorld, typedAtFirst, type World } from './world.ts'

const QUEUES = JSON.parse(
  JSON.stringify([
    ...readFileSync('wrangler.toml', 'utf8').matchAll(/^(?:dead_letter_)?queue = "([^"]+)"/gm),
  ]),
).map(([, name]: string[]) => name)

async function aSetUpWorld(answers = {}): Promise<World> {
  const world = aWorld()
  world.typed = typedAtFirst(answers)
  await setup(world.door, [])
  return world
}
const kept = ({ door }: World, file: string) => JSON.parse(readFileSync(join(door.root, file), 'utf8'))
/** What stands at Cloudflare and Resend, without what is random or told of the way there. */
const standing = ({ account, resend }: World) => {
  const { secrets, config, ...worker } = Object.values(account.workers)[0] ?? { secrets: {}, config: null }
  return {
    databases: Object.entries(account.databases).map(([name, { migrations }]) => [name, migrations.length]),
    queues: account.queues,
    worker: { ...worker, secrets: Object.keys(secrets).sort(), vars: config?.vars, routes: config?.routes },
    domains: resend.domains.map(({ id: _, ...domain }) => domain),
    webhooks: resend.webhooks.map(({ id: _, signing_secret: __, ...webhook }) => webhook),
  }
}

test('from a clone to a deployed instance: databases, queues, migrations, secrets, domain, webhook, cron, one tick', async () => {
  const world = await aSetUpWorld()
  const { account, resend } = world
  deepEqual(Object.keys(account.databases), ['papertide', 'papertide-search'])
  deepEqual(Object.keys(account.queues).sort(), [...new Set(QUEUES)].sort())
  for (const { consumers } of Object.values(account.queues)) deepEqual(consumers, ['papertide'])
  const worker = account.workers.papertide
  ok(worker)
  deepEqual(Object.keys(worker.secrets).sort(), [
    'ADMIN_TOKEN',
    'RESEND_API_KEY',
    'RESEND_WEBHOOK_SECRET',
    'TOKEN_SECRET',
  ])
  equal(worker.secrets.RESEND_API_KEY, 're_full')
  equal(worker.secrets.RESEND_WEBHOOK_SECRET, resend.webhooks[0]?.signing_secret)
  equal(worker.lastTick, world.now)
  deepEqual(worker.config.routes, [{ pattern: 'papers.lab.org', custom_domain: true }])
  deepEqual(
    [worker.config.vars.PUBLIC_URL, worker.config.vars.MAIL_FROM, worker.config.vars.MAIL_BATCH_SIZE],
    ['https://papers.lab.org', 'Lab Papers <papers@lab.org>', '100'],
  )
  equal(worker.config.vars.NAME, 'Lab Papers')
  equal(resend.domains[0]?.name, 'lab.org')
  equal(resend.webhooks[0]?.endpoint, 'https://papers.lab.org/webhooks/resend')
  const words = world.said.join('\n')
  match(words, /https:\/\/papers\.lab\.org\/status/)
  match(words, /v=spf1 include:amazonses\.com/)
  ok(!words.includes('re_full') && !words.includes(worker.secrets.ADMIN_TOKEN ?? '?'), 'no secret is printed')
  equal(account.calls.filter((call) => call.includes('re_full')).length, 0)
})

test('the free plan has the sizes that its calls bear', async () => {
  const { account } = await aSetUpWorld({ plan: 'free' })
  const config = account.workers.papertide?.config
  equal(config?.vars.MAIL_BATCH_SIZE, '10')
  const units = config?.queues.producers[0]?.queue
  equal(config?.queues.consumers.find(({ queue }) => queue === units)?.max_batch_size, 1)
  deepEqual([config?.vars.PLAN, config?.vars.MAIL_DAILY_QUOTA], ['free', '1666'])
})

test('the repository keeps its own wrangler.toml, and the secrets are for their owner alone', async () => {
  const { door } = await aSetUpWorld()
  equal(readFileSync(join(door.root, 'wrangler.toml'), 'utf8'), readFileSync('wrangler.toml', 'utf8'))
  equal(statSync(join(door.root, 'instance.secrets.json')).mode & 0o777, 0o600)
  for (const name of ['instance.json', 'instance.secrets.json', 'wrangler.instance.json'])
    match(readFileSync('.gitignore', 'utf8'), new RegExp(`^${name.replaceAll('.', '\\.')}$`, 'm'))
})

test('a second run changes nothing', async () => {
  const world = await aSetUpWorld()
  const [before, changed] = [standing(world), world.changed]
  world.now += 600_000
  await setup(world.door, ['--resume'])
  equal(world.changed, changed)
  deepEqual(standing(world), before)
  match(world.said.join('\n'), /Nothing is missing in Ada's account\./)
})

test('a workers.dev address is learned from the first deployment, and then used everywhere', async () => {
  const { account, resend, door } = await aSetUpWorld({ url: '' })
  const address = 'https://papertide.ada.workers.dev'
  equal(account.workers.papertide?.config.vars.PUBLIC_URL, address)
  equal(resend.webhooks[0]?.endpoint, `${address}/webhooks/resend`)
  equal(account.workers.papertide?.secrets.RESEND_WEBHOOK_SECRET, resend.webhooks[0]?.signing_secret)
  equal(JSON.parse(readFileSync(join(door.root, 'instance.json'), 'utf8')).PUBLIC_URL, address)
})

for (const url of ['https://papers.lab.org', 'workers.dev'])
  for (const when of ['before', 'after'] as const)
    test(`cut off ${when} any of its changes and run again, it ends where it would have (${url})`, async () => {
      const whole = await aSetUpWorld({ url })
      ok(whole.changed >= 11)
      for (let change = 1; change <= whole.changed; change++) {
        const world = aWorld()
        world.typed = typedAtFirst({ url })
        world.endsAt = { change, when }
        await rejects(setup(world.door, []))
        world.endsAt = null
        await setup(world.door, ['--resume'])
        deepEqual(standing(world), standing(whole), `cut off ${when} change ${change}`)
        const secrets = kept(world, 'instance.secrets.json')
        for (const [name, value] of Object.entries(world.account.workers.papertide?.secrets ?? {}))
          equal(secrets[name].value, value, name)
        equal(
          world.account.workers.papertide?.secrets.RESEND_WEBHOOK_SECRET,
          world.resend.webhooks[0]?.signing_secret,
        )
      }
    })

test('--dry-run prints every change and its command, and makes none', async () => {
  const world = aWorld()
  world.typed = ['Lab Papers <papers@lab.org>', '1 Long Street, 10115 Berlin']
  await setup(world.door, ['--dry-run', '--url', 'https://papers.lab.org'])
  equal(world.changed, 0)
  const words = world.said.join('\n')
  for (const command of [
    'd1 create papertide-search',
    'queues create',
    'migrations apply DB',
    'deploy',
    'npm run tick',
  ])
    match(words, new RegExp(command))
  match(words, /Nothing was done/)
})

test('who does not say yes has nothing done, and their answers kept', async () => {
  const world = aWorld()
  world.typed = [...typedAtFirst().slice(0, -1), 'no']
  await setup(world.door, [])
  equal(world.changed, 0)
  equal(kept(world, 'instance.json').PUBLIC_URL, 'https://papers.lab.org')
})

test('an answer that cannot be used is asked for again, with what is wrong with it', async () => {
  const world = aWorld()
  const [worker = '', name = '', , , , ...rest] = typedAtFirst()
  world.typed = [
    ...[
      'My Worker',
      worker,
      'x'.repeat(200),
      '<b>Lab</b>',
      name,
      'http://papers.lab.org',
      'https://papers.lab.org/x',
      'https://papers.lab.org',
    ],
    ...['papers@lab.org', 'Papertide <digest@papertide.example>', 'Lab Papers <papers@lab.org>'],
    ...['short', 'Papertide, 1 Example Street, 10115 Berlin', '1 Long Street, 10115 Berlin', ...rest],
  ]
  await setup(world.door, [])
  const words = world.said.join('\n')
  match(words, /NAME: may have at most 60 characters/)
  match(words, /NAME: may not have <, > or %%/)
  match(words, /begins with https/)
  match(words, /no path behind it/)
  match(words, /"Name <address@domain>"/)
  match(words, /MAIL_FROM is an example/)
  match(words, /MAIL_POSTAL_ADDRESS is an example/)
  equal(Object.keys(world.account.workers).length, 1)
})

const failing = async (world: World, message: RegExp, cure: RegExp, args: string[] = ['--resume']) =>
  rejects(setup(world.door, args), (error: Error & { cure?: string }) => {
    match(error.message, message)
    match(error.cure ?? '', cure)
    return true
  })

test('names that belong to something else are left alone, and another name works', async () => {
  const plant: [(world: World) => void, RegExp][] = [
    [
      ({ account }) => {
        account.databases.papertide = {
          uuid: 'x',
          migrations: [],
          tables: ['orders'],
          rowsRead: 0,
          rowsWritten: 0,
        }
      },
      /database papertide that holds other tables/,
    ],
    [
      ({ account }) => {
        account.queues[QUEUES[0]] = { consumers: ['shop'] }
      },
      /is consumed by shop/,
    ],
    [
      ({ account }) => {
        account.workers.papertide = { secrets: {}, config: {} as never, version: '', lastTick: null }
      },
      /has a Worker papertide already/,
    ],
  ]
  for (const [take, message] of plant) {
    const world = aWorld()
    take(world)
    const before = JSON.stringify([world.account.databases, world.account.queues, world.account.workers])
    world.typed = typedAtFirst()
    await failing(world, message, /npm run setup -- --worker papertide-2/, [])
    equal(JSON.stringify([world.account.databases, world.account.queues, world.account.workers]), before)
    await setup(world.door, ['--resume', '--worker', 'papertide-2'])
    ok(world.account.workers['papertide-2'])
    ok(world.account.databases['papertide-2-search'])
  }
})

test('a database of a newer version is not touched', async () => {
  const world = await aSetUpWorld()
  world.account.databases.papertide?.migrations.push('9999_later.sql')
  await failing(world, /of a newer version: it has 9999_later\.sql/, /git pull/)
})

test('what is broken outside is said, with the command that goes on', async () => {
  const world = aWorld()
  world.typed = typedAtFirst()
  world.account.loggedIn = false
  await failing(world, /Nobody is logged in/, /npx wrangler login/, [])
  world.account.loggedIn = true
  world.account.accounts.push({ id: 'a2', name: 'The lab' })
  await failing(world, /2 accounts: .*The lab \(a2\)/, /CLOUDFLARE_ACCOUNT_ID=/)
  world.door.env.CLOUDFLARE_ACCOUNT_ID = 'a2'
  world.resend.key = 're_other'
  await failing(world, /refuses the key/, /--new-resend-key/)
  world.typed = ['re_other']
  await setup(world.door, ['--resume', '--new-resend-key'])
  equal(world.account.workers.papertide?.secrets.RESEND_API_KEY, 're_other')
})

test('with a key that may only send, all but the webhook is set up and it says so', async () => {
  const world = aWorld()
  world.typed = typedAtFirst()
  world.resend.isRestricted = true
  await setup(world.door, [])
  match(world.said.join('\n'), /may only send mail/)
  ok(world.account.workers.papertide?.lastTick)
  world.resend.isRestricted = false
  await setup(world.door, ['--resume'])
  equal(
    world.account.workers.papertide?.secrets.RESEND_WEBHOOK_SECRET,
    world.resend.webhooks[0]?.signing_secret,
  )
})

test('on another machine, links in mails keep their secret; only the operator gets another token', async () => {
  const world = await aSetUpWorld()
  const before = { ...world.account.workers.papertide?.secrets }
  const other = aWorld()
  Object.assign(other, { account: world.account, resend: world.resend, inside: world.inside })
  other.typed = typedAtFirst()
  other.door.randomSecret = () => 'another-random-secret'
  await setup(other.door, [])
  deepEqual(world.account.workers.papertide?.secrets, { ...before, ADMIN_TOKEN: 'another-random-secret' })
})

test('a change of the code or of an answer is deployed, and nothing else is done', async () => {
  const world = await aSetUpWorld()
  const deployments = () => world.account.calls.filter((call) => call.startsWith('deploy')).length
  writeFileSync(join(world.door.root, 'src/worker.ts'), 'export default { fetch() {} }\n')
  const changed = world.changed
  await setup(world.door, ['--resume'])
  await setup(world.door, ['--resume', '--plan', 'free'])
  equal(world.changed, changed + 2)
  equal(deployments(), 3)
  equal(world.account.workers.papertide?.config.vars.MAIL_BATCH_SIZE, '10')
})

test('what a button deployed under a name of its own is taken over as it stands', async () => {
  const first = await aSetUpWorld()
  const world = aWorld()
  Object.assign(world, { account: first.account, resend: aResendAccount() })
  world.resend.workersSecret = () => undefined
  const toml = join(world.door.root, 'wrangler.toml')
  writeFileSync(toml, readFileSync(toml, 'utf8').replace('name = "papertide"', 'name = "papers"'))
  const { account } = world
  const { papertide } = account.workers
  ok(papertide)
  account.workers = { papers: { ...papertide, secrets: { TOKEN_SECRET: 'typed-in-a-form' } } }
  for (const queue of Object.values(account.queues)) queue.consumers = ['papers']
  world.typed = typedAtFirst()
  await setup(world.door, [])
  deepEqual(Object.keys(account.workers), ['papers'])
  deepEqual(Object.keys(account.databases), ['papertide', 'papertide-search'])
  equal(account.workers.papers?.secrets.TOKEN_SECRET, 'typed-in-a-form')
  equal(account.workers.papers?.secrets.RESEND_WEBHOOK_SECRET, world.resend.webhooks[0]?.signing_secret)
})

test('other variables are set by name, kept, and taken back; what cannot be is refused before anything is done', async () => {
  const world = await aSetUpWorld()
  const vars = () => world.account.workers.papertide?.config.vars ?? {}
  await setup(world.door, ['--resume', '--set', 'ACCENT=#840', '--set', 'SOURCES=huggingface,arxiv'])
  deepEqual([vars().ACCENT, vars().SOURCES, vars().NAME], ['#840', 'huggingface,arxiv', 'Lab Papers'])
  await setup(world.door, ['--resume', '--name', 'Papertide', '--set', 'ACCENT='])
  deepEqual([vars().ACCENT, vars().SOURCES, vars().NAME], [undefined, 'huggingface,arxiv', 'Papertide'])
  const changed = world.changed
  for (const [set, message] of [
    ['ACCENT=reddish', /ACCENT: must be a colour/],
    ['SOURCES=arxiv', /huggingface cannot be left out/],
    ['TOKEN_SECRET=of-my-own-making', /cannot be set so/],
    ['ACCENT', /cannot be set so/],
  ] as const)
    await failing(world, message, /one of TAGLINE/, ['--resume', '--set', set])
  equal(world.changed, changed)
})
