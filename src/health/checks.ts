import { SOURCE_NAMES, type Source } from '../papers/observation.ts'
import { DAY, HOUR, TICK } from '../time/dates.ts'
import { lasting, shortDay } from '../wording/days.ts'
import { counted, grouped } from '../wording/words.ts'
import { LATE_TICK, NEARLY_FULL } from './limits.ts'
import { bad, good, type Line, RESUME } from './line.ts'

/**
 * What only the Worker knows of itself (instants: ms, UTC), for the console and for `npm run
 * doctor`: no address, no secret.
 */
export type OperatingFacts = {
  version: string
  now: number
  config: {
    PUBLIC_URL: string
    MAIL_FROM: string
    MAIL_POSTAL_ADDRESS: string
    MAIL_BATCH_SIZE: number
    MAIL_DAILY_QUOTA: number
    CLOCK: string
  }
  jobs: { job: string; at: number; status: string; error: string | null }[]
  /** The sources that are asked. */
  asked: Source[]
  /** Of those, what was heard in the last days. */
  sources: { source: Source; lastGoodAt: number | null; error: string | null }[]
  readers: { state: string; readers: number }[]
  /** Readers by kind and weekdays (bit 0 is Monday). */
  days: { kind: 'daily' | 'weekly'; days: number; readers: number }[]
  /** Papers that the search index does not have as they are (count). */
  unindexed: number
  /** Batches that are failed or uncertain (count). */
  undecided: number
  /** RESEND_WEBHOOK_SECRET is set. */
  hasWebhook: boolean
  lastWebhookCall: number | null
  sizes: { name: string; bytes: number | null; limit: number }[]
}

/** Every source is asked at least daily, weekends too (ms). */
const LATE_SOURCE = 26 * HOUR
/** Asked at every start of an instance; the others follow what these tell. */
const FIRST_ASKED: readonly Source[] = ['huggingface', 'arxiv']
/** Papers that one tick indexes (count). */
const INDEXED = 250

export const checkVersion = ({ version }: OperatingFacts): Line[] => [good('version', version)]

export function checkTicks({ jobs, now }: OperatingFacts): Line[] {
  const last = jobs.find(({ job }) => job === 'tick')?.at ?? 0
  if (last === 0) return [bad('cron', 'no tick has ever run', RESUME)]
  if (now - last > LATE_TICK) return [bad('cron', `the last tick was ${lasting(now - last)} ago`, RESUME)]
  const failed = jobs.filter(({ status }) => status === 'failed')
  return failed.length > 0
    ? failed.map(({ job, error }) => bad('jobs', `${job} failed: ${error ?? 'no reason'}`, 'npm run tick'))
    : [good('cron', `ticked ${lasting(now - last)} ago, nothing failed`)]
}

export function checkSources({ asked, sources, now }: OperatingFacts): Line[] {
  const heard = new Set(sources.map(({ source }) => source))
  return [
    ...FIRST_ASKED.filter((source) => asked.includes(source) && !heard.has(source)).map((source) =>
      bad('source', `${SOURCE_NAMES[source]} was not asked in three days`, 'npm run tick'),
    ),
    ...sources.map(({ source, lastGoodAt, error }) => {
      const name = SOURCE_NAMES[source]
      if (lastGoodAt !== null && now - lastGoodAt <= LATE_SOURCE)
        return good('source', `${name} answered ${lasting(now - lastGoodAt)} ago`)
      const since = lastGoodAt === null ? 'three days' : lasting(now - lastGoodAt)
      return bad(
        'source',
        `${name} gave no good answer for ${since}: ${error ?? 'not asked'}`,
        'npm run tick',
      )
    }),
  ]
}

export function checkSearch({ unindexed }: OperatingFacts): Line[] {
  if (unindexed === 0) return [good('search', 'the index has every paper')]
  const papers = counted(unindexed, 'paper')
  if (unindexed <= INDEXED) return [good('search', `${papers} wait for the next tick`)]
  const says = `the index is behind by ${papers}: about ${lasting((unindexed / INDEXED) * TICK)}`
  return [bad('search', says, 'npm run tick (each takes in 250; or wait)')]
}

export const checkDeliveries = ({ undecided, config }: OperatingFacts): Line[] => [
  undecided === 0
    ? good('deliveries', 'no batch waits for a decision')
    : bad(
        'deliveries',
        `${counted(undecided, 'batch', 'batches')} failed or uncertain: you decide (README, "Operate")`,
        `curl -H "Authorization: Bearer $ADMIN_TOKEN" ${config.PUBLIC_URL}/operator/batches`,
      ),
]

export const checkRoom = ({ sizes }: OperatingFacts): Line[] =>
  sizes.flatMap(({ name, bytes, limit }) => {
    if (bytes === null) return []
    const percent = Math.floor((100 * bytes) / limit)
    const says = `${name} holds ${grouped(Math.round(bytes / 1e6))} of at most ${grouped(limit / 1e6)} MB (${percent} %)`
    return bytes < NEARLY_FULL * limit
      ? [good('room', says)]
      : [
          bad(
            'room',
            says,
            'Keep papers for less long (README, "Room"): npm run setup -- --resume --set "KEEP_UNLISTED_DAYS=30"',
          ),
        ]
  })

/** The mails that readers have asked for on their fullest weekday, and in a week (counts). */
export function mailsOf(days: OperatingFacts['days']): { day: number; week: number } {
  const onDay = [0, 1, 2, 3, 4, 5, 6].map((weekday) =>
    days.reduce((sum, { days: mask, readers }) => sum + ((mask >> weekday) & 1 ? readers : 0), 0),
  )
  const week = days.reduce((sum, { days: mask, readers }) => {
    const chosen = [...mask.toString(2)].filter((bit) => bit === '1').length
    return sum + Math.min(chosen, EDITIONS) * readers
  }, 0)
  return { day: Math.max(0, ...onDay), week }
}
/** Editions a week: there is none after a Saturday and a Sunday, on which no list closes. */
const EDITIONS = 5

export function checkDailyQuota({ days, config }: OperatingFacts): Line[] {
  const { day } = mailsOf(days)
  const says = `at most ${counted(day, 'mail')} a day; MAIL_DAILY_QUOTA is ${grouped(config.MAIL_DAILY_QUOTA)}`
  return [
    day <= config.MAIL_DAILY_QUOTA
      ? good('quota', says)
      : bad(
          'quota',
          says,
          'Change your plan at https://resend.com/settings/billing, then: npm run setup -- --resume --mails-per-month N',
        ),
  ]
}

/** What the mail provider has told us of mails that could not be delivered. */
export function checkWebhookCalls({ hasWebhook, lastWebhookCall }: OperatingFacts): Line[] {
  if (!hasWebhook)
    return [bad('webhook', 'RESEND_WEBHOOK_SECRET is not set: bounces and complaints are not heard', RESUME)]
  const last = lastWebhookCall === null ? 'no call yet' : `last call on ${shortDay(lastWebhookCall)}`
  return [good('webhook', last)]
}

export const checkClockSetting = ({ config: { CLOCK } }: OperatingFacts): Line[] =>
  CLOCK === 'real'
    ? []
    : [bad('clock', `CLOCK is ${CLOCK}: that is for recorded days only`, `Remove CLOCK, then: ${RESUME}`)]

/** What can be told without asking Cloudflare or the mail provider, as the console shows it. */
export const examineWorker = (facts: OperatingFacts): Line[] =>
  [
    checkVersion,
    checkTicks,
    checkSources,
    checkSearch,
    checkDeliveries,
    checkDailyQuota,
    checkWebhookCalls,
    checkRoom,
    checkClockSetting,
  ].flatMap((check) => check(facts))

/** How far back sources are looked at (ms): they are asked at least daily. */
export const SOURCES_WITHIN = 3 * DAY
