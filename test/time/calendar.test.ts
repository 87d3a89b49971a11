import { expect, test } from 'vitest'
import { isFree } from '../../src/time/calendar.ts'
import { addDays } from '../../src/time/dates.ts'

/** The dates of a year that are free and no weekend. */
const holidays = (year: number): string[] =>
  Array.from({ length: 366 }, (_, day) => addDays(`${year}-01-01`, day)).filter(
    (date) =>
      date.startsWith(`${year}`) &&
      isFree(date) &&
      ![0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay()),
  )

test('the working days on which a silent source says nothing are the holidays of the United States, and no other', () => {
  expect(holidays(2026)).toEqual([
    '2026-01-01', // New Year
    '2026-01-19', // Martin Luther King Day
    '2026-05-25', // Memorial Day
    '2026-06-19', // Juneteenth
    '2026-09-07', // Labor Day
    '2026-11-26', // Thanksgiving
    '2026-11-27',
    '2026-12-24',
    '2026-12-25',
    '2026-12-31',
  ])
  expect(holidays(2029)).toEqual([
    '2029-01-01',
    '2029-01-15',
    '2029-05-28',
    '2029-06-19',
    '2029-07-04', // Independence Day; a Saturday in 2026
    '2029-09-03',
    '2029-11-22',
    '2029-11-23',
    '2029-12-24',
    '2029-12-25',
    '2029-12-31',
  ])
})

test('every weekend is free, and the working days around it are not', () => {
  const week = ['12', '13', '14', '15', '16', '17', '18'].map((day) => isFree(`2026-10-${day}`))
  expect(week).toEqual([false, false, false, false, false, true, true])
})
