import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { checkClock } from '../../scripts/doctor/check-work.ts'
import { doctor } from '../../scripts/doctor/doctor.ts'
import { isOlder, newestReleased } from '../../scripts/doctor/facts.ts'
import { setup } from '../../scripts/setup/setup.ts'
import { tick } from '../../scripts/setup/tick.ts'
import { upgrade } from '../../scripts/setup/upgrade.ts'
import { HOUR } from '../../src/time/dates.ts'
import { aWorld, typedAtFirst, type World } from './world.ts'

async function aHealthyWorld(answers = {}): Promise<World> {
  const world = aWorld()
  world.typed = typedAtFirst(answers)
  await setup(world.door, [])
  return world
}
type Report = { ok: boolean; lines: { check: string; ok: boolean; says: string; cure?: string }[] }
async function examined(world: World): Promise<Report & { code: number }> {
  world.said.length = 0
  const code = await doctor(world.door, ['--json'])
  return { code, ...(JSON.parse(world.said.join('\n')) as Report) }
}
const wrongOf = ({ lines }: Report) => lines.filter(({ ok }) => !ok)

/**
 * Runs the command that a cure names, as a person would type it. `mine`: what they put for YOURS.
 */
async function follow(world: World, cure: string, mine: string): Promise<void> {
  const [, name, flags = ''] =
    /npm run (setup|tick|upgrade)(?: -- ((?:--[\w-]+|"[^"]*"|[\w-]+| )+))?/.exec(cure) ?? []
  const args = [...flags.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '')
  const given = args.map((arg) => (arg === 'YOURS' ? mine : arg))
  if (name === 'setup') await setup(world.door, given)
  else if (name === 'tick') await tick(world.door)
  else if (name === 'upgrade') await upgrade(world.door)
}

const rewrite = (world: World, change: (instance: Record<string, unknown>) => void) => {
  const file = join(world.door.root, 'instance.json')
  const instance = JSON.parse(readFileSync(file, 'utf8'))
  change(instance)
  writeFileSync(file, JSON.stringify(instance))
}
const worker = ({ account }: World) => {
  const { papertide } = account.workers
  if (!papertide) throw new Error('not deployed')
  return papertide
}
const domain = ({ resend }: World) => {
  const [first] = resend.domains
  if (!first) throw new Error('no domain')
  return first
}
const webhook = ({ resend }: World) => {
  const [first] = resend.webhooks
  if (!first) throw new Error('no webhook')
  return first
}

type Fault = {
  name: string
  plant: (world: World) => void
  /** What the doctor must say, and of which check. */
  check: string
  says: RegExp
  /** What the cure asks a person to do outside: in a dashboard, in the DNS. */
  byHand?: (world: World) => void
  mine?: string
  /** Findings that come along with the one that is planted (count). */
  along?: number
}

const FAULTS: Fault[] = [
  {
    name: 'a sender of the documentation',
    plant: (world) =>
      rewrite(world, (one) => Object.assign(one, { MAIL_FROM: 'Papertide <digest@papertide.example>' })),
    check: 'placeholders',
    says: /MAIL_FROM is still the example/,
    mine: 'Lab Papers <papers@lab.org>',
    along: 4,
  },
  {
    name: 'a postal address of the documentation',
    plant: (world) =>
      rewrite(world, (one) =>
        Object.assign(one, { MAIL_POSTAL_ADDRESS: 'Papertide, 1 Example Street, 10115 Berlin, Germany' }),
      ),
    check: 'placeholders',
    says: /MAIL_POSTAL_ADDRESS is still the example/,
    mine: '1 Long Street, 10115 Berlin',
    along: 1,
  },
  {
    name: 'a database that is gone',
    plant: ({ account }) => delete account.databases['papertide-search'],
    check: 'database',
    says: /papertide-search is gone/,
    along: 2,
  },
  {
    name: 'a migration that was not applied',
    plant: ({ account }) => void account.databases.papertide?.migrations.pop(),
    check: 'migrations',
    says: /papertide lacks 0\d+_\w+\.sql/,
  },
  {
    name: 'a search database without its tables',
    plant: ({ account }) => void account.databases['papertide-search']?.migrations.splice(0),
    check: 'migrations',
    says: /papertide-search lacks 0001_search\.sql/,
    along: 1,
  },
  {
    name: 'a queue that nobody consumes',
    plant: ({ account }) => void Object.values(account.queues)[0]?.consumers.splice(0),
    check: 'queue',
    says: /is not consumed/,
  },
  {
    name: 'a queue for dead letters that is gone',
    plant: ({ account }) => {
      const name = Object.keys(account.queues).find((one) => one.endsWith('-dead'))
      delete account.queues[name ?? '']
    },
    check: 'queue',
    says: /-dead is gone/,
  },
  {
    name: 'a secret that was removed',
    plant: (world) => delete worker(world).secrets.TOKEN_SECRET,
    check: 'secrets',
    says: /TOKEN_SECRET not set at Cloudflare/,
    along: 1,
  },
  {
    name: 'a Worker that was removed',
    plant: ({ account }) => delete account.workers.papertide,
    check: 'deployment',
    says: /there is no Worker papertide/,
  },
  {
    name: 'an older version that runs',
    plant: (world) => {
      worker(world).version = '0.0.9'
    },
    check: 'version',
    says: /0\.0\.9 runs, 0\.1\.0 is released/,
  },
  {
    name: 'code that was not deployed',
    plant: ({ door }) => writeFileSync(join(door.root, 'src/worker.ts'), 'export default { later: 1 }\n'),
    check: 'deployment',
    says: /other code or settings/,
  },
  {
    name: 'a cron that stopped',
    plant: (world) => {
      world.now += 3 * HOUR
    },
    check: 'cron',
    says: /the last tick was 3 hours ago/,
  },
  {
    name: 'a job that failed',
    plant: ({ inside }) => void inside.failedJobs.push('plan'),
    check: 'jobs',
    says: /plan failed: down/,
  },
  {
    name: 'a source without a good answer',
    plant: ({ inside, now }) => {
      inside.sources = inside.sources.map((one) =>
        one.source === 'arxiv' ? { ...one, lastGoodAt: now - 40 * HOUR, error: 'answered 503' } : one,
      )
    },
    check: 'source',
    says: /arXiv gave no good answer for 40 hours: answered 503/,
  },
  {
    name: 'a search index that is behind',
    plant: ({ inside }) => {
      inside.unindexed = 400
    },
    check: 'search',
    says: /behind by 400 papers/,
  },
  {
    name: 'a database that is nearly full',
    plant: ({ inside }) => {
      inside.sizes = [{ name: 'SEARCH', bytes: 400e6, limit: 500e6 }]
    },
    check: 'room',
    says: /SEARCH holds 400 of at most 500 MB \(80 %\)/,
    byHand: ({ inside }) => {
      inside.sizes = [{ name: 'SEARCH', bytes: 399e6, limit: 500e6 }]
    },
  },
  {
    name: 'a batch that waits for a decision',
    plant: ({ inside }) => {
      inside.undecided = 2
    },
    check: 'deliveries',
    says: /2 batches failed or uncertain/,
    byHand: ({ inside }) => {
      inside.undecided = 0
    },
  },
  {
    name: 'something that the status page says',
    plant: ({ inside }) => void inside.problems.push('The delivery of the edition of 2026-11-24 is stalled.'),
    check: 'status',
    says: /2026-11-24 is stalled/,
  },
  {
    name: 'a key that Resend does not take any more',
    plant: ({ resend }) => {
      resend.key = 're_newer'
    },
    check: 'resend',
    says: /refuses the key/,
    byHand: (world) => void world.typed.push('re_newer'),
  },
  {
    name: 'a domain that is not at Resend',
    plant: ({ resend }) => void resend.domains.splice(0),
    check: 'domain',
    says: /lab\.org is not at Resend/,
  },
  {
    name: 'a DKIM record that failed',
    plant: (world) => {
      domain(world).status = 'failed'
      for (const record of domain(world).records) if (record.record === 'DKIM') record.status = 'failed'
    },
    check: 'dns',
    says: /DKIM of lab\.org is failed/,
  },
  {
    name: 'an SPF record that waits',
    plant: (world) => {
      domain(world).status = 'pending'
      for (const record of domain(world).records) if (record.record === 'SPF') record.status = 'pending'
    },
    check: 'dns',
    says: /SPF of lab\.org is pending/,
    along: 1,
  },
  {
    name: 'no DMARC record',
    plant: (world) => {
      world.dmarc = null
    },
    check: 'dns',
    says: /lab\.org has no DMARC record/,
    byHand: (world) => {
      world.dmarc = [['v=DMARC1; ', 'p=none']]
    },
  },
  {
    name: 'tracking that was turned on',
    plant: (world) => {
      domain(world).click_tracking = true
    },
    check: 'tracking',
    says: /Resend tracks clicks/,
  },
  {
    name: 'a webhook that is gone',
    plant: ({ resend }) => void resend.webhooks.splice(0),
    check: 'webhook',
    says: /there is none/,
  },
  {
    name: 'a webhook that was turned off',
    plant: (world) => {
      webhook(world).status = 'disabled'
    },
    check: 'webhook',
    says: /disabled at Resend/,
  },
  {
    name: 'a webhook that is not told of complaints',
    plant: (world) => {
      webhook(world).events = ['email.bounced']
    },
    check: 'webhook',
    says: /not told of email\.complained/,
  },
  {
    name: 'a signing secret that the Worker does not have',
    plant: (world) => {
      worker(world).secrets.RESEND_WEBHOOK_SECRET = 'whsec_of_another'
      webhook(world).lastEvents = [
        { id: 'm1', type: 'email.bounced', created_at: '2026-11-25T11:00:00Z', status: 'failed' },
      ]
    },
    check: 'webhook',
    says: /email\.bounced, 2026-11-25T11:00:00Z\) did not arrive/,
  },
  {
    name: 'more readers than the plan at Resend has mails',
    plant: ({ inside }) => {
      inside.days = [{ kind: 'daily', days: 127, readers: 4_000 }]
    },
    check: 'quota',
    says: /86,667 mails a month, at most 4,000 a day; the plan has 50,000/,
  },
  {
    name: 'an ADMIN_TOKEN that the Worker does not know',
    plant: (world) => {
      worker(world).secrets.ADMIN_TOKEN = 'somebody-elses'
    },
    check: 'worker',
    says: /does not know this ADMIN_TOKEN/,
  },
  {
    name: 'the clock of recorded days',
    plant: (world) => {
      worker(world).config.vars.CLOCK = 'ticks'
    },
    check: 'clock',
    says: /CLOCK is ticks/,
    byHand: (world) => delete worker(world).config.vars.CLOCK,
  },
  {
    name: 'nobody logged in to Cloudflare',
    plant: ({ account }) => {
      account.loggedIn = false
    },
    check: 'account',
    says: /Nobody is logged in/,
    byHand: ({ account }) => {
      account.loggedIn = true
    },
  },
]

test('what was just set up is well, and the doctor changes nothing', async () => {
  const world = await aHealthyWorld()
  const [account, changed] = [JSON.stringify({ ...world.account, calls: 0 }), world.changed]
  const report = await examined(world)
  deepEqual([report.code, report.ok, wrongOf(report)], [0, true, []])
  ok(report.lines.length >= 18)
  deepEqual([JSON.stringify({ ...world.account, calls: 0 }), world.changed], [account, changed])
})

for (const { name, plant, check, says, byHand, mine = '', along = 0 } of FAULTS)
  test(`the doctor names ${name}, and its cure works`, async () => {
    const world = await aHealthyWorld()
    plant(world)
    const report = await examined(world)
    equal(report.code, 1)
    const line = wrongOf(report).find((one) => one.check === check && says.test(one.says))
    ok(line?.cure, JSON.stringify(wrongOf(report), null, 1))
    ok(wrongOf(report).length <= 1 + along, JSON.stringify(wrongOf(report), null, 1))
    byHand?.(world)
    await follow(world, line.cure, mine)
    const after = await examined(world)
    deepEqual(wrongOf(after), [])
    equal(after.code, 0)
  })

test('the Free plan is near its limits: the doctor says so, and not on the paid plan', async () => {
  const world = await aHealthyWorld({ plan: 'free' })
  for (const [read, written, isWell] of [
    [3_999_000, 79_000, true],
    [4_001_000, 0, false],
    [0, 81_000, false],
  ] as const) {
    Object.assign(world.account.databases.papertide ?? {}, { rowsRead: read, rowsWritten: written })
    const report = await examined(world)
    equal(report.ok, isWell, JSON.stringify(wrongOf(report)))
  }
  const [line] = wrongOf(await examined(world))
  match(line?.says ?? '', /81,000 written in 24 hours; the Free plan has 5,000,000 and 100,000 a day/)
  await follow(world, line?.cure ?? '', '')
  equal((await examined(world)).ok, true)
})

test('quota: a hundred readers a day are what the free plan at Resend has, one more is not', async () => {
  const world = await aHealthyWorld({ mails: '3000' })
  const days = (readers: number, mask = 127) => {
    world.inside.days = [{ kind: 'daily' as const, days: mask, readers }]
  }
  days(100)
  equal((await examined(world)).ok, true)
  days(101)
  equal((await examined(world)).ok, false)
  days(101, 0b0000010)
  match(wrongOf(await examined(world))[0]?.says ?? '', /438 mails a month, at most 101 a day/)
})

test('of three clocks the one that stands alone is off', () => {
  const facts = (off: number, resend: number) =>
    checkClock({
      now: 1_000_000_000,
      worker: { value: { now: 1_000_000_000 + off, config: { CLOCK: 'real' } } },
      resend: { value: { clock: 1_000_000_000 + resend } },
    } as never)[0]?.says
  equal(facts(119_000, 0), 'this machine and the Worker agree')
  equal(facts(10 * HOUR, 10 * HOUR), "this machine's clock is off by 10 hours")
  equal(facts(-10 * HOUR, 0), "the Worker's clock is off by 10 hours")
})

test('without instance.json the doctor says to set up, and bad flags say how it is used', async () => {
  const world = aWorld()
  for (const [args, message] of [
    [[], /Nothing is set up/],
    [['--jsn'], /jsn/],
  ] as const) {
    const error = await doctor(world.door, [...args]).then(
      () => null,
      (error: Error) => error,
    )
    match(error?.message ?? '', message)
  }
})

test('a damaged instance.json is named with its line, not guessed at', async () => {
  const world = await aHealthyWorld()
  rewrite(world, (instance) => Object.assign(instance, { plan: 'gold' }))
  const error = await doctor(world.door, []).catch((error: Error) => error)
  match(String(error), /instance\.json cannot be used: plan/)
  rmSync(join(world.door.root, 'instance.json'))
})

test('for people, each line stands with its cure below it', async () => {
  const world = await aHealthyWorld()
  world.inside.unindexed = 1_000
  world.said.length = 0
  equal(await doctor(world.door, []), 1)
  match(
    world.said.join('\n'),
    /!! {2}search +the index is behind by 1,000 papers: about 60 minutes\n +-> npm run tick/,
  )
  match(world.said.join('\n'), /1 of \d+ are wrong\.$/)
})

test('the newest released version is the first heading that is not marked otherwise', () => {
  equal(newestReleased('# Changelog\n\n## 0.3.0 (not released)\n\n## 0.2.1\n\n## 0.2.0\n'), '0.2.1')
  equal(newestReleased('## [1.10.0] - 2026-01-01\n## 1.9.0'), '1.10.0')
  equal(newestReleased('# Changelog\n'), null)
})

test('versions are compared by number', () => {
  deepEqual(
    [
      isOlder('0.9.0', '0.10.0'),
      isOlder('0.10.0', '0.9.0'),
      isOlder('1.0.0', '1.0.0'),
      isOlder('0.9.9', '1.0.0'),
    ],
    [true, false, false, true],
  )
})
