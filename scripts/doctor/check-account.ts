import { bad, good, type Line, RESUME } from '../../src/health/line.ts'
import { counted } from '../../src/wording/words.ts'
import type { Facts } from './facts.ts'
import { isOlder } from './facts.ts'

const EXAMPLE = /(\.|@)example\b|\bExample Street\b|localhost|your-/i

/** Values of the documentation that were never made one's own. */
export function checkPlaceholders({ instance, worker }: Facts): Line[] {
  const flags = { PUBLIC_URL: '--url', MAIL_FROM: '--from', MAIL_POSTAL_ADDRESS: '--postal' } as const
  const names = Object.keys(flags) as (keyof typeof flags)[]
  const running = 'value' in worker ? worker.value.config : null
  const lines = names
    .filter((name) => EXAMPLE.test(instance[name] ?? '') || EXAMPLE.test(running?.[name] ?? ''))
    .map((name) => {
      const says = `${name} is still the example of the documentation`
      return bad('placeholders', says, `npm run setup -- --resume ${flags[name]} "YOURS"`)
    })
  return lines.length > 0 ? lines : [good('placeholders', 'none is left')]
}

export function checkAccount({ cloudflare }: Facts): Line[] {
  return 'error' in cloudflare
    ? [bad('account', cloudflare.error, cloudflare.cure)]
    : [good('account', cloudflare.value.account)]
}

export function checkDatabases({ cloudflare }: Facts): Line[] {
  if ('error' in cloudflare) return []
  return cloudflare.value.databases.map(({ name, id, missing, unknown, isForeign }) => {
    if (id === null) return bad('database', `${name} is gone`, RESUME)
    if (isForeign)
      return bad('database', `${name} holds tables of something else`, 'npm run setup -- --worker OTHER-NAME')
    if (unknown.length > 0)
      return bad(
        'migrations',
        `${name} is of a newer version (${unknown.join(', ')})`,
        'git pull, then: npm run upgrade',
      )
    return missing.length > 0
      ? bad('migrations', `${name} lacks ${missing.join(', ')}`, RESUME)
      : good('migrations', `${name} has all`)
  })
}

export function checkQueues({ cloudflare, instance }: Facts): Line[] {
  if ('error' in cloudflare) return []
  const { queues, consumed } = cloudflare.value
  return [...queues].map(([name, consumers]) => {
    if (consumers === null) return bad('queue', `${name} is gone`, RESUME)
    return consumed.includes(name) && !consumers.includes(instance.worker)
      ? bad('queue', `${name} is not consumed: what is put into it stays there`, RESUME)
      : good('queue', `${name} is consumed`)
  })
}

export function checkSecrets({ cloudflare, secrets }: Facts): Line[] {
  if ('error' in cloudflare || cloudflare.value.secrets === null) return []
  const there = cloudflare.value.secrets
  const needed = ['TOKEN_SECRET', 'RESEND_API_KEY', 'ADMIN_TOKEN', 'RESEND_WEBHOOK_SECRET']
  const missing = needed.filter((name) => !there.includes(name))
  if (missing.length > 0) return [bad('secrets', `${missing.join(' and ')} not set at Cloudflare`, RESUME)]
  const lost = (['TOKEN_SECRET', 'RESEND_API_KEY'] as const).filter((name) => !secrets[name])
  return [
    lost.length === 0
      ? good('secrets', 'all are set')
      : bad(
          'secrets',
          `${lost.join(' and ')} set at Cloudflare, but not kept here`,
          'Copy instance.secrets.json from the machine of the first setup',
        ),
  ]
}

export function checkDeployment({ cloudflare, instance, worker, version, released }: Facts): Line[] {
  if ('error' in cloudflare) return []
  if (cloudflare.value.secrets === null)
    return [bad('deployment', `there is no Worker ${instance.worker}`, RESUME)]
  if ('error' in worker) return [bad('worker', worker.error, worker.cure.replace(/^Run: /, ''))]
  const running = worker.value.version
  if (released && isOlder(running, released))
    return [bad('version', `${running} runs, ${released} is released`, 'npm run upgrade')]
  if (isOlder(version, running))
    return [bad('version', `${running} runs, this clone is ${version}`, 'git pull')]
  return [
    instance.deployed === cloudflare.value.deployment
      ? good('version', running)
      : bad('deployment', 'the Worker runs other code or settings than this folder has', 'npm run upgrade'),
  ]
}

/** Of Cloudflare's Free plan, a day (https://developers.cloudflare.com/d1/platform/pricing/). */
const FREE = { read: 5_000_000, written: 100_000 }
/** What of a limit may be used before it is worth a word. */
const ROOM = 0.8

export function checkUsage({ instance, usage }: Facts): Line[] {
  if (usage === null) return []
  const says = `${counted(usage.read, 'row')} read and ${usage.written.toLocaleString('en')} written in 24 hours`
  if (instance.plan === 'paid') return [good('usage', says)]
  const isNear = usage.read > FREE.read * ROOM || usage.written > FREE.written * ROOM
  const limits = `the Free plan has ${FREE.read.toLocaleString('en')} and ${FREE.written.toLocaleString('en')} a day`
  return [
    isNear
      ? bad(
          'usage',
          `${says}; ${limits}`,
          'Change to Workers Paid in the Cloudflare dashboard, then: npm run setup -- --resume --plan paid',
        )
      : good('usage', `${says}; ${limits}`),
  ]
}
