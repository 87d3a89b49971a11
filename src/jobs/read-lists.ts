import { knownPapers } from '../db/due.ts'
import { appendObservations } from '../db/observations.ts'
import { saveListed } from '../db/papers.ts'
import { aRun, listSubject, noteAnswer, noteRun, runsBefore } from '../db/source-runs.ts'
import type { Deps, UnitMessage } from '../deps.ts'
import type { Observation } from '../papers/observation.ts'
import { NO_VOTES } from '../papers/votes.ts'
import type { Answer } from '../sources/http.ts'
import { dailyPapersUrl, type Listed, parseList } from '../sources/huggingface.ts'
import { isFree } from '../time/calendar.ts'
import { askSource, type Request } from './ask-source.ts'
import { listsDue } from './ingest-schedule.ts'
import type { Done } from './unit.ts'

/**
 * A list of so many papers (count) without one vote on a working day is a mistake of the answer, or
 * of our reading.
 */
const VOTES_EXPECTED = 3

/** Reads one daily list of Hugging Face and stores its papers and what it says about them. */
export const readLists = (deps: Deps, { tick }: UnitMessage): Promise<Done> =>
  askSource(deps, 'huggingface', async () => {
    const [date, ...others] = listsDue(tick, await runsBefore(deps.db, tick))
    return date === undefined ? null : listRequest(deps, date, tick, others.length > 0)
  })

function listRequest(deps: Deps, date: string, at: number, more: boolean): Request {
  const { config } = deps
  return {
    url: dailyPapersUrl(config.HUGGINGFACE_URL, date),
    accept: 'application/json',
    token: config.HF_TOKEN,
    more,
    read: async (answer) => {
      const read = await readAnswer(deps, answer, date, at)
      // One list that cannot be read says nothing about the next, unless we are result to wait.
      const goOn = more && (answer.ok || answer.retryAt === null)
      return goOn ? { ...read, again: 0 } : read
    },
  }
}

async function readAnswer({ db }: Deps, answer: Answer, date: string, at: number) {
  const run = aRun('huggingface', listSubject(date), at)
  const list = answer.ok ? parseList(answer.body) : { error: answer.reason }
  const reason = 'error' in list ? list.error : noVotes(list.papers, date)
  if ('error' in list || reason !== null)
    return {
      statements: [noteRun(db, { ...run, reason })],
      result: { outcome: 'failed', list: date } as const,
    }
  const ids = list.papers.map(({ id }) => id)
  const known = await knownPapers(db, ids)
  // Texts of known papers are not read again: arXiv's words are the truth, and the first ones stay
  // until it is asked.
  const read = list.papers.map((paper) => (known.has(paper.id) ? paper : paper.withTexts()))
  const papers = read.flatMap((paper) => ('error' in paper ? [] : [paper]))
  const refused = [...list.refused, ...read.flatMap((paper) => ('error' in paper ? [paper.error] : []))]
  if (papers.length === 0 && refused.length > 0) {
    const none = `no paper of the list is readable (${refused[0]})`
    return {
      statements: [noteRun(db, { ...run, reason: none })],
      result: { outcome: 'failed', list: date } as const,
    }
  }
  const good = papers.map(({ id }) => id)
  const noted = {
    ...run,
    status: good.length > 0 ? ('complete' as const) : ('empty' as const),
    reason: refused.length > 0 ? refused.slice(0, 5).join('; ') : null,
    seen: good.length + refused.length,
    refused: refused.length,
    highest: good.toSorted().at(-1) ?? null,
  }
  const statements = [
    noteAnswer(noted, good),
    saveListed(papers, date, at),
    appendObservations(papers.map((paper) => observed(paper, at))),
  ]
  const result = {
    outcome: 'done',
    list: date,
    papers: good.length,
    unknown: good.length - known.size,
  } as const
  return { statements, result }
}

/** Why a list of a working day cannot be right: nobody voted, not even who put the papers there. */
const noVotes = (papers: readonly Listed[], date: string): string | null =>
  papers.length >= VOTES_EXPECTED && !isFree(date) && papers.every(({ upvotes }) => !upvotes)
    ? `${NO_VOTES} ${date} has a vote that can be read`
    : null

const observed = ({ id, upvotes, comments, stars }: Listed, at: number): Observation => ({
  paperId: id,
  source: 'huggingface',
  at,
  upvotes,
  comments,
  stars,
  points: null,
})
