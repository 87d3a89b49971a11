import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { replaceFile } from '../state.ts'
import type { Door } from './door.ts'
import { StepError } from './door.ts'
import { writePrivately } from './write-privately.ts'

/**
 * What the operator answered and what was made of it: `instance.json`, not in git, without secrets.
 */
const schema = z.object({
  /** Name of the Worker; the databases and queues are named after it. */
  worker: z.string().regex(/^[a-z][a-z0-9-]{0,40}$/, 'lower-case letters, digits and hyphens'),
  /** Null: the workers.dev address, not known before the first deployment. */
  PUBLIC_URL: z.string().nullable(),
  /** What it is called; none: Papertide. */
  NAME: z.string().optional(),
  MAIL_FROM: z.string(),
  MAIL_POSTAL_ADDRESS: z.string(),
  ARXIV_CATEGORIES: z.string(),
  OPERATOR_EMAIL: z.string().optional(),
  /** Of Cloudflare Workers. */
  plan: z.enum(['free', 'paid']),
  /**
   * Mails that the plan at Resend includes (count a month); 3,000 is its free plan, with 100 a day.
   */
  mailsPerMonth: z.number().int().min(1),
  /** Other variables that were set (SETTABLE), by name. */
  vars: z.record(z.string(), z.string()).default({}),
  /**
   * Names the last restore: nothing is mailed until the Worker is told since when (docs/backup.md).
   */
  RESTORED: z.string().optional(),
  /** Ids by binding. */
  databases: z.record(z.string(), z.string()).default({}),
  /** SHA-256 of the configuration and the code that were deployed last. */
  deployed: z.string().optional(),
})
export type Instance = z.output<typeof schema>
export type Answers = Omit<Instance, 'databases' | 'deployed' | 'RESTORED' | 'vars'>

export const INSTANCE_FILE = 'instance.json'
export const SECRETS_FILE = 'instance.secrets.json'

/** Null when there is none yet. @throws StepError when it cannot be read */
export function readInstance({ root }: Pick<Door, 'root'>): Instance | null {
  const file = join(root, INSTANCE_FILE)
  if (!existsSync(file)) return null
  const parsed = schema.safeParse(readJson(file))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new StepError(
    `${INSTANCE_FILE} cannot be used: ${issue?.path.join('.')}: ${issue?.message}.`,
    `Mend that line of ${INSTANCE_FILE}, or remove the file and run: npm run setup`,
  )
}

export const saveInstance = ({ root }: Pick<Door, 'root'>, instance: Instance) =>
  replaceFile(join(root, INSTANCE_FILE), `${JSON.stringify(instance, null, 2)}\n`)

/**
 * The Worker's secrets: Cloudflare never shows them again, so they are kept here, readable by you
 * alone.
 */
export const SECRETS = ['TOKEN_SECRET', 'ADMIN_TOKEN', 'RESEND_API_KEY', 'RESEND_WEBHOOK_SECRET'] as const
export type SecretName = (typeof SECRETS)[number]
/** `isSet`: Cloudflare has this value. */
export type Secrets = Partial<Record<SecretName, { value: string; isSet: boolean }>>

const secretsSchema = z.partialRecord(z.enum(SECRETS), z.object({ value: z.string(), isSet: z.boolean() }))

/** From the file; a variable of the environment of the same name counts for more. */
export function readSecrets({ root, env }: Pick<Door, 'root' | 'env'>): Secrets {
  const file = join(root, SECRETS_FILE)
  const kept = existsSync(file) ? secretsSchema.safeParse(readJson(file)) : { success: true, data: {} }
  if (!kept.success)
    throw new StepError(`${SECRETS_FILE} cannot be read.`, 'Restore it from your backup of this folder.')
  const secrets = kept.data as Secrets
  for (const name of SECRETS) {
    const given = env[name]
    if (given && given !== secrets[name]?.value) secrets[name] = { value: given, isSet: false }
  }
  return secrets
}

export const saveSecrets = ({ root }: Pick<Door, 'root'>, secrets: Secrets) =>
  writePrivately(join(root, SECRETS_FILE), `${JSON.stringify(secrets, null, 2)}\n`)

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new StepError(`${file} is no JSON: ${(error as Error).message}.`, `Mend or remove ${file}.`)
  }
}
