import { atomically } from '../db/client.ts'
import { reposDue, saveRepos } from '../db/repos.ts'
import { aRun, closeGate, noteRun, type SourceRun, takeGate } from '../db/source-runs.ts'
import type { Deps } from '../deps.ts'
import { REMEMBERED_DAYS, WATCHED_DAYS } from '../papers/list-day.ts'
import { graphqlUrl, parseRepos, REPOS_PER_CALL, reposQuery } from '../sources/github.ts'
import { ask, userAgent } from '../sources/http.ts'
import { addDays, DAY, HOUR, utcDate } from '../time/dates.ts'
import { asked } from './ingest-schedule.ts'

/** How often the code of watched papers is asked for (ms): stars move slowly. That of older ones only shows who is back again. */
const PAUSE = 6 * HOUR
const REMEMBERED_PAUSE = DAY

/**
 * Asks GitHub, in one call at most, for the stars of listed papers' code. Its GraphQL API answers nobody without a token;
 * then the stars are those that Hugging Face carries. `runs`: its own within 24 h, newest first.
 */
export async function readGitHub(deps: Deps, at: number, runs: readonly SourceRun[]): Promise<void> {
  const { db, config } = deps
  if (!config.GITHUB_TOKEN || asked(at, runs)) return
  const today = utcDate(at)
  const watched = { from: addDays(today, 1 - WATCHED_DAYS), before: at - PAUSE }
  const remembered = { from: addDays(today, -REMEMBERED_DAYS), before: at - REMEMBERED_PAUSE }
  const names = await reposDue(db, watched, remembered, REPOS_PER_CALL)
  const now = deps.now()
  if (names.length === 0 || !(await takeGate(db, 'github', now))) return
  const answer = await ask(deps, graphqlUrl(config.GITHUB_URL), {
    agent: userAgent(config.PUBLIC_URL),
    accept: 'application/json',
    token: config.GITHUB_TOKEN,
    body: reposQuery(names),
  })
  const run = aRun('github', 'repositories', at)
  const read = answer.ok ? parseRepos(answer.body, names) : { error: answer.reason }
  if ('error' in read) await noteRun(db, { ...run, reason: read.error })
  else
    await atomically(db, [
      ...saveRepos(read.repos, remembered.from, at),
      noteRun(db, {
        ...run,
        status: 'complete',
        ...{
          seen: read.repos.length,
          refused: read.repos.filter(({ stars, gone }) => stars === null && !gone).length,
        },
      }),
    ])
  if (!answer.ok && answer.retryAt !== null) await closeGate(db, 'github', answer.retryAt)
}
