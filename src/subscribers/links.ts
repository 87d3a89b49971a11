import type { Config } from '../config.ts'
import { signToken } from './tokens.ts'

/**
 * A reader's own links. They are the same for the same reader and secret, so that a retried mail
 * has the same bytes. `generation`: which of the reader's links (`subscribers.generation`).
 */
export async function readerLinks(
  config: Pick<Config, 'PUBLIC_URL' | 'TOKEN_SECRET'>,
  subscriberId: number,
  generation = 0,
) {
  const [unsubscribe, preferences, mark] = await Promise.all([
    signToken(config.TOKEN_SECRET, 'unsubscribe', subscriberId, 0, { generation }),
    signToken(config.TOKEN_SECRET, 'preferences', subscriberId, 0, { generation }),
    signToken(config.TOKEN_SECRET, 'mark', subscriberId, 0, { generation }),
  ])
  return {
    unsubscribe: `${config.PUBLIC_URL}/unsubscribe?token=${unsubscribe}`,
    preferences: `${config.PUBLIC_URL}/preferences?token=${preferences}`,
    mark: `${config.PUBLIC_URL}/mark?token=${mark}`,
  }
}
