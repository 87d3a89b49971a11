import { LATE_TICK } from '../../src/health/limits.ts'
import { StepError } from './door.ts'
import type { Found } from './inspect.ts'
import { refusedEvents, webhookAddress } from './inspect.ts'
import { type Instance, SECRETS, type SecretName, type Secrets } from './instance.ts'
import { domainOf, EVENTS } from './resend.ts'

/**
 * A change to make, in the order in which they are made. `words`: for people; `command`: what would
 * do it by hand.
 */
export type Action = { words: string; command: string } & (
  | { kind: 'create database'; name: string }
  | { kind: 'create queue'; name: string }
  | { kind: 'apply migrations'; binding: string }
  | { kind: 'add domain'; name: string }
  | { kind: 'verify domain'; id: string }
  | { kind: 'stop tracking'; id: string }
  | { kind: 'add webhook'; endpoint: string }
  | { kind: 'mend webhook'; id: string; events: string[] }
  | { kind: 'make secrets'; names: SecretName[] }
  | { kind: 'deploy' }
  | { kind: 'replay events'; id: string; events: string[] }
  | { kind: 'tick' }
)

/**
 * What is missing. Pure; empty when everything is as it should be. @throws StepError when a name is
 * taken
 */
export function planSetup(instance: Instance, secrets: Secrets, found: Found, now: number): Action[] {
  refuseTaken(instance, found)
  const setUp: Action[] = [...cloudflareActions(found), ...resendActions(instance, found)]
  const made = SECRETS.filter(
    (name) => (name === 'TOKEN_SECRET' || name === 'ADMIN_TOKEN') && isMissing(name, secrets, found),
  )
  if (made.length > 0)
    setUp.push({
      kind: 'make secrets',
      names: made,
      words: `make ${made.join(' and ')} (random) and keep them in instance.secrets.json`,
      command: 'openssl rand -hex 32',
    })
  const isChanged = setUp.some(({ kind }) => kind !== 'verify domain' && kind !== 'stop tracking')
  if (isChanged || needsDeployment(instance, secrets, found)) {
    const words = `deploy the Worker ${instance.worker}${instance.PUBLIC_URL === null ? '' : ` at ${instance.PUBLIC_URL}`}, with its cron and secrets`
    setUp.push({ kind: 'deploy', words, command: 'wrangler deploy --config wrangler.instance.json' })
  }
  const isDeploying = setUp.some(({ kind }) => kind === 'deploy')
  if (found.lastTick === null || now - found.lastTick > LATE_TICK || (isDeploying && found.secrets === null))
    setUp.push({ kind: 'tick', words: 'tick once: what is due is done', command: 'npm run tick' })
  const refused = refusedEvents(found.resend)
  if (refused.length > 0)
    setUp.push({
      kind: 'replay events',
      id: found.resend?.webhook?.id ?? '',
      events: refused,
      words: `have Resend tell ${refused.length} event${refused.length === 1 ? '' : 's'} again that the Worker refused`,
      command: 'https://resend.com/webhooks',
    })
  return setUp
}

/** Names that belong to something else are never touched. */
function refuseTaken({ worker, deployed }: Instance, { databases, queues, secrets }: Found): void {
  const cure = `Choose another name: npm run setup -- --worker ${worker}-2`
  for (const { name, isForeign, unknown } of databases) {
    if (isForeign) throw new StepError(`The account has a database ${name} that holds other tables.`, cure)
    if (unknown.length > 0)
      throw new StepError(
        `The database ${name} is of a newer version: it has ${unknown.join(', ')}.`,
        'Get that version (git pull), then run: npm run upgrade',
      )
  }
  for (const [name, consumers] of queues) {
    const other = consumers?.find((script) => script !== worker)
    if (other) throw new StepError(`The queue ${name} is consumed by ${other}.`, cure)
  }
  if (secrets !== null && deployed === undefined && databases.every(({ id }) => id === null))
    throw new StepError(
      `The account has a Worker ${worker} already, without this product's databases: deploying would replace it.`,
      `${cure} (or, if it was yours: wrangler delete --name ${worker})`,
    )
}

function cloudflareActions({ databases, queues }: Found): Action[] {
  return [
    ...databases
      .filter(({ id }) => id === null)
      .map(
        ({ name }): Action => ({
          kind: 'create database',
          name,
          words: `create the database ${name}`,
          command: `wrangler d1 create ${name}`,
        }),
      ),
    ...[...queues]
      .filter(([, consumers]) => consumers === null)
      .map(
        ([name]): Action => ({
          kind: 'create queue',
          name,
          words: `create the queue ${name}`,
          command: `wrangler queues create ${name}`,
        }),
      ),
    ...databases
      .filter(({ missing }) => missing.length > 0)
      .map(
        ({ binding, name, missing }): Action => ({
          kind: 'apply migrations',
          binding,
          words: `apply ${missing.length} migration${missing.length === 1 ? '' : 's'} to ${name}`,
          command: `wrangler d1 migrations apply ${binding} --remote --config wrangler.instance.json`,
        }),
      ),
  ]
}

function resendActions(instance: Instance, { resend }: Found): Action[] {
  if (resend === null || resend.restricted) return []
  const { domain, webhook } = resend
  const name = domainOf(instance.MAIL_FROM)
  const actions: Action[] = []
  const by = (what: string) => `https://resend.com/${what}`
  if (domain === null)
    actions.push({
      kind: 'add domain',
      name,
      words: `add the domain ${name} at Resend`,
      command: by('domains'),
    })
  else if (domain.status !== 'verified')
    actions.push({
      kind: 'verify domain',
      id: domain.id,
      words: `have Resend look at the DNS records of ${name} again (${domain.status})`,
      command: by('domains'),
    })
  if (domain?.open_tracking || domain?.click_tracking)
    actions.push({
      kind: 'stop tracking',
      id: domain.id,
      words: `turn open and click tracking of ${name} off`,
      command: by('domains'),
    })
  const endpoint = instance.PUBLIC_URL === null ? null : webhookAddress(instance.PUBLIC_URL)
  const lacking = EVENTS.filter((event) => !webhook?.events?.includes(event))
  if (endpoint !== null && webhook === null)
    actions.push({
      kind: 'add webhook',
      endpoint,
      words: `register the webhook ${endpoint} at Resend`,
      command: by('webhooks'),
    })
  else if (webhook && (lacking.length > 0 || webhook.status !== 'enabled'))
    actions.push({
      kind: 'mend webhook',
      id: webhook.id,
      events: [...new Set([...(webhook.events ?? []), ...EVENTS])],
      words: `turn the webhook at Resend on, for ${EVENTS.join(', ')}`,
      command: by('webhooks'),
    })
  return actions
}

/**
 * Neither kept here nor at Cloudflare; an ADMIN_TOKEN that only Cloudflare knows is of no use to
 * anybody here.
 */
function isMissing(name: SecretName, secrets: Secrets, { secrets: there }: Found): boolean {
  if (secrets[name]) return false
  return name === 'ADMIN_TOKEN' || !there?.includes(name)
}

function needsDeployment(instance: Instance, secrets: Secrets, found: Found): boolean {
  const { secrets: there, queues, consumed, deployment } = found
  if (there === null || instance.deployed !== deployment) return true
  const isUnset = SECRETS.some((name) => {
    const kept = secrets[name]
    return kept !== undefined && (!kept.isSet || !there.includes(name))
  })
  return isUnset || consumed.some((queue) => !queues.get(queue)?.includes(instance.worker))
}

/**
 * The signing secret of the webhook is what Resend says; what was kept may be of another webhook,
 * and where the Worker refuses what it is told, it has another.
 */
export function withSigningSecret(secrets: Secrets, { resend }: Found): Secrets {
  const value = resend?.webhook?.signing_secret
  const isRight = value === secrets.RESEND_WEBHOOK_SECRET?.value && refusedEvents(resend).length === 0
  return value === undefined || isRight
    ? secrets
    : { ...secrets, RESEND_WEBHOOK_SECRET: { value, isSet: false } }
}
