import { z } from 'zod'
import { isTimeZone } from './local-time.ts'
import { DAILY } from './slot.ts'

const NAMES = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const WEEKDAYS = 0b001_1111

/** `daily`, `weekdays`, or days such as `mon,thu`, as the weekday mask of a slot. */
const days = z
  .union([z.string(), z.array(z.string())])
  .transform((value, context) => {
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
      else
        context.addIssue({
          code: 'custom',
          message: `days: "${word.slice(0, 20)}" is none of daily, weekdays, ${NAMES.join(', ')}.`,
        })
    }
    return mask || DAILY
  })
  .default(DAILY)

const wishes = z.object({
  timezone: z
    .string()
    .trim()
    .refine(
      (name) => name === '' || isTimeZone(name),
      'timezone: must be an IANA name such as Europe/Berlin.',
    )
    .transform((name) => name || 'UTC')
    .default('UTC'),
  hour: z
    .union(
      [
        z.literal('').transform(() => 7),
        z.coerce.number('hour: must be a whole number from 0 to 23.').int().min(0).max(23),
      ],
      'hour: must be a whole number from 0 to 23.',
    )
    .default(7),
  days,
})

export type Wishes = z.output<typeof wishes>

/** Reads when somebody wants their digest; what is missing is 7:00 UTC, daily. */
export function readWishes(fields: Record<string, unknown>): Wishes | { problem: string } {
  const parsed = wishes.safeParse(fields)
  return parsed.success
    ? parsed.data
    : { problem: parsed.error.issues[0]?.message ?? 'That could not be read.' }
}

/** A weekday mask as the words of the form: `daily`, `weekdays` or `mon,thu`. */
export function daysAsText(mask: number): string {
  if (mask === DAILY) return 'daily'
  if (mask === WEEKDAYS) return 'weekdays'
  return NAMES.filter((_, index) => (mask >> index) & 1).join(',')
}
