import { expect, test } from 'vitest'
import type { SourceRun } from '../../src/db/source-runs.ts'
import { ARXIV_PAGE, listsDue, nextCategoryPage } from '../../src/jobs/due.ts'
import { judge } from '../../src/jobs/publish.ts'

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

test('a first tick reads the newest lists, three at the most', () => {
  expect(listsDue(at('2026-01-21T12:00:00Z'), [])).toEqual(['2026-01-21', '2026-01-20', '2026-01-19'])
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
    aRun(`categories 2026-01-${day} from 0`, '2026-01-21T11:00:00Z'),
  )
  expect(nextCategoryPage(noon, all)).toBeNull()
})

const listed = '2026-01-20'
const morning = at('2026-01-21T02:15:00Z')
test('an edition is complete when its list was read after closing, quiet when that list was empty', () => {
  expect(judge(listed, [aRun('list 2026-01-20', '2026-01-21T02:15:00Z')], morning)).toEqual({
    state: 'complete',
    note: null,
  })
  expect(
    judge(listed, [aRun('list 2026-01-20', '2026-01-21T02:15:00Z', { status: 'empty' })], morning),
  ).toMatchObject({ state: 'quiet' })
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
