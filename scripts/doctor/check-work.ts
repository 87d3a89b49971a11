import {
  checkClockSetting,
  checkDeliveries,
  checkRoom,
  checkSearch,
  checkSources,
  checkTicks,
  type OperatingFacts,
} from '../../src/health/checks.ts'
import { bad, good, type Line } from '../../src/health/line.ts'
import { lasting } from '../../src/wording/days.ts'
import type { Facts } from './facts.ts'

/** Clocks that are no further apart (ms) agree. */
const CLOCKS_APART = 2 * 60_000

/** Of what the Worker told; nothing where it could not be asked. */
const ofWorker =
  (check: (facts: OperatingFacts) => Line[]) =>
  ({ worker }: Facts): Line[] =>
    'error' in worker ? [] : check(worker.value)

/** What the console shows too (src/health/checks.ts). */
export const CHECKS_OF_WORKER = [checkTicks, checkSources, checkSearch, checkDeliveries, checkRoom].map(
  ofWorker,
)

/** What /status says is wrong. */
export const checkStatus = ({ problems, instance }: Facts): Line[] =>
  problems.map((problem) =>
    bad('status', problem, `Look at ${instance.PUBLIC_URL}/status, then: npm run tick`),
  )

/** Two of three clocks are right: this machine's, the Worker's, Resend's. */
export function checkClock({ worker, resend, now }: Facts): Line[] {
  if ('error' in worker) return []
  const played = checkClockSetting(worker.value)
  if (played.length > 0) return played
  const off = worker.value.now - now
  if (Math.abs(off) <= CLOCKS_APART) return [good('clock', 'this machine and the Worker agree')]
  const third = 'value' in resend ? resend.value?.clock : null
  const isOurs = third === null || third === undefined || Math.abs(third - now) > CLOCKS_APART
  return [
    isOurs
      ? bad(
          'clock',
          `this machine's clock is off by ${lasting(Math.abs(off))}`,
          'Set its clock: sudo timedatectl set-ntp true',
        )
      : bad(
          'clock',
          `the Worker's clock is off by ${lasting(Math.abs(off))}`,
          'Look at https://www.cloudflarestatus.com',
        ),
  ]
}
