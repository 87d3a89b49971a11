import { atomically } from '../db/client.ts'
import { appendObservations } from '../db/observations.ts'
import { saveListed } from '../db/papers.ts'
import {
  aRun,
  closeGate,
  listSubject,
  noteAnswer,
  noteRun,
  type SourceRun,
  takeGate,
} from '../db/source-runs.ts'
import type { Deps } from '../deps.ts'
import { closing } from '../papers/list-day.ts'
import type { Observation } from '../papers/observation.ts'
import { votesMissing } from '../papers/votes.ts'
import { ask, userAgent } from '../sources/http.ts'
import { dailyPapersUrl, type ListedPaper, parseDailyPapers } from '../sources/huggingface.ts'
import { isFree } from '../time/calendar.ts'
import { asked, listsDue } from './ingest-schedule.ts'

/** Reads the daily lists that are due at `at` and stores their papers and what they say about them. `runs`: its own within 24 h, newest first. */
export async function readHuggingFace(deps: Deps, at: number, runs: readonly SourceRun[]): Promise<void> {
  const { db } = deps
  const due = asked(at, runs) ? [] : listsDue(at, runs)
  const now = deps.now()
  if (due.length === 0 || !(await takeGate(db, 'huggingface', now))) return
  let retryAt: number | null = null
  for (const date of due) {
    retryAt = await readList(deps, date, at)
    if (retryAt !== null) break
  }
  if (retryAt !== null) await closeGate(db, 'huggingface', retryAt)
}

/** Reads one list. Returns the instant (ms) before which Hugging Face asks to be left alone, if it does. */
async function readList(deps: Deps, date: string, at: number): Promise<number | null> {
  const { db, config } = deps
  const run = aRun('huggingface', listSubject(date), at)
  const answer = await ask(deps, dailyPapersUrl(config.HUGGINGFACE_URL, date), {
    agent: userAgent(config.PUBLIC_URL),
    accept: 'application/json',
    ...(config.HF_TOKEN ? { token: config.HF_TOKEN } : {}),
  })
  const list = answer.ok ? readVotes(parseDailyPapers(answer.body), date, at) : { error: answer.reason }
  if ('error' in list) {
    await noteRun(db, { ...run, reason: list.error })
    return answer.ok ? null : answer.retryAt
  }
  const ids = list.papers.map(({ id }) => id)
  const noted = {
    ...run,
    status: ids.length > 0 ? ('complete' as const) : ('empty' as const),
    reason: list.refused.length > 0 ? list.refused.slice(0, 5).join('; ') : null,
    seen: ids.length + list.refused.length,
    refused: list.refused.length,
    highest: ids.toSorted().at(-1) ?? null,
  }
  await atomically(db, [
    noteAnswer(noted, ids),
    saveListed(list.papers, date, at),
    appendObservations(list.papers.map((paper) => observed(paper, at))),
  ])
  return null
}

/** A list whose papers have no votes is no good answer: nothing could be ranked, and nobody would notice. */
function readVotes(
  list: ReturnType<typeof parseDailyPapers>,
  date: string,
  at: number,
): ReturnType<typeof parseDailyPapers> {
  if ('error' in list) return list
  const error = votesMissing(list.papers, { isOver: at >= closing(date), isFree: isFree(date) })
  return error === null ? list : { error }
}

const observed = ({ id, upvotes, comments, stars }: ListedPaper, at: number): Observation => ({
  ...{ paperId: id, source: 'huggingface', at, upvotes, comments, stars },
  points: null,
})
