import { allRunsSince } from '../db/source-runs.ts'
import type { Deps } from '../deps.ts'
import { DAY } from '../time/dates.ts'
import { isBusiest } from './ingest-schedule.ts'
import { readArxiv } from './read-arxiv.ts'
import { readGitHub } from './read-github.ts'
import { readHackerNews } from './read-hackernews.ts'
import { readHuggingFace } from './read-huggingface.ts'
import { updateScores } from './update-scores.ts'

const READERS = [
  { source: 'huggingface', read: readHuggingFace, waits: false },
  { source: 'arxiv', read: readArxiv, waits: false },
  { source: 'hackernews', read: readHackerNews, waits: true },
  { source: 'github', read: readGitHub, waits: true },
] as const

/**
 * Reads what is due at each source, then updates the current scores. A source that fails costs the others nothing; a failed
 * answer is a row in source_runs.
 */
export async function ingest(deps: Deps, at: number): Promise<void> {
  const runs = Map.groupBy(await allRunsSince(deps.db, at - DAY), ({ source }) => source)
  const settled = []
  const busiest = isBusiest(at)
  for (const { source, read } of READERS.filter(({ waits }) => !(waits && busiest)))
    settled.push(...(await Promise.allSettled([read(deps, at, runs.get(source) ?? [])])))
  settled.push(...(await Promise.allSettled([updateScores(deps, at)])))
  const failures = settled.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
  if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join('; '))
}
