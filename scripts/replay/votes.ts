import type { ListedPaper } from './archive.ts'

/**
 * The upvotes of a paper at `now` (ms, UTC): exact at every recorded look, and between two of them
 * growing one by one, since real votes do. Each of the votes between two looks has an instant of
 * its own, drawn from the paper's id: the same in every replay, and never fewer later. Null before
 * the first look; after the last one nothing is made up.
 */
export function upvotesAt(
  { id, snapshots }: Pick<ListedPaper, 'id' | 'snapshots'>,
  now: number,
): number | null {
  const looks = snapshots.flatMap(({ at, upvotes }) =>
    upvotes === undefined ? [] : [{ at: Date.parse(at), upvotes }],
  )
  const next = looks.findIndex(({ at }) => at > now)
  const last = next < 0 ? looks.at(-1) : looks[next - 1]
  const coming = looks[next]
  if (!last) return null
  if (!coming) return last.upvotes
  const share = (now - last.at) / (coming.at - last.at)
  let come = 0
  for (let vote = last.upvotes; vote < coming.upvotes; vote++) if (chance(`${id} ${vote}`) <= share) come++
  return last.upvotes + come
}

/**
 * A number from 0 to 1 that belongs to a text: FNV-1a, 32 bit, its bits mixed once more (murmur3's
 * finalizer).
 */
function chance(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}
