import { listDatabases, listSecrets, readConsumers, readDatabase, whoIsLoggedIn } from './cloudflare.ts'
import { hashOfDeployment, localMigrations, queueNames, writeConfig } from './derive-config.ts'
import type { Door } from './door.ts'
import type { Instance, Secrets } from './instance.ts'
import {
  type Domain,
  domainOf,
  makeResend,
  RestrictedKey,
  type Webhook,
  type WebhookEvent,
} from './resend.ts'
import { makeWorkerApi } from './worker-api.ts'

/** A database of the configuration, as it is at Cloudflare. */
export type DatabaseFound = {
  binding: string
  name: string
  /** Null: there is none of that name. */
  id: string | null
  /** The files that it lacks. */
  missing: string[]
  /** It has migrations that this clone does not: a newer version's. */
  unknown: string[]
  /** It holds tables of something else. */
  isForeign: boolean
}

/** What of Resend is known. `restricted`: the key may only send, so nobody can look. */
export type ResendFound = {
  restricted: boolean
  domain: Domain | null
  webhook: Webhook | null
  /** What it was told last, newest first. */
  events: WebhookEvent[]
  clock: number | null
}

export type Found = {
  account: string
  databases: DatabaseFound[]
  /** Consumers by queue; null: there is no such queue. */
  queues: Map<string, string[] | null>
  /** Queues that the Worker is to consume. */
  consumed: string[]
  /** Names of the secrets that the Worker has; null: there is no such Worker. */
  secrets: string[] | null
  /** Null: no key was given. */
  resend: ResendFound | null
  /** When a job ran last (ms); null when none did or the Worker does not answer. */
  lastTick: number | null
  /** What would be deployed now. */
  deployment: string
}

export const webhookAddress = (publicUrl: string) => `${publicUrl}/webhooks/resend`

/**
 * Looks at the account, Resend and the Worker; changes nothing but the derived configuration's
 * file. @throws StepError
 */
export async function inspect(door: Door, instance: Instance, secrets: Secrets): Promise<Found> {
  const account = await whoIsLoggedIn(door)
  const ids = await listDatabases(door)
  const named = writeConfig(door, instance).d1_databases
  // An id that the account does not have (any more) leads nowhere.
  for (const { binding, database_name } of named) {
    const id = ids.get(database_name)
    if (id) instance.databases[binding] = id
    else delete instance.databases[binding]
  }
  const config = writeConfig(door, instance)
  const databases: DatabaseFound[] = []
  for (const { binding, database_name, migrations_dir } of config.d1_databases) {
    const files = localMigrations(door, migrations_dir)
    const id = ids.get(database_name) ?? null
    const held = id === null ? { migrations: [], isForeign: false } : await readDatabase(door, binding)
    databases.push({
      binding,
      name: database_name,
      id,
      missing: files.filter((file) => !held.migrations.includes(file)),
      unknown: held.migrations.filter((name) => !files.includes(name)),
      isForeign: held.isForeign,
    })
  }
  const queues = new Map<string, string[] | null>()
  for (const queue of queueNames(config)) queues.set(queue, await readConsumers(door, queue))
  const names = await listSecrets(door, instance.worker)
  return {
    account,
    databases,
    queues,
    consumed: config.queues.consumers.map(({ queue }) => queue),
    secrets: names,
    resend: await lookAtResend(door, instance, secrets),
    lastTick: names === null ? null : await lastTickOf(door, instance, secrets),
    deployment: hashOfDeployment(door, config),
  }
}

export async function lookAtResend(
  door: Door,
  instance: Pick<Instance, 'MAIL_FROM' | 'PUBLIC_URL'>,
  secrets: Secrets,
): Promise<ResendFound | null> {
  const key = secrets.RESEND_API_KEY?.value
  if (!key) return null
  const resend = makeResend(door, key)
  try {
    const { PUBLIC_URL } = instance
    const webhook = PUBLIC_URL === null ? null : await resend.findWebhook(webhookAddress(PUBLIC_URL))
    return {
      restricted: false,
      domain: await resend.findDomain(domainOf(instance.MAIL_FROM)),
      webhook,
      events: webhook ? await resend.lastEvents(webhook.id) : [],
      clock: resend.clock(),
    }
  } catch (error) {
    if (!(error instanceof RestrictedKey)) throw error
    return { restricted: true, domain: null, webhook: null, events: [], clock: resend.clock() }
  }
}

async function lastTickOf(door: Door, { PUBLIC_URL }: Instance, secrets: Secrets): Promise<number | null> {
  const token = secrets.ADMIN_TOKEN?.value
  if (PUBLIC_URL === null || !token) return null
  try {
    const { jobs } = await makeWorkerApi(door, PUBLIC_URL, token).facts()
    return jobs.find(({ job }) => job === 'tick')?.at ?? null
  } catch {
    // Not deployed yet, or broken: the plan deploys, and the tick after it tells what is wrong.
    return null
  }
}

/** Events that did not arrive, while the newest did not either: the Worker refuses them. */
export const refusedEvents = (resend: ResendFound | null): string[] =>
  resend && isLost(resend.events[0]) ? resend.events.filter(isLost).map(({ id }) => id) : []

const isLost = (event: WebhookEvent | undefined) =>
  event?.status === 'failed' || event?.status === 'attempting'
