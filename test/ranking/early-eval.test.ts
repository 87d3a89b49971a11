import { expect, test } from 'vitest'
import papers from '../../scripts/eval/early.jsonl.gz?url&inline'
import { measureEarly } from '../../scripts/eval/early.ts'
import { announcedOn, type EarlyPaper, readListed, walk } from '../../scripts/eval/early-days.ts'
import { cutFields } from '../../scripts/eval/early-fields.ts'
import { unpack } from '../helpers/unpack.ts'

const A_WEEK = Array.from({ length: 30 }, (_, n) => ({
  id: `2601.${String(n).padStart(5, '0')}`,
  listDate: '2026-01-07',
  publishedAt: '2026-01-06',
  authors: [`Person Number${n}`],
  snapshots: [
    { at: '2026-01-07T08:00:00Z', src: 'hf-api', upvotes: n },
    { at: '2026-01-08T00:02:00Z', src: 'hf-day-page', upvotes: 2 * n },
  ],
}))

test('early picks hold what the page says, on eight weeks of real lists', async () => {
  const rows = await unpack<EarlyPaper>(papers)
  const isListed = ({ listDate }: EarlyPaper) => listDate !== undefined
  const judged = cutFields(
    rows.filter(isListed),
    rows.filter((row) => !isListed(row)),
  )
  expect([judged.weeks, judged.top, judged.unlisted.length]).toEqual([8, 80, 1127])
  const [own, picks, known, authors, random] = measureEarly(judged)
  expect(own?.auc).toBeGreaterThanOrEqual(0.93)
  expect(own?.at10).toBeGreaterThanOrEqual(0.48)
  expect(own?.at20).toBeGreaterThanOrEqual(0.65)
  expect(picks?.at20).toBeGreaterThanOrEqual(0.6)
  // What a count would do.
  expect((own?.at20 ?? 0) - (known?.at20 ?? 1)).toBeGreaterThan(0.05)
  expect((own?.at20 ?? 0) - (authors?.at20 ?? 1)).toBeGreaterThan(0.1)
  expect([random?.auc, random?.at10, random?.at20].map((x) => x?.toFixed(3))).toEqual([
    '0.500',
    '0.025',
    '0.050',
  ])
})

test('a paper is judged by lists that were closed before it was announced', () => {
  const listed = readListed([{ ...A_WEEK[0], id: 'a', authors: ['Ada Lovelace'], listDate: '2026-01-06' }])
  const known: [string, boolean][] = []
  walk(listed, ['2026-01-08', '2026-01-06', '2026-01-07'], (day, past) => {
    known.push([day, past.has('ada lovelace')])
  })
  expect(known).toEqual([
    ['2026-01-06', false],
    // The list of the 6th closes at about 02:00 of the 7th, after the announcement.
    ['2026-01-07', false],
    ['2026-01-08', true],
  ])
})

test('what is submitted from Friday on is announced after the weekend', () => {
  const days = ['2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04', '2026-01-05']
  expect(days.map(announcedOn)).toEqual([
    ...['2026-01-02', '2026-01-05', '2026-01-06', '2026-01-06', '2026-01-06'],
  ])
})

test('missing fields, unknown dates and papers on both sides are taken as they come', () => {
  const odd = [
    { id: 'no-date', listDate: '2026-01-07', publishedAt: null, authors: null, abstract: null },
    { id: 'no-looks', listDate: '2026-01-07', authors: ['Ada Lovelace'], upvotes: 90 },
    { id: 'no-list', authors: [] },
  ]
  const extra = [
    ...Array.from({ length: 20 }, (_, n) => ({ id: `x${n}`, publishedAt: '2026-01-06', authors: ['Joe'] })),
    { id: 'x-no-date', authors: ['Joe'] },
    // Was listed after all.
    { id: '2601.00003', publishedAt: '2026-01-06', authors: ['Joe'] },
  ]
  const judged = cutFields([...A_WEEK, ...odd], extra)
  expect([judged.weeks, judged.top, judged.unlisted.length]).toEqual([1, 10, 20])
  for (const { auc, at10, at20 } of measureEarly(judged))
    for (const value of [auc, at10, at20]) expect(value >= 0 && value <= 1).toBe(true)
  expect(() => cutFields(A_WEEK, [])).toThrow('No week has both')
  expect(() => cutFields([], extra)).toThrow('No week has both')
})

test('earlier lists only tell what authors did', () => {
  const extra = Array.from({ length: 20 }, (_, n) => ({
    id: `x${n}`,
    publishedAt: '2026-01-06',
    authors: ['Joe B'],
  }))
  const earlier = A_WEEK.slice(20).map((paper) => ({ ...paper, id: `e${paper.id}`, listDate: '2025-12-01' }))
  const [before, after] = [cutFields(A_WEEK, extra), cutFields(A_WEEK, extra, earlier)]
  expect([after.weeks, after.top]).toEqual([before.weeks, before.top])
  expect(measureEarly(after)[0]?.auc).toBe(1)
  expect(measureEarly(before)[0]?.auc).toBe(0.5)
})
