import { expect, test } from 'vitest'
import { addDays, DAY, HOUR, isDate, startOf, TICK, utcDate } from '../../src/time/dates.ts'

test('an hour, a day and a tick are so many milliseconds', () => {
  expect([HOUR, DAY, TICK]).toEqual([60 * 60 * 1000, 24 * 60 * 60 * 1000, 15 * 60 * 1000])
})

test('a day of the UTC calendar begins at its first instant and ends before the next one', () => {
  expect(startOf('2026-03-29')).toBe(Date.UTC(2026, 2, 29))
  expect(utcDate(startOf('2026-03-29'))).toBe('2026-03-29')
  expect(utcDate(startOf('2026-03-29') - 1)).toBe('2026-03-28')
  expect([addDays('2028-02-28', 1), addDays('2026-01-01', -1)]).toEqual(['2028-02-29', '2025-12-31'])
})

test('only days that the calendar has, written as YYYY-MM-DD, are dates', () => {
  expect(['2026-01-31', '2028-02-29'].map(isDate)).toEqual([true, true])
  for (const text of ['2026-02-29', '2026-13-01', '2026-1-1', '2026-01-01T00', ' 2026-01-01', ''])
    expect(isDate(text), text).toBe(false)
})
