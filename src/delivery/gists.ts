import { saveGists, storedGists } from '../db/gists.ts'
import { textsOf } from '../db/papers.ts'
import { frequenciesOf } from '../db/search.ts'
import type { Deps } from '../deps.ts'
import { type Gist, gistOf } from '../ranking/alike.ts'
import { wordsToWeigh } from '../search/similar.ts'

/** Gists that one unit makes (count): what an invocation of the Free plan has CPU for. */
const MADE_AT_ONCE = 30

/**
 * The gists of these papers (ids), made and stored where there were none; null when more had to be
 * made than one unit can: then it is to be asked again. A paper that is not known has none.
 */
export async function gistsOf(
  { db, search, now }: Deps,
  ids: readonly string[],
  atOnce = MADE_AT_ONCE,
): Promise<ReadonlyMap<string, Gist> | null> {
  const known = await storedGists(db, ids)
  const texts = [
    ...(await textsOf(
      db,
      ids.filter((id) => !known.has(id)),
    )),
  ]
  if (texts.length === 0) return known
  const words = texts.slice(0, atOnce).map(([id, text]) => [id, wordsToWeigh(text)] as const)
  const { words: having, newest } = await frequenciesOf(search, [
    ...new Set(words.flatMap(([, some]) => some)),
  ])
  const made = new Map(words.map(([id, some]) => [id, gistOf(some, having, newest)]))
  await saveGists(db, made, now())
  return texts.length > atOnce ? null : new Map([...known, ...made])
}
