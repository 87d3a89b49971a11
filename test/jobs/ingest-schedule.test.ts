import { expect, test } from 'vitest'
import type { ArxivDay } from '../../src/db/arxiv-days.ts'
import type { SourceRun } from '../../src/db/source-runs.ts'
import { judge } from '../../src/editions/publish.ts'
import { lastAnnounced, listsDue, pageDue } from '../../src/jobs/ingest-schedule.ts'
import { announcedDay } from '../../src/time/calendar.ts'
import { TICK } from '../../src/time/dates.ts'

const at = (text: string) => Date.parse(text)
const aRun = (subject: string, when: string, given: Partial<SourceRun> = {}): SourceRun => ({
  source: 'huggingface',
  subject,
  at: at(when),
  status: 'complete',
  reason: null,
  seen: 20,
  added: 0,
  refused: 0,
  highest: null,
  ...given,
})
/** Every list of the week read at this instant. */
const week = (when: string) =>
  ['2026-01-21', '2026-01-20', '2026-01-19', '2026-01-18', '2026-01-17', '2026-01-16', '2026-01-15'].map(
    (day) => aRun(`list ${day}`, when),
  )

test('a first tick reads the newest lists, two at the most', () => {
  expect(listsDue(at('2026-01-21T12:00:00Z'), [])).toEqual(['2026-01-21', '2026-01-20'])
})

test('nothing is asked for twice at one tick', () => {
  expect(listsDue(at('2026-01-21T12:00:00Z'), week('2026-01-21T12:00:00Z'))).toEqual([])
})

test('today’s list is read hourly, yesterday’s every three hours', () => {
  expect(listsDue(at('2026-01-21T13:00:00Z'), week('2026-01-21T12:00:00Z'))).toEqual(['2026-01-21'])
  expect(listsDue(at('2026-01-21T15:00:00Z'), week('2026-01-21T12:00:00Z'))).toEqual([
    '2026-01-21',
    '2026-01-20',
  ])
})

test('yesterday’s list is read again as soon as it has closed', () => {
  expect(listsDue(at('2026-01-21T01:45:00Z'), week('2026-01-21T01:15:00Z'))).toEqual([])
  expect(listsDue(at('2026-01-21T02:00:00Z'), week('2026-01-21T01:45:00Z'))).toEqual(['2026-01-20'])
})

test('a failed read is due again at the next tick', () => {
  const failed = aRun('list 2026-01-21', '2026-01-21T12:00:00Z', { status: 'failed' })
  const before = week('2026-01-21T11:00:00Z')
  expect(listsDue(at('2026-01-21T12:15:00Z'), [failed, ...before])).toEqual(['2026-01-21'])
})

test('a list that closed empty is left alone', () => {
  const runs = week('2026-01-21T02:15:00Z').map((run) => ({ ...run, status: 'empty' as const }))
  expect(listsDue(at('2026-01-21T23:00:00Z'), runs)).toEqual(['2026-01-21'])
})

const aDay = (date: string, given: Partial<ArxivDay> = {}): ArxivDay => ({
  date,
  total: 0,
  next: 0,
  askedAt: null,
  failedAt: null,
  failures: 0,
  ...given,
})
/** Days of January that were read whole at an instant. */
const readDays = (days: readonly number[], when: string) =>
  days.map((day) =>
    aDay(`2026-01-${String(day).padStart(2, '0')}`, { total: 40, next: 40, askedAt: at(when) }),
  )

test('a day that is begun is read page by page, the oldest first, as long as arXiv speaks of more papers', () => {
  const now = at('2026-01-21T12:00:00Z')
  const begun = [
    aDay('2026-01-19', { total: 120, next: 50, askedAt: now }),
    aDay('2026-01-20', { total: 60, next: 25, askedAt: now }),
  ]
  expect(pageDue(now, begun)).toMatchObject({ date: '2026-01-19', start: 50 })
  const failed = (failures: number) => [
    aDay('2026-01-19', { ...begun[0], failedAt: now, failures }),
    ...begun.slice(1),
  ]
  expect(pageDue(now, failed(2))).toMatchObject({ date: '2026-01-19', start: 50 })
  expect(pageDue(now, failed(3))).toMatchObject({ date: '2026-01-20', start: 25 })
  expect(pageDue(now + TICK, failed(3))).toMatchObject({ date: '2026-01-19', start: 50 })
})

test('days that may be announced in this night are asked for their number of papers at every tick, others seldom', () => {
  const read = readDays([16, 17, 18, 19, 20], '2026-01-21T00:00:00Z')
  expect(pageDue(at('2026-01-21T00:00:00Z'), read)).toBeNull()
  expect(pageDue(at('2026-01-21T00:15:00Z'), read)).toMatchObject({ date: '2026-01-20', start: 0 })
  const noon = readDays([16, 17, 18, 19, 20], '2026-01-21T12:00:00Z')
  expect(pageDue(at('2026-01-21T12:15:00Z'), noon)).toBeNull()
  expect(pageDue(at('2026-01-21T12:30:00Z'), noon)).toMatchObject({ date: '2026-01-20' })
  const rest = [...readDays([18, 19], '2026-01-22T12:00:00Z'), ...readDays([20, 21], '2026-01-22T14:45:00Z')]
  expect(pageDue(at('2026-01-22T14:45:00Z'), rest)).toBeNull()
  expect(pageDue(at('2026-01-22T15:00:00Z'), rest)).toMatchObject({ date: '2026-01-19' })
})

test('what was submitted since the last deadline is asked for, however long the holidays between', () => {
  // Monday is a holiday: nothing was announced since what came until Friday.
  expect(lastAnnounced('2026-01-21')).toBe('2026-01-16')
  expect(lastAnnounced('2026-01-22')).toBe('2026-01-20')
  expect(lastAnnounced('2026-01-19')).toBe('2026-01-15')
  // Christmas: nothing is announced from Wednesday to Saturday evening.
  expect(lastAnnounced('2025-12-29')).toBe('2025-12-23')
  for (const [today, oldest] of [
    ['2026-01-21', '2026-01-16'],
    ['2025-12-29', '2025-12-23'],
  ] as const) {
    const asked: string[] = []
    const days: ArxivDay[] = []
    const now = at(`${today}T02:00:00Z`)
    for (let page = pageDue(now, days); page; page = pageDue(now, days)) {
      asked.push(page.date)
      days.push(aDay(page.date, { askedAt: now }))
      days.sort((a, b) => (a.date < b.date ? -1 : 1))
    }
    expect(asked.at(-1)).toBe(oldest)
    expect(new Set(asked).size).toBe(asked.length)
  }
})

test('days that an outage left out are asked for, those long before it are not', () => {
  const before = readDays([8, 9, 10, 11, 12], '2026-01-13T02:00:00Z')
  const now = at('2026-01-20T12:00:00Z')
  const asked: string[] = []
  const days = [...before]
  for (let page = pageDue(now, days); page; page = pageDue(now, days)) {
    asked.push(page.date)
    const rest = days.filter(({ date }) => date !== page.date)
    days.splice(0, days.length, ...rest, aDay(page.date, { askedAt: now }))
    days.sort((a, b) => (a.date < b.date ? -1 : 1))
  }
  // The 8th was asked late enough; of the 9th to 12th papers may have been announced since.
  expect(asked).toEqual(
    ['19', '18', '17', '16', '15', '14', '13', '12', '11', '10', '09']
      .map((n) => `2026-01-${n}`)
      .slice(0, asked.length),
  )
  expect(asked.length).toBeGreaterThanOrEqual(7)
})

test('the calendar knows the evenings on which arXiv announces, and of which day', () => {
  const days: [string, string | null][] = [
    ['2026-01-14', '2026-01-13'], // Wednesday
    ['2026-01-12', '2026-01-09'], // Monday: what came until Friday
    ['2026-01-10', null],
    ['2026-01-11', null],
    ['2026-01-20', null], // the evening of Martin Luther King Day
    ['2026-01-21', '2026-01-20'],
    ['2026-05-26', null], // Memorial Day
    ['2026-09-08', null], // Labor Day
    ['2026-11-27', null], // Thanksgiving
    ['2026-11-28', null],
    ['2026-12-26', null],
  ]
  expect(days.map(([day]) => [day, announcedDay(day)])).toEqual(days)
})

const listed = '2026-01-20'
const morning = at('2026-01-21T02:15:00Z')
test('an edition is complete when its list was read after closing', () => {
  expect(judge(listed, [aRun('list 2026-01-20', '2026-01-21T02:15:00Z')], morning)).toEqual({
    state: 'complete',
    note: null,
  })
  expect(judge(listed, [aRun('list 2026-01-20', '2026-01-21T01:15:00Z')], morning)).toBe('held')
})

test('an empty list is believed at once on a weekend or holiday, and on a working day only after three hours', () => {
  const empty = (day: string, when: string) => [aRun(`list ${day}`, when, { status: 'empty' })]
  for (const [day, next] of [
    ['2026-01-17', '2026-01-18'],
    ['2026-01-19', '2026-01-20'],
    ['2025-12-25', '2025-12-26'],
  ] as const)
    expect(judge(day, empty(day, `${next}T02:15:00Z`), at(`${next}T02:15:00Z`))).toMatchObject({
      state: 'quiet',
    })
  const tuesday = empty(listed, '2026-01-21T02:15:00Z')
  expect(judge(listed, tuesday, morning)).toBe('held')
  expect(judge(listed, tuesday, at('2026-01-21T05:00:00Z'))).toMatchObject({ state: 'quiet' })
  expect(listsDue(at('2026-01-21T03:15:00Z'), [...tuesday, ...week('2026-01-21T02:15:00Z')])).toContain(
    listed,
  )
})

test('an edition is held while its list cannot be read, and goes out as partial after three hours', () => {
  const failed = [aRun('list 2026-01-20', '2026-01-21T02:15:00Z', { status: 'failed' })]
  expect(judge(listed, failed, morning)).toBe('held')
  expect(judge(listed, failed, at('2026-01-21T04:59:00Z'))).toBe('held')
  expect(judge(listed, failed, at('2026-01-21T05:00:00Z'))).toMatchObject({
    state: 'partial',
    note: expect.stringContaining('2026-01-20'),
  })
})

test('a held edition that could be made after all says that it is late', () => {
  const runs = [
    aRun('list 2026-01-20', '2026-01-21T03:30:00Z'),
    aRun('list 2026-01-20', '2026-01-21T02:15:00Z', { status: 'failed' }),
  ]
  expect(judge(listed, runs, at('2026-01-21T03:30:00Z'))).toEqual({
    state: 'complete',
    note: 'Published late: the list of 2026-01-20 could not be read before 03:30 UTC.',
  })
})

test('an edition names every source that did not answer once in a day, and none that was not asked', () => {
  const list = aRun('list 2026-01-20', '2026-01-21T02:15:00Z')
  const of = (source: SourceRun['source'], when: string, status: SourceRun['status']) =>
    aRun('x', when, { source, status })
  const down = [
    list,
    of('arxiv', '2026-01-21T02:00:00Z', 'failed'),
    of('hackernews', '2026-01-21T01:00:00Z', 'failed'),
    of('github', '2026-01-21T01:00:00Z', 'failed'),
  ]
  const judged = judge(listed, down, morning)
  expect(judged).toMatchObject({
    state: 'partial',
    note: expect.stringMatching(/arXiv.*Hacker News.*GitHub/),
  })
  const up = ['arxiv', 'hackernews', 'github'] as const
  const before = up.map((source) => of(source, '2026-01-20T12:00:00Z', 'empty'))
  expect(judge(listed, [...down, ...before], morning)).toEqual({ state: 'complete', note: null })
})
