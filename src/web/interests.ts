import { knownAuthors } from '../db/search.ts'
import { previewTopics } from '../delivery/preview.ts'
import type { Deps } from '../deps.ts'
import { nameTyped, splitInterests, writeNamed } from '../search/interests.ts'
import { matchNamed } from '../search/match.ts'
import { readTopics } from '../search/topics.ts'
import type { Previewed } from './components/preview.tsx'

/**
 * The fields of a form, where each name in `q` that some author has becomes that author: `"Ada
 * Lovelace"` is a person, not a phrase.
 */
export async function understandNames(
  { search }: Pick<Deps, 'search'>,
  fields: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  if (typeof fields.q !== 'string') return fields
  const pieces = splitInterests(fields.q)
  const asked = pieces.flatMap((piece) => {
    const name = nameTyped(piece)
    const match = name === null ? null : matchNamed({ kind: 'author', name })
    return name === null || match === null ? [] : [{ name, match }]
  })
  const known = await knownAuthors(search, asked)
  if (known.size === 0) return fields
  const understood = pieces.map((piece) => {
    const name = nameTyped(piece)
    return name !== null && known.has(name) ? writeNamed({ kind: 'author', name }) : piece
  })
  return { ...fields, q: understood.join(', ') }
}

/** The papers that topics would have brought; null for no topics, which is the whole edition. */
export async function previewOf(deps: Deps, written: string): Promise<Previewed | null> {
  const topics = readTopics(written)
  return topics === null ? null : { topics, ...(await previewTopics(deps, topics)) }
}
