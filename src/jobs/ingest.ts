import { allRunsSince } from '../db/source-runs.ts'
import type { Deps } from '../deps.ts'
import { DAY } from '../trending/day.ts'
import { readArxiv } from './read-arxiv.ts'
import { readGitHub } from './read-github.ts'
import { readHackerNews } from './read-hackernews.ts'
import { readHuggingFace } from './read-huggingface.ts'
import { stand } from './stand.ts'

const READERS = [
  ['huggingface', readHuggingFace],
  ['arxiv', readArxiv],
  ['hackernews', readHackerNews],
  ['github', readGitHub],
] as const

/**
 * Reads what is due at each source, then works out where papers stand. A source that fails costs the others nothing; a failed
 * answer is a row in source_runs.
 */
export async function ingest(deps: Deps, at: number): Promise<void> {
  const runs = Map.groupBy(await allRunsSince(deps.db, at - DAY), ({ source }) => source)
  const settled = []
  for (const [source, read] of READERS)
    settled.push(...(await Promise.allSettled([read(deps, at, runs.get(source) ?? [])])))
  settled.push(...(await Promise.allSettled([stand(deps, at)])))
  const failures = settled.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
  if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join('; '))
}
