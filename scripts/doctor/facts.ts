import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { VERSION } from '../../src/wording/version.ts'
import { readUsage } from '../setup/cloudflare.ts'
import { type Door, StepError } from '../setup/door.ts'
import { type Found, inspect, lookAtResend, type ResendFound } from '../setup/inspect.ts'
import type { Instance, Secrets } from '../setup/instance.ts'
import { domainOf } from '../setup/resend.ts'
import { makeWorkerApi, type WorkerFacts } from '../setup/worker-api.ts'

/** Something that could be looked at, or why not and how to go on. */
export type Known<T> = { value: T } | { error: string; cure: string }

/** All that the checks judge (instants: ms, UTC). */
export type Facts = {
  now: number
  instance: Instance
  secrets: Secrets
  /** Of this clone. */
  version: string
  /** The newest version that CHANGELOG.md names as released. */
  released: string | null
  cloudflare: Known<Found>
  /** Rows read and written in the last 24 hours, of both databases together; null: not told. */
  usage: { read: number; written: number } | null
  worker: Known<WorkerFacts>
  /** What /status.json says is wrong. */
  problems: string[]
  resend: Known<ResendFound | null>
  /** The DMARC record of the sender's domain; null: there is none. */
  dmarc: string | null
}

/** Looks everywhere; changes nothing. What cannot be looked at does not stop the rest. */
export async function gatherFacts(door: Door, instance: Instance, secrets: Secrets): Promise<Facts> {
  // Without its key Resend is left out: what is wrong there is looked at below.
  const { RESEND_API_KEY: _, ...others } = secrets
  const cloudflare = await tryTo(() => inspect(door, structuredClone(instance), others))
  const url = instance.PUBLIC_URL
  const api = url === null ? null : makeWorkerApi(door, url, secrets.ADMIN_TOKEN?.value ?? '')
  const worker = await tryTo(async () => {
    if (api) return api.facts()
    throw new StepError('The Worker was never deployed.', 'Run: npm run setup -- --resume')
  })
  return {
    now: door.now(),
    instance,
    secrets,
    version: VERSION,
    released: newestReleased(readFileSync(join(door.root, 'CHANGELOG.md'), 'utf8')),
    cloudflare,
    usage: 'value' in cloudflare ? await usageOf(door, cloudflare.value) : null,
    worker,
    problems: api && 'value' in worker ? await api.status().catch(() => []) : [],
    resend: await tryTo(() => lookAtResend(door, instance, secrets)),
    dmarc: await dmarcOf(door, domainOf(instance.MAIL_FROM)),
  }
}

async function tryTo<T>(look: () => Promise<T>): Promise<Known<T>> {
  try {
    return { value: await look() }
  } catch (error) {
    if (error instanceof StepError) return { error: error.message, cure: error.cure }
    throw error
  }
}

async function usageOf(door: Door, { databases }: Found): Promise<Facts['usage']> {
  const sum = { read: 0, written: 0 }
  for (const { name, id } of databases) {
    const usage = id === null ? null : await readUsage(door, name)
    if (!usage) return null
    sum.read += usage.rows_read_24h
    sum.written += usage.rows_written_24h
  }
  return sum
}

/**
 * RFC 7489 §6.6.3: the record of the domain itself, or else of the one above it that an
 * organisation has.
 */
async function dmarcOf({ resolveTxt }: Door, domain: string): Promise<string | null> {
  const names = [domain, domain.split('.').slice(-2).join('.')]
  for (const name of new Set(names)) {
    // No such name and no answer look alike to a reader of mail, too.
    const records = await resolveTxt(`_dmarc.${name}`).catch(() => [])
    const record = records.map((parts) => parts.join('')).find((text) => text.startsWith('v=DMARC1'))
    if (record) return record
  }
  return null
}

/**
 * The first heading of CHANGELOG.md that is a version and does not say "not released". Exported for
 * its test.
 */
export function newestReleased(changelog: string): string | null {
  const headings = [...changelog.matchAll(/^## \[?(\d+\.\d+\.\d+)\]?(.*)$/gm)]
  return headings.find(([, , rest = '']) => !/not released|unreleased/i.test(rest))?.[1] ?? null
}

/** Whether version `a` is older than `b` (three numbers each). */
export function isOlder(a: string, b: string): boolean {
  const [x, y] = [a, b].map((version) => version.split('.').map(Number))
  const at = [0, 1, 2].find((index) => x?.[index] !== y?.[index])
  return at !== undefined && (x?.[at] ?? 0) < (y?.[at] ?? 0)
}
