import type { Config } from '../config.ts'
import type { Limit } from '../db/counters.ts'
import { hashOf } from './address-hash.ts'
import { nextDay } from './limits.ts'

/** Codes that are posted in a day (counts): for one reader, to one channel, to one host, in all. */
const OWNER_DAILY = 5
const OPERATOR_DAILY = 50
const TARGET_DAILY = 3
const HOST_DAILY = 20
const SHARED_DAILY = 200
const DAILY = 500

/** Hosts of very many channels. */
const SHARED = new Set(
  'hooks.slack.com discord.com api.telegram.org ntfy.sh matrix.org matrix-client.matrix.org'.split(' '),
)

/** What limits the codes that a stranger can have us post. `owner` 0: the operator. */
export async function codeLimits(
  config: Pick<Config, 'TOKEN_SECRET'>,
  owner: number,
  targetHash: string,
  host: string,
  now: number,
): Promise<Limit[]> {
  const endsAt = nextDay(now)
  const ownerLimit = owner === 0 ? OPERATOR_DAILY : OWNER_DAILY
  const hostKey = `ch h ${await hashOf(config, `host ${host}`)}`
  return [
    { name: 'owner', key: `ch o ${owner}`, limit: ownerLimit, endsAt },
    { name: 'target', key: `ch t ${targetHash}`, limit: TARGET_DAILY, endsAt },
    { name: 'host', key: hostKey, limit: SHARED.has(host) ? SHARED_DAILY : HOST_DAILY, endsAt },
    { name: 'all', key: 'ch codes of a day', limit: DAILY, endsAt },
  ]
}
