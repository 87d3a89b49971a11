import type { Facts } from './facts.ts'
import { bad, counted, good, type Line, lasting, RESUME } from './line.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** Three ticks; the cron comes every quarter of an hour. */
const LATE_TICK = 45 * MINUTE
/** Every source is asked at least daily, weekends too. */
const LATE_SOURCE = 26 * HOUR
/** Papers that one tick indexes (count). */
const INDEXED = 250
const CLOCKS_APART = 2 * MINUTE
const NAMES: Record<string, string> = {
  huggingface: 'Hugging Face',
  arxiv: 'arXiv',
  hackernews: 'Hacker News',
  github: 'GitHub',
}

export function checkTicks({ worker, now }: Facts): Line[] {
  if ('error' in worker) return []
  const { jobs } = worker.value
  const last = jobs.find(({ job }) => job === 'tick')?.at ?? 0
  if (last === 0) return [bad('cron', 'no tick has ever run', RESUME)]
  if (worker.value.now - last > LATE_TICK)
    return [bad('cron', `the last tick was ${lasting(worker.value.now - last)} ago`, RESUME)]
  const failed = jobs.filter(({ status }) => status === 'failed')
  return failed.length > 0
    ? failed.map(({ job, error }) => bad('jobs', `${job} failed: ${error ?? 'no reason'}`, 'npm run tick'))
    : [good('cron', `ticked ${lasting(now - last)} ago, nothing failed`)]
}

export function checkSources({ worker }: Facts): Line[] {
  if ('error' in worker) return []
  const { sources, now } = worker.value
  const asked = new Set(sources.map(({ source }) => source))
  const unasked = ['huggingface', 'arxiv'].filter((source) => !asked.has(source))
  return [
    ...unasked.map((source) => bad('source', `${NAMES[source]} was not asked in three days`, 'npm run tick')),
    ...sources.map(({ source, lastGoodAt, error }) => {
      const name = NAMES[source] ?? source
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

export function checkSearch({ worker }: Facts): Line[] {
  if ('error' in worker) return []
  const { unindexed } = worker.value
  return [
    unindexed <= INDEXED
      ? good(
          'search',
          unindexed === 0
            ? 'the index has every paper'
            : `${counted(unindexed, 'paper')} wait for the next tick`,
        )
      : bad(
          'search',
          `the index is behind by ${counted(unindexed, 'paper')}: about ${lasting((unindexed / INDEXED) * 15 * MINUTE)}`,
          'npm run tick (each takes in 250; or wait)',
        ),
  ]
}

export function checkDeliveries({ worker, problems, instance }: Facts): Line[] {
  if ('error' in worker) return []
  const { undecided } = worker.value
  const url = `${instance.PUBLIC_URL}/operator/batches`
  return [
    undecided === 0
      ? good('deliveries', 'no batch waits for a decision')
      : bad(
          'deliveries',
          `${counted(undecided, 'batch').replace('batchs', 'batches')} failed or uncertain: you decide (README, "Operate")`,
          `curl -H "Authorization: Bearer $ADMIN_TOKEN" ${url}`,
        ),
    ...problems.map((problem) =>
      bad('status', problem, `Look at ${instance.PUBLIC_URL}/status, then: npm run tick`),
    ),
  ]
}

/** Two of three clocks are right: this machine's, the Worker's, Resend's. */
export function checkClock({ worker, resend, now }: Facts): Line[] {
  if ('error' in worker) return []
  const { CLOCK } = worker.value.config
  if (CLOCK !== 'real')
    return [
      bad('clock', `CLOCK is ${CLOCK}: that is for recorded days only`, `Remove CLOCK, then: ${RESUME}`),
    ]
  const off = worker.value.now - now
  if (Math.abs(off) <= CLOCKS_APART) return [good('clock', 'this machine and the Worker agree')]
  const third = 'value' in resend ? resend.value?.clock : null
  const isOurs = third === null || third === undefined || Math.abs(third - now) > CLOCKS_APART
  return [
    isOurs
      ? bad(
          'clock',
          `this machine's clock is off by ${lasting(off)}`,
          'Set its clock: sudo timedatectl set-ntp true',
        )
      : bad(
          'clock',
          `the Worker's clock is off by ${lasting(off)}`,
          'Look at https://www.cloudflarestatus.com',
        ),
  ]
}
