import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Door } from '../../scripts/setup/door.ts'
import { type Account, anAccount, answerWrangler, changes } from './fake-cloudflare.ts'
import { answerResend, aResendAccount, type ResendAccount } from './fake-resend.ts'
import { anInside, answerWorker, type Inside } from './fake-worker.ts'

const REPOSITORY = join(import.meta.dirname, '../..')

/** The process ended here, as by Ctrl-C or a power cut. */
export class Interrupted extends Error {}

export type World = {
  account: Account
  resend: ResendAccount
  inside: Inside
  door: Door
  /** Everything that was said. */
  said: string[]
  /** What a person types next, in order. */
  typed: string[]
  now: number
  /** Changes made so far at Cloudflare, Resend and the Worker (count). */
  changed: number
  /** The process ends at this change: before it happens, or when it has happened. */
  endsAt: { change: number; when: 'before' | 'after' } | null
  dmarc: string[][] | null
}

/** A clone, an empty account and an empty Resend. */
export function aWorld(): World {
  const root = mkdtempSync(join(tmpdir(), 'papertide-setup-'))
  for (const name of ['wrangler.toml', 'CHANGELOG.md', 'package.json'])
    cpSync(join(REPOSITORY, name), join(root, name))
  symlinkSync(join(REPOSITORY, 'migrations'), join(root, 'migrations'))
  mkdirSync(join(root, 'src'))
  writeFileSync(join(root, 'src/worker.ts'), 'export default {}\n')

  const world = {
    account: anAccount(),
    resend: aResendAccount(),
    inside: anInside(),
    said: [] as string[],
    typed: [] as string[],
    now: Date.parse('2026-11-25T12:00:00Z'),
    changed: 0,
    endsAt: null as World['endsAt'],
    dmarc: [['v=DMARC1; p=none']] as string[][] | null,
  }
  const asChange = async <T>(isChange: boolean, happen: () => T | Promise<T>): Promise<T> => {
    if (!isChange) return happen()
    const ends = world.endsAt?.change === ++world.changed ? world.endsAt.when : null
    if (ends === 'before') throw new Interrupted()
    const result = await happen()
    if (ends === 'after') throw new Interrupted()
    return result
  }
  let secrets = 0
  const door: Door = {
    root,
    env: { RESEND_BASE_URL: 'https://resend.test' },
    wrangler: (args, env = {}) =>
      asChange(changes(args), () => answerWrangler(world.account, root, args, env)),
    fetch: (async (input: string | URL | Request, init?: RequestInit) => {
      const request = new Request(input, init)
      return asChange(request.method !== 'GET', () =>
        request.url.startsWith('https://resend.test/')
          ? answerResend(world.resend, request, world.now)
          : answerWorker(world.account, world.inside, request, world.now),
      )
    }) as typeof fetch,
    resolveTxt: async () => {
      if (world.dmarc === null) throw new Error('ENOTFOUND')
      return world.dmarc
    },
    ask: async (question) => {
      world.said.push(question)
      const answer = world.typed.shift()
      if (answer === undefined) throw new Error(`nobody answers: ${question}`)
      return answer
    },
    say: (line) => void world.said.push(line),
    now: () => world.now,
    randomSecret: () => `random-secret-number-${++secrets}`,
  }
  world.resend.workersSecret = () => world.account.workers.papertide?.secrets.RESEND_WEBHOOK_SECRET
  return Object.assign(world, { door })
}

/** The answers of somebody at Ada's lab, in the order of the questions. */
export const ANSWERS = {
  worker: '',
  name: 'Lab Papers',
  url: 'https://papers.lab.org',
  from: 'Lab Papers <papers@lab.org>',
  postal: '1 Long Street, 10115 Berlin',
  plan: 'paid',
  mails: '50000',
  categories: '',
  operator: 'ada@lab.org',
}
/** All that a person types at the first setup: the answers, the key, yes. */
export const typedAtFirst = (answers: Partial<typeof ANSWERS> = {}): string[] => [
  ...Object.values({ ...ANSWERS, ...answers }),
  're_full',
  'yes',
]
