import { MESSAGE_VERSION, type UnitMessage } from '../deps.ts'

/**
 * Longest chain of units and most repetitions that a message may carry (counts): more was not sent
 * by us.
 */
const LONGEST = 20
const isCount = (value: unknown, most: number): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= most
const isName = (value: unknown): value is string => typeof value === 'string' && /^[a-z]{1,20}$/.test(value)

/**
 * Reads a queue message. `error`: it is none of ours, or one of another version of the program;
 * asking for it again would not change that.
 */
export function readMessage(body: unknown): UnitMessage | { error: string } {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return { error: 'no message of ours' }
  const { v, unit, tick, next, again, batchId, postId } = body as Record<string, unknown>
  if (v !== MESSAGE_VERSION) return { error: 'a message of another version' }
  if (!isName(unit)) return { error: 'a message without a unit' }
  if (!isCount(tick, 8.64e15)) return { error: 'a message without a tick' }
  if (next !== undefined && !(Array.isArray(next) && next.length <= LONGEST && next.every(isName)))
    return { error: 'a message with an unreadable chain' }
  if (again !== undefined && !isCount(again, Number.MAX_SAFE_INTEGER))
    return { error: 'a message with an unreadable count' }
  if (batchId !== undefined && !isCount(batchId, Number.MAX_SAFE_INTEGER))
    return { error: 'a message with an unreadable batch' }
  if (postId !== undefined && !isCount(postId, Number.MAX_SAFE_INTEGER))
    return { error: 'a message with an unreadable post' }
  if (unit === 'post' && postId === undefined) return { error: 'a post without its id' }
  if (unit === 'batch' && batchId === undefined) return { error: 'a batch without its id' }
  return body as UnitMessage
}
