import { expect, test } from 'vitest'
import type { SourceRun } from '../../src/db/source-runs.ts'
import { judge } from '../../src/editions/publish.ts'
import { ARXIV_PAGE, listsDue, nextCategoryPage } from '../../src/jobs/ingest-schedule.ts'
import { announcedDay } from '../../src/time/calendar.ts'

const at = (text: string) => Date.parse(text)
const aRun = (subject: string, when: string, given: Partial<SourceRun> = {}): SourceRun => ({
  ...{
    source: 'huggingface',
    subject,
    at: at(when),
    status: 'complete',
    reason: null,
    seen: 20,
    added: 0,
    refused: 0,
    highest: null,
  },
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

test('arXiv is asked page by page, oldest day first, until a page is not full', () => {
  const noon = at('2026-01-21T12:00:00Z')
  const full = (subject: string) => aRun(subject, '2026-01-21T11:00:00Z', { seen: ARXIV_PAGE })
  expect(nextCategoryPage(at('2026-01-21T01:15:00Z'), [])).toBeNull()
  expect(nextCategoryPage(noon, [])).toMatchObject({ date: '2026-01-17', start: 0 })
  expect(nextCategoryPage(noon, [full('categories 2026-01-17 from 0')])).toMatchObject({
    date: '2026-01-17',
    start: ARXIV_PAGE,
  })
  const last = aRun(`categories 2026-01-17 from ${ARXIV_PAGE}`, '2026-01-21T11:15:00Z', {
    seen: ARXIV_PAGE - 1,
  })
  expect(nextCategoryPage(noon, [last, full('categories 2026-01-17 from 0')])).toMatchObject({
    date: '2026-01-18',
    start: 0,
  })
  const all = ['17', '18', '19', '20'].map((day) =>
    aRun(`categories 2026-01-${day} from 0`, '2026-01-21T11:00:00Z', { added: 7 }),
  )
  expect(nextCategoryPage(noon, all)).toBeNull()
})

test('a round without an unseen paper is no evidence of an announcement: its day is asked for hourly until one comes', () => {
  const round = (day: string) =>
    ['17', '18', '19', '20', '21', '22', '23', '24']
      .filter((n) => `2026-01-${n}` < day)
      .slice(-4)
      .map((n) => aRun(`categories 2026-01-${n} from 0`, `${day}T02:00:00Z`))
  const wednesday = round('2026-01-21')
  expect(nextCategoryPage(at('2026-01-21T02:45:00Z'), wednesday)).toBeNull()
  expect(nextCategoryPage(at('2026-01-21T03:00:00Z'), wednesday)).toMatchObject({
    date: '2026-01-20',
    start: 0,
  })
  const again = aRun('categories 2026-01-20 from 0', '2026-01-21T03:00:00Z', { added: 3 })
  expect(nextCategoryPage(at('2026-01-21T05:00:00Z'), [again, ...wednesday])).toBeNull()
  // Nothing is announced on Friday evening.
  expect(nextCategoryPage(at('2026-01-24T05:00:00Z'), round('2026-01-24'))).toBeNull()
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
