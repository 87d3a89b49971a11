import { z } from 'zod'
import type { OperatingFacts } from '../../src/health/checks.ts'
import { SOURCES } from '../../src/papers/observation.ts'
import { type Door, StepError } from './door.ts'

const job = z.object({ job: z.string(), at: z.number(), status: z.string(), error: z.string().nullable() })
const facts: z.ZodType<OperatingFacts> = z.object({
  version: z.string(),
  now: z.number(),
  config: z.object({
    PUBLIC_URL: z.string(),
    MAIL_FROM: z.string(),
    MAIL_POSTAL_ADDRESS: z.string(),
    MAIL_BATCH_SIZE: z.number(),
    MAIL_DAILY_QUOTA: z.number(),
    CLOCK: z.string(),
  }),
  jobs: z.array(job),
  asked: z.array(z.enum(SOURCES)),
  sources: z.array(
    z.object({ source: z.enum(SOURCES), lastGoodAt: z.number().nullable(), error: z.string().nullable() }),
  ),
  readers: z.array(z.object({ state: z.string(), readers: z.number() })),
  days: z.array(z.object({ kind: z.enum(['daily', 'weekly']), days: z.number(), readers: z.number() })),
  unindexed: z.number(),
  undecided: z.number(),
  hasWebhook: z.boolean(),
  lastWebhookCall: z.number().nullable(),
  sizes: z.array(z.object({ name: z.string(), bytes: z.number().nullable(), limit: z.number() })),
})
export type WorkerFacts = OperatingFacts

/** How long the Worker may take (ms): a tick asks sources. */
const TIMEOUT = 60_000

/** The deployed Worker's routes for its operator. `url`: without a slash at the end. */
export function makeWorkerApi(door: Pick<Door, 'fetch'>, url: string, adminToken: string) {
  const ask = async (path: string, init: RequestInit = {}) => {
    const answer = await door
      .fetch(`${url}${path}`, {
        ...init,
        headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
        signal: AbortSignal.timeout(TIMEOUT),
      })
      .catch((error: Error) => {
        const cause = (error.cause as Error | undefined)?.message ?? error.message
        throw new StepError(
          `${url} cannot be reached (${cause}).`,
          'A new address may take some minutes. Then run: npm run setup -- --resume',
        )
      })
    const text = await answer.text()
    if (answer.status === 401)
      throw new StepError(
        'The Worker does not know this ADMIN_TOKEN.',
        'Run: npm run setup -- --resume --new-admin-token',
      )
    if (!answer.ok)
      throw new StepError(
        `${url}${path} answered ${answer.status}: ${text
          .replace(/<[^>]+>|\s+/g, ' ')
          .slice(0, 300)
          .trim()}`,
        'Run: npm run setup -- --resume',
      )
    return text
  }
  const json = <T>(schema: z.ZodType<T>, text: string): T => {
    try {
      return schema.parse(JSON.parse(text))
    } catch {
      throw new StepError(`What answers at ${url} is not this version of Papertide.`, 'Run: npm run upgrade')
    }
  }
  return {
    facts: async (): Promise<WorkerFacts> => json(facts, await ask('/operator/facts')),
    /** Sends what is due to the queue, as the cron does. */
    tick: () => ask('/operator/tick', { method: 'POST' }),
    status: async () => json(z.object({ problems: z.array(z.string()) }), await ask('/status.json')).problems,
    moveReaders: async (body: object) =>
      json(
        z.object({
          results: z.array(z.object({ line: z.number(), outcome: z.string() })),
          retryAt: z.number().optional(),
        }),
        await ask('/operator/readers', { method: 'POST', body: JSON.stringify(body) }),
      ),
    readersAfter: async (id: number) =>
      json(
        z.object({ readers: z.array(z.record(z.string(), z.unknown())), next: z.number().nullable() }),
        await ask(`/operator/readers?after=${id}`),
      ),
    stoppedAfter: async (hash: string) =>
      json(
        z.object({
          stopped: z.array(z.object({ hash: z.string(), reason: z.string(), at: z.number() })),
          next: z.string().nullable(),
        }),
        await ask(`/operator/stopped?after=${hash}`),
      ),
  }
}
export type WorkerApi = ReturnType<typeof makeWorkerApi>
