import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'smol-toml'
import { replaceFile } from '../state.ts'
import type { Door } from './door.ts'
import type { Instance } from './instance.ts'

type Queue = { queue: string; max_batch_size?: number; dead_letter_queue?: string }
/** What of a wrangler configuration is ours to change; the rest is handed on as it is. */
export type WranglerConfig = {
  name: string
  d1_databases: { binding: string; database_name: string; database_id: string; migrations_dir: string }[]
  queues: { producers: { binding: string; queue: string }[]; consumers: Queue[] }
  vars: Record<string, string>
  routes?: { pattern: string; custom_domain: boolean }[]
  [key: string]: unknown
}

/**
 * The configuration that is deployed: made of wrangler.toml and instance.json at each command, not
 * in git.
 */
export const CONFIG_FILE = 'wrangler.instance.json'
/** Mails that a call of each plan bears (docs/costs.md). */
export const MAILS = { free: 10, paid: 100 }

export const readWranglerToml = ({ root }: Pick<Door, 'root'>): WranglerConfig =>
  parse(readFileSync(join(root, 'wrangler.toml'), 'utf8')) as unknown as WranglerConfig

/**
 * The repository's configuration (names that begin with its own) with this instance's names, ids,
 * variables and sizes. Pure.
 */
export function deriveConfig(base: WranglerConfig, instance: Instance): WranglerConfig {
  const named = (name: string) => name.replace(new RegExp(`^${base.name}(?=-|$)`), instance.worker)
  const { PUBLIC_URL, NAME, MAIL_FROM, MAIL_POSTAL_ADDRESS, ARXIV_CATEGORIES } = instance
  const { OPERATOR_EMAIL, RESTORED } = instance
  const host = PUBLIC_URL === null ? null : new URL(PUBLIC_URL).hostname
  return {
    ...base,
    name: instance.worker,
    // An address of one's own is a domain of one's account; workers.dev comes by itself.
    ...(host === null || host.endsWith('.workers.dev')
      ? { workers_dev: true }
      : { routes: [{ pattern: host, custom_domain: true }] }),
    d1_databases: base.d1_databases.map((database) => ({
      ...database,
      database_name: named(database.database_name),
      database_id: instance.databases[database.binding] ?? database.database_id,
    })),
    queues: {
      producers: base.queues.producers.map((one) => ({ ...one, queue: named(one.queue) })),
      consumers: base.queues.consumers.map((one) => ({
        ...one,
        queue: named(one.queue),
        ...(one.dead_letter_queue ? { dead_letter_queue: named(one.dead_letter_queue) } : {}),
      })),
    },
    vars: {
      ...base.vars,
      ...(NAME ? { NAME } : {}),
      PUBLIC_URL: PUBLIC_URL ?? `https://${instance.worker}.workers.dev`,
      MAIL_FROM,
      MAIL_POSTAL_ADDRESS,
      ARXIV_CATEGORIES,
      PLAN: instance.plan,
      MAIL_BATCH_SIZE: String(MAILS[instance.plan]),
      MAIL_DAILY_QUOTA: String(dailyQuota(instance)),
      ...instance.vars,
      ...(OPERATOR_EMAIL ? { OPERATOR_EMAIL } : {}),
      ...(RESTORED ? { RESTORED } : {}),
    },
  }
}

/** Resend's free plan has 100 a day; the others have no limit but the month's (docs/costs.md). */
const dailyQuota = ({ mailsPerMonth }: Instance) => Math.max(100, Math.floor(mailsPerMonth / 30))

/** Every queue that is produced to, consumed or used for dead letters. */
export const queueNames = ({ queues }: WranglerConfig): string[] => [
  ...new Set([
    ...queues.producers.map(({ queue }) => queue),
    ...queues.consumers.flatMap(({ queue, dead_letter_queue }) => [queue, dead_letter_queue ?? queue]),
  ]),
]

/** Derives the configuration and writes it where wrangler reads it. */
export function writeConfig(door: Pick<Door, 'root'>, instance: Instance): WranglerConfig {
  const config = deriveConfig(readWranglerToml(door), instance)
  replaceFile(join(door.root, CONFIG_FILE), `${JSON.stringify(config, null, 2)}\n`)
  return config
}

/** The names of the migrations in this clone, in order. `folder`: `migrations_dir`. */
export const localMigrations = ({ root }: Pick<Door, 'root'>, folder: string): string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.sql'))
    .sort()

/** SHA-256 of what a deployment is made of: the configuration and every file of src/. */
export function hashOfDeployment({ root }: Pick<Door, 'root'>, config: WranglerConfig): string {
  const hash = createHash('sha256').update(JSON.stringify(config))
  const folder = join(root, 'src')
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : []
  for (const entry of names.filter((entry) => entry.isFile()).sort(byPath)) {
    const path = join(entry.parentPath, entry.name)
    hash.update(path.slice(root.length)).update(readFileSync(path))
  }
  return hash.digest('hex')
}

type Entry = { parentPath: string; name: string }
const byPath = (a: Entry, b: Entry) => (join(a.parentPath, a.name) < join(b.parentPath, b.name) ? -1 : 1)
