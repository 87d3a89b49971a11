import type { Deps } from '../deps.ts'
import { readArxiv } from './read-arxiv.ts'
import { readGitHub } from './read-github.ts'
import { readHackerNews } from './read-hackernews.ts'
import { readHuggingFace } from './read-huggingface.ts'
import { stand } from './stand.ts'

/** Reads what is due at each source, then works out where papers stand. One that fails costs the others nothing; a failed answer is a row in source_runs. */
export async function ingest(deps: Deps, at: number): Promise<void> {
  const settled = []
  for (const read of [readHuggingFace, readArxiv, readHackerNews, readGitHub])
    settled.push(...(await Promise.allSettled([read(deps, at)])))
  settled.push(...(await Promise.allSettled([stand(deps, at)])))
  const failures = settled.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
  if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join('; '))
}
