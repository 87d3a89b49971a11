import { expect, test } from 'vitest'
import { DAILY, dayOf, dueSchedules, firstDate, nextDigest } from '../../src/subscribers/schedule.ts'
import { canonicalZone, isTimeZone, localTime } from '../../src/time/zones.ts'
import { TIME_ZONES } from '../../src/web/timezones.ts'

const at = (text: string) => Date.parse(text)
const schedule = (timezone: string, hour: number, days = DAILY) => ({
  id: 1,
  kind: 'daily' as const,
  papers: 20,
  topics: '',
  timezone,
  hour,
  days,
})
const due = (timezone: string, hour: number, instant: string, days = DAILY) =>
  dueSchedules([schedule(timezone, hour, days)], at(instant)).map(({ localDate }) => localDate)[0]

test('a schedule is due from its local hour until the local day ends', () => {
  expect(due('Europe/Berlin', 7, '2026-01-20T05:59:59Z')).toBeUndefined()
  expect(due('Europe/Berlin', 7, '2026-01-20T06:00:00Z')).toBe('2026-01-20')
  expect(due('Europe/Berlin', 7, '2026-01-20T22:59:59Z')).toBe('2026-01-20')
  expect(due('Europe/Berlin', 7, '2026-01-20T23:00:00Z')).toBeUndefined()
})

test('the local day is the reader’s, not the server’s', () => {
  expect(due('Asia/Tokyo', 7, '2026-01-19T22:15:00Z')).toBe('2026-01-20')
  expect(due('Pacific/Apia', 0, '2026-01-19T11:00:00Z')).toBe('2026-01-20')
  expect(due('America/Los_Angeles', 23, '2026-01-20T07:15:00Z')).toBe('2026-01-19')
  expect(due('Asia/Kathmandu', 7, '2026-01-20T01:15:00Z')).toBe('2026-01-20')
})

test('an hour that daylight saving skips is due at the next one, a repeated hour on one local date', () => {
  expect(due('Europe/Berlin', 2, '2026-03-29T00:59:00Z')).toBeUndefined()
  expect(due('Europe/Berlin', 2, '2026-03-29T01:00:00Z')).toBe('2026-03-29')
  expect(due('Europe/Berlin', 2, '2026-10-25T00:15:00Z')).toBe('2026-10-25')
  expect(due('Europe/Berlin', 2, '2026-10-25T01:15:00Z')).toBe('2026-10-25')
})

test('an hour after a day that clocks ended early is due at the first instant after it, for that day', () => {
  const saturday = 0b10_0000
  for (const zone of ['America/Nuuk', 'America/Scoresbysund']) {
    expect(due(zone, 23, '2026-03-29T00:59:00Z'), zone).toBeUndefined()
    expect(due(zone, 23, '2026-03-29T01:00:00Z'), zone).toBe('2026-03-28')
    expect(due(zone, 23, '2026-03-29T01:00:00Z', saturday), zone).toBe('2026-03-28')
    expect(due(zone, 23, '2026-03-29T01:00:00Z', DAILY & ~saturday), zone).toBeUndefined()
    // A missed tick is caught up until the hour comes on the next day.
    expect(due(zone, 23, '2026-03-29T23:45:00Z'), zone).toBe('2026-03-28')
    expect(due(zone, 23, '2026-03-30T00:00:00Z'), zone).toBe('2026-03-29')
    expect(due(zone, 23, '2026-03-30T01:00:00Z'), zone).toBeUndefined()
    expect(due(zone, 22, '2026-03-29T01:00:00Z'), zone).toBeUndefined()
    expect(due(zone, 22, '2026-03-29T00:45:00Z'), zone).toBe('2026-03-28')
  }
  const weekly = { ...schedule('America/Nuuk', 23, saturday), kind: 'weekly' as const }
  expect(dueSchedules([weekly], at('2026-03-29T01:00:00Z'))).toMatchObject([
    { localDate: '2026-03-28', from: '2026-03-21', to: '2026-03-27' },
  ])
  // Clocks that go forward at the beginning of a day or inside of it end none early.
  for (const [zone, instant] of [
    ['Africa/Cairo', '2026-04-23T22:30:00Z'],
    ['America/Havana', '2026-03-08T05:30:00Z'],
    ['Atlantic/Azores', '2026-03-29T01:30:00Z'],
    ['Europe/Berlin', '2026-03-29T01:30:00Z'],
    ['Australia/Lord_Howe', '2026-10-03T16:00:00Z'],
    ['Antarctica/Troll', '2026-03-29T01:30:00Z'],
  ] as const)
    expect(due(zone, 23, instant), zone).toBeUndefined()
})

test('a zone has one name, the present one, however it is written', () => {
  for (const [name, present] of Object.entries({
    'Europe/Kiev': 'Europe/Kyiv',
    'Europe/Kyiv': 'Europe/Kyiv',
    'asia/calcutta': 'Asia/Kolkata',
    'Asia/Saigon': 'Asia/Ho_Chi_Minh',
    'America/Godthab': 'America/Nuuk',
    'america/buenos_aires': 'America/Argentina/Buenos_Aires',
    'US/Eastern': 'America/New_York',
    'europe/berlin': 'Europe/Berlin',
    UTC: 'UTC',
  }))
    expect(canonicalZone(name), name).toBe(present)
  const offered = [...TIME_ZONES.values()].flat()
  expect(offered).toEqual([...new Set(offered)])
  // Every zone that is offered is what it is stored as.
  for (const name of offered) expect(canonicalZone(name)).toBe(name)
  for (const name of [
    'Europe/Kyiv',
    'Asia/Kolkata',
    'Asia/Yangon',
    'America/Nuuk',
    'Atlantic/Faroe',
    'Asia/Kathmandu',
  ])
    expect(offered).toContain(name)
  for (const name of ['Europe/Kiev', 'Asia/Calcutta', 'America/Godthab']) expect(offered).not.toContain(name)
})

test('only the chosen weekdays are due', () => {
  const monday = 0b1
  expect(due('UTC', 7, '2026-01-19T08:00:00Z', monday)).toBe('2026-01-19')
  expect(due('UTC', 7, '2026-01-20T08:00:00Z', monday)).toBeUndefined()
})

test('who joins before the hour is due today, who joins after it tomorrow', () => {
  expect(firstDate(schedule('Europe/Berlin', 7), at('2026-01-20T05:00:00Z'))).toBe('2026-01-20')
  expect(firstDate(schedule('Europe/Berlin', 7), at('2026-01-20T06:00:00Z'))).toBe('2026-01-21')
})

test('only names of time zones are time zones', () => {
  for (const name of ['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Australia/Lord_Howe'])
    expect(isTimeZone(name)).toBe(true)
  for (const name of ['', '+02:00', 'Mars/Olympus', 'Europe/Berlin\n', '../etc/passwd', 'x'.repeat(99)])
    expect(isTimeZone(name)).toBe(false)
  expect(localTime('UTC', at('2026-01-20T00:00:00Z'))).toEqual({
    date: '2026-01-20',
    hour: 0,
    minute: '00',
    weekday: 1,
  })
})

test('a digest of chosen days is made of the editions since the chosen day before it', () => {
  const weekdays = (...names: string[]) =>
    names.reduce((days, name) => days | (1 << ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'].indexOf(name)), 0)
  // 19 January 2026 is a Monday.
  const editions = (days: number, date: string, kind: 'daily' | 'weekly' = 'daily') => {
    const day = dayOf({ ...schedule('Europe/Berlin', 7, days), kind }, date)
    return day && `${day.from} to ${day.to}`
  }
  expect(editions(DAILY, '2026-01-19')).toBe('2026-01-19 to 2026-01-19')
  expect(editions(weekdays('Mo', 'Fr'), '2026-01-19')).toBe('2026-01-17 to 2026-01-19')
  expect(editions(weekdays('Mo', 'Fr'), '2026-01-23')).toBe('2026-01-20 to 2026-01-23')
  expect(editions(weekdays('Mo', 'Fr'), '2026-01-20')).toBeNull()
  // One day a week: the editions of seven days, its own the last.
  expect(editions(weekdays('Su'), '2026-01-25')).toBe('2026-01-19 to 2026-01-25')
  // A week ends on the day before.
  expect(editions(weekdays('Su'), '2026-01-25', 'weekly')).toBe('2026-01-18 to 2026-01-24')
  const day = dayOf(schedule('Europe/Berlin', 7), '2026-01-19')
  expect(new Date(day?.at ?? 0).toISOString()).toBe('2026-01-19T06:00:00.000Z')
})

test('the next digest is the first after now that has an edition which is sure or follows a working day', () => {
  const next = (instant: string, given: string, sure: string, days = DAILY) =>
    nextDigest(schedule('Europe/Berlin', 7, days), at(instant), given, sure)?.localDate ?? null
  // Wednesday before and at the hour.
  expect(next('2026-01-21T05:59:59Z', '2026-01-20', '')).toBe('2026-01-21')
  expect(next('2026-01-21T06:00:00Z', '2026-01-20', '')).toBe('2026-01-22')
  // What was given is not given again.
  expect(next('2026-01-21T05:00:00Z', '2026-01-21', '')).toBe('2026-01-22')
  // Lists close on working days: no edition on Sunday and Monday, unless there is one already.
  expect(next('2026-01-24T07:00:00Z', '2026-01-24', '')).toBe('2026-01-27')
  expect(next('2026-01-24T07:00:00Z', '2026-01-24', '2026-01-25')).toBe('2026-01-25')
  // No chosen day brings an edition that was not given: none is in sight.
  expect(next('2026-01-24T07:00:00Z', '2026-12-31', '')).toBeNull()
  expect(next('2026-01-24T07:00:00Z', '2026-01-24', '', 0)).toBeNull()
})
