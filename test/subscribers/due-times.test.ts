import { expect, test } from 'vitest'
import { DAILY, dueSchedules } from '../../src/subscribers/schedule.ts'
import { DAY, TICK } from '../../src/time/dates.ts'
import table from '../golden/due-times.txt?raw'

/**
 * For each local date around a change of the clocks: the first tick at which a schedule is due, and
 * its edition.
 */
function dueTimes(timezone: string, hour: number, from: string, until: string): string[] {
  const schedule = { id: 1, kind: 'daily' as const, timezone, hour, days: DAILY, papers: 20, topics: '' }
  const lines = new Map<string, string>()
  for (let at = Date.parse(`${from}T00:00:00Z`); at < Date.parse(`${until}T00:00:00Z`); at += TICK) {
    const [due] = dueSchedules([schedule], at)
    if (due && !lines.has(due.localDate))
      lines.set(due.localDate, `${due.localDate}  ${new Date(at).toISOString().slice(0, 16)}Z  ${due.to}`)
  }
  // The first day began before the window, the last may end after it.
  return [...lines.values()].slice(1, -1)
}

/** Blocks of `# zone hour from until` and lines of `local date, first due tick (UTC), edition`. */
const blocks = table
  .split(/^(?=# )/m)
  .filter((block) => block.startsWith('# '))
  .map((block) => block.trim().split('\n'))

for (const [head = '', ...lines] of blocks) {
  const [, timezone = '', hour = '', from = '', until = ''] = head.split(' ')
  test(`around the change of clocks, ${timezone} at ${hour}:00 is due when the table says`, () => {
    expect(dueTimes(timezone, Number(hour), from, until)).toEqual(lines)
  })
}

test('every edition is given on one local date of every schedule, none skipped and none doubled, all year', () => {
  for (const timezone of new Set(blocks.map(([head = '']) => head.split(' ')[1] ?? ''))) {
    const schedules = Array.from({ length: 24 }, (_, hour) => ({
      id: hour,
      kind: 'daily' as const,
      timezone,
      hour,
      days: DAILY,
      papers: 20,
      topics: '',
    }))
    const editions = new Map<number, Map<string, string>>(schedules.map(({ id }) => [id, new Map()]))
    // 02:15 UTC, when an edition is published, is among these instants.
    for (let at = Date.parse('2026-02-01') + TICK; at < Date.parse('2026-12-01'); at += 4 * TICK)
      for (const { schedule, localDate, to } of dueSchedules(schedules, at))
        if (at >= Date.parse(to) + 9 * TICK) editions.get(schedule.id)?.set(localDate, to)
    for (const given of editions.values()) {
      const dates = [...given.values()]
      const first = Date.parse(dates[0] ?? '')
      expect(dates.length).toBeGreaterThan(300)
      expect(dates).toEqual(dates.map((_, day) => new Date(first + day * DAY).toISOString().slice(0, 10)))
    }
  }
})
