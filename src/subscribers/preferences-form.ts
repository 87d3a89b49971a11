import { z } from 'zod'
import type { Preferences } from '../db/schema.ts'
import { PAPERS } from '../mail/variants.ts'
import { writeTopics } from '../search/topics.ts'
import { canonicalZone, isTimeZone } from '../time/zones.ts'
import { DAILY } from './schedule.ts'

export const NAMES = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const WEEKDAYS = 0b001_1111
const MOST = PAPERS[2]

type Cadence = { kind: 'daily' | 'weekly'; days: number }

/** `daily`, `weekdays`, days such as `mon,thu`, or `weekly` with at most one day (else Monday). */
const days = z
  .union([z.string(), z.array(z.string())], 'days: must be words such as daily or mon,thu.')
  .transform((value, context): Cadence => {
    if (Array.isArray(value) && value.length === 0)
      context.addIssue({ code: 'custom', message: 'Choose at least one day.' })
    const words = [value]
      .flat()
      .join(',')
      .toLowerCase()
      .split(',')
      .map((word) => word.trim())
      .filter(Boolean)
    let mask = 0
    for (const word of words) {
      const index = NAMES.indexOf(word)
      if (word === 'daily') mask |= DAILY
      else if (word === 'weekdays') mask |= WEEKDAYS
      else if (index >= 0) mask |= 1 << index
      else if (word !== 'weekly') {
        const named = word.slice(0, 20)
        const message = `days: "${named}" is none of daily, weekdays, weekly, ${NAMES.join(', ')}.`
        context.addIssue({ code: 'custom', message })
      }
    }
    if (!words.includes('weekly')) return { kind: 'daily', days: mask || DAILY }
    if (mask & (mask - 1))
      context.addIssue({ code: 'custom', message: 'days: a weekly digest comes on one day.' })
    return { kind: 'weekly', days: mask || 1 }
  })

const HOUR_ERROR = 'hour: must be a whole number from 0 to 23.'
const hourOfDay = z.number().refine((hour) => Number.isInteger(hour) && hour >= 0 && hour <= 23, HOUR_ERROR)

const preferences = z.object({
  timezone: z
    .string('timezone: must be one IANA name such as Europe/Berlin.')
    .trim()
    .refine(
      (name) => name === '' || isTimeZone(name),
      'timezone: must be an IANA name such as Europe/Berlin.',
    )
    .transform((name) => canonicalZone(name || 'UTC'))
    .default('UTC'),
  hour: z
    .union(
      [
        z.literal('').transform(() => 7),
        z
          .string()
          .trim()
          .regex(/^\d{1,2}$/, HOUR_ERROR)
          .transform(Number)
          .pipe(hourOfDay),
        hourOfDay,
      ],
      HOUR_ERROR,
    )
    .default(7),
  days: days.default({ kind: 'daily', days: DAILY }),
  papers: z
    .union(
      [z.literal('').transform(() => MOST), z.coerce.number().refine((n) => PAPERS.some((p) => p === n))],
      `papers: must be one of ${PAPERS.join(', ')}.`,
    )
    .default(MOST),
  early: z
    .enum(['', 'yes', 'no'], 'early: must be yes or no.')
    .transform((word) => word === 'yes')
    .default(false),
})

/** What of a list's address narrows a digest. */
const TOPIC_FIELDS = ['category', 'q', 'mute'] as const

/**
 * `days` as the form asks for them: `cadence=days` with a box for each day, or `cadence=week` with
 * one `weekday`. Who unticks every box sends no `days` at all.
 */
function daysAsked({ cadence, days, weekday }: Record<string, unknown>): unknown {
  if (cadence === 'week') return ['weekly', weekday].filter((word) => typeof word === 'string')
  return cadence === 'days' ? (days ?? []) : days
}

/**
 * Reads when and what somebody wants; what is missing is 7:00 UTC, daily, with all papers of every
 * topic, and without early picks.
 */
export function readPreferencesForm(fields: Record<string, unknown>): Preferences | { error: string } {
  const parsed = preferences.safeParse({ ...fields, days: daysAsked(fields) })
  if (!parsed.success) return { error: parsed.error.issues[0]?.message ?? 'That could not be read.' }
  const params = new URLSearchParams()
  for (const name of TOPIC_FIELDS)
    for (const value of [fields[name] ?? []].flat()) {
      if (typeof value !== 'string') return { error: `${name}: must be text.` }
      params.append(name, value)
    }
  const topics = writeTopics(params)
  if (typeof topics !== 'string') return topics
  const { days, ...others } = parsed.data
  return { ...others, ...days, topics }
}

/** Whether early picks are wanted as the word that `readPreferencesForm` takes. */
export const earlyAsText = (early: boolean | undefined) => (early ? 'yes' : 'no')

/** The topics of a schedule as the fields that `readPreferencesForm` takes. */
export const topicFields = (topics: string): Record<string, string> => {
  const params = new URLSearchParams(topics)
  return Object.fromEntries(TOPIC_FIELDS.map((name) => [name, params.get(name) ?? '']))
}

/**
 * The days of a schedule as the words that `readPreferencesForm` takes: `daily`, `weekdays`,
 * `mon,thu` or `weekly,mon`.
 */
export function daysAsText({ kind, days }: Pick<Preferences, 'kind' | 'days'>): string {
  const names = NAMES.filter((_, index) => (days >> index) & 1).join(',')
  if (kind === 'weekly') return `weekly,${names}`
  if (days === DAILY) return 'daily'
  return days === WEEKDAYS ? 'weekdays' : names
}
