import { HOLDS } from '../db/operator.ts'
import { decisionsAbout, whyUndecided } from '../delivery/undecided.ts'
import { closing, PATIENCE } from '../papers/list-day.ts'
import { isFree } from '../time/calendar.ts'
import { addDays, HOUR, TICK, utcDate } from '../time/dates.ts'
import { clockTime, lasting, shortDay } from '../wording/days.ts'
import { counted, grouped } from '../wording/words.ts'
import type { Facts } from './facts.ts'
import { LATE_TICK, NEARLY_FULL } from './limits.ts'

/** `id` stays the same while the problem is the same; `figure` (count) grows when it gets worse. */
export type Problem = { id: string; sentence: string; figure?: number }

/** After this long (ms) without a good answer, a failing source is a problem. */
export const SILENT_SOURCE = 6 * HOUR
/** After this long (ms) since it was planned, a waiting batch is a problem. */
export const STALLED_AFTER = 3 * HOUR

/** All problems, as sentences without an address, the worst first. Empty when all is well. */
export const problemsOf = (facts: Facts): Problem[] => [
  ...heldProblems(facts),
  ...tickProblems(facts),
  ...mailProblems(facts),
  ...readerProblems(facts),
  ...editionProblems(facts),
  ...sourceProblems(facts),
  ...roomProblems(facts),
]

const HELD = {
  publishing: 'no edition is made',
  delivering: 'nothing is mailed but confirmations',
  signups: 'nobody can sign up',
} as const

const heldProblems = ({ held, holds, now }: Facts): Problem[] => [
  ...HOLDS.flatMap((what) =>
    holds
      .filter((hold) => hold.what === what)
      .map(({ at }) => ({
        id: `hold ${what}`,
        sentence: `The operator has held ${what} for ${lasting(now - at)}: ${HELD[what]}.`,
      })),
  ),
  ...(held
    ? [
        {
          id: 'held',
          sentence:
            'Nothing is mailed: RESTORED is set, and nobody has said since when digests are to be sent. Say it at POST /operator/restored (docs/backup.md).',
        },
      ]
    : []),
]

function tickProblems({ now, tick, jobs }: Facts): Problem[] {
  const nothing = 'nothing is read, published or mailed'
  if (tick === null) return [{ id: 'tick', sentence: `No tick has run yet: ${nothing}.` }]
  const late =
    now - tick > LATE_TICK
      ? [{ id: 'tick', sentence: `No tick has run for ${lasting(now - tick)}: ${nothing}.` }]
      : []
  const failed = jobs.filter(({ status }) => status === 'failed')
  return [...late, ...failed.map(({ job }) => ({ id: `job ${job}`, sentence: `The last ${job} failed.` }))]
}

const isSilent = (now: number) => (source: Facts['sources'][number]) =>
  source.failed && (source.lastGoodAt === null || now - source.lastGoodAt >= SILENT_SOURCE)

/** Sources without a good answer for SILENT_SOURCE, or without any. */
function sourceProblems({ now, sources }: Facts): Problem[] {
  return sources.filter(isSilent(now)).map(({ name, lastGoodAt, reason }) => {
    const since =
      lastGoodAt === null
        ? 'has given no good answer yet'
        : `has given no good answer for ${lasting(now - lastGoodAt)}`
    return {
      id: `source ${name}`,
      sentence: `${name} ${since}: ${reason ?? 'its answer could not be read'}.`,
    }
  })
}

function editionProblems({ now, beganAt, withoutVotes, published }: Facts): Problem[] {
  const votes = withoutVotes
    .filter((date) => !isFree(date))
    .map((date) => ({
      id: `votes ${date}`,
      sentence: `The list of ${shortDay(date)} has papers, but none of them has votes: what Hugging Face answers has changed.`,
    }))
  // The newest edition that should have been published by now.
  const today = utcDate(now)
  const due = now >= closing(addDays(today, -1)) + PATIENCE + 2 * TICK ? today : addDays(today, -1)
  // A new instance has its first edition within four ticks.
  const isNew = beganAt === null || now - beganAt < 4 * TICK
  if (isNew || published.some((date) => date >= due)) return votes
  return [
    ...votes,
    {
      id: `edition ${due}`,
      sentence: `There is no edition of ${shortDay(due)}: its papers could not be read, or none of them had votes.`,
    },
  ]
}

function mailProblems({ now, refusal, confirmation, failures, runs, undecided }: Facts): Problem[] {
  const problems: Problem[] = []
  if (refusal)
    problems.push({
      id: 'refusal',
      sentence: `The mail provider refuses our key or sender since ${shortDay(refusal.at)}, ${clockTime(refusal.at)} (${refusal.error}): nothing is mailed. Check RESEND_API_KEY, MAIL_FROM and the domain at Resend.`,
    })
  if (confirmation)
    problems.push({
      id: 'confirmation',
      sentence: `A confirmation mail that was asked for ${lasting(now - confirmation.at)} ago has not been taken by the mail provider.`,
      figure: confirmation.count,
    })
  const failed = failures.reduce((sum, { count }) => sum + count, 0)
  if (failed > 0)
    problems.push({
      id: 'failures',
      sentence: `Mails were taken by the mail provider and then not sent: ${failures.map(({ failure }) => failure).join(', ')}.`,
      figure: failed,
    })
  for (const run of runs)
    if (run.waitingSince !== null && now - run.waitingSince >= STALLED_AFTER)
      problems.push({
        id: `stalled ${run.edition}`,
        sentence: `The delivery of the edition of ${run.edition} is stalled: mails have waited for ${lasting(now - run.waitingSince)}. The mail provider last said: ${run.error ?? 'nothing'}.`,
        figure: run.waiting,
      })
  for (const group of undecided) problems.push(undecidedProblem(group))
  return problems
}

function undecidedProblem(group: Facts['undecided'][number]): Problem {
  const { edition, state, batches, members } = group
  const choices = Object.entries(decisionsAbout(group)).flatMap(([action, effect]) =>
    effect === null ? [] : [`“${action}” ${effect}`],
  )
  const are = batches === 1 ? 'is' : 'are'
  return {
    id: `${state} ${edition} ${whyUndecided(group)}`,
    sentence: `${counted(batches, 'batch', 'batches')} of the edition of ${edition} ${are} ${state}, ${whyUndecided(group)}. A person has to decide: ${choices.join('; ')}. Decide at POST /operator/batches (README, “Operate”).`,
    figure: members,
  }
}

const REASONS = {
  'nothing ran': 'nothing ran until their day was over',
  'late edition': 'the edition came when their day was over',
  'not planned': 'their digest was not planned before their day was over',
} as const

const readerProblems = ({ passedOver }: Facts): Problem[] =>
  passedOver.map(({ localDate, reason, readers }) => ({
    id: `passed over ${localDate} ${reason}`,
    sentence: `${counted(readers, 'reader was', 'readers were')} passed over on ${dayAndMonth(localDate)} because ${REASONS[reason]}.`,
    figure: readers,
  }))

const roomProblems = ({ sizes }: Facts): Problem[] =>
  sizes.flatMap(({ name, bytes, limit }) => {
    if (bytes === null || bytes < NEARLY_FULL * limit) return []
    const percent = Math.floor((100 * bytes) / limit)
    return [
      {
        id: `room ${name}`,
        sentence: `The database ${name} holds ${grouped(Math.round(bytes / 1e6))} of at most ${grouped(limit / 1e6)} MB (${percent} %): lower KEEP_UNLISTED_DAYS, or change the plan (README, “Room”).`,
        figure: percent,
      },
    ]
  })

/** `13 June`, for a date. */
const dayAndMonth = (date: string) => shortDay(date).replace(/ \d+$/, '')
