import { reposDue, saveRepos } from '../db/repos.ts'
import { aRun, noteRun, runsBefore } from '../db/source-runs.ts'
import type { Deps, UnitMessage } from '../deps.ts'
import { REMEMBERED_DAYS, WATCHED_DAYS } from '../papers/list-day.ts'
import { graphqlUrl, parseRepos, REPOS_PER_CALL, reposQuery } from '../sources/github.ts'
import { addDays, DAY, HOUR, utcDate } from '../time/dates.ts'
import { askSource, type Request } from './ask-source.ts'
import type { Done } from './unit.ts'

/**
 * How often the code of watched papers is asked for (ms): stars move slowly. That of older ones
 * only shows who is back again.
 */
const PAUSE = 6 * HOUR
const REMEMBERED_PAUSE = DAY

/**
 * Asks GitHub for the stars of listed papers' code, at most once a tick. Where it is not asked, the
 * stars are those that Hugging Face carries.
 */
export const readStars = (deps: Deps, { tick }: UnitMessage): Promise<Done> =>
  askSource(deps, 'github', () => starsRequest(deps, tick))

async function starsRequest({ db, config }: Deps, at: number): Promise<Request | null> {
  const runs = await runsBefore(db, at)
  if (runs.some((run) => run.source === 'github' && run.at === at)) return null
  const today = utcDate(at)
  const watched = { from: addDays(today, 1 - WATCHED_DAYS), before: at - PAUSE }
  const remembered = { from: addDays(today, -REMEMBERED_DAYS), before: at - REMEMBERED_PAUSE }
  const names = await reposDue(db, watched, remembered, REPOS_PER_CALL)
  if (names.length === 0) return null
  return {
    url: graphqlUrl(config.GITHUB_URL),
    accept: 'application/json',
    token: config.GITHUB_TOKEN,
    body: reposQuery(names),
    more: false,
    read: async (answer) => {
      const run = aRun('github', 'repositories', at)
      const read = answer.ok ? parseRepos(answer.body, names) : { error: answer.reason }
      if ('error' in read)
        return { statements: [noteRun(db, { ...run, reason: read.error })], result: { outcome: 'failed' } }
      const refused = read.repos.filter(({ stars, gone }) => stars === null && !gone).length
      const seen = read.repos.length
      const statements = [
        ...saveRepos(read.repos, remembered.from, at),
        noteRun(db, { ...run, status: 'complete', seen, refused }),
      ]
      return { statements, result: { outcome: 'done', repos: seen } }
    },
  }
}
