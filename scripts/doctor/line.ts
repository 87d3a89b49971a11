/** One finding. `cure`: a command or what to do, when something is wrong. */
export type Line = { check: string } & (
  | { ok: true; says: string }
  | { ok: false; says: string; cure: string }
)

export const good = (check: string, says: string): Line => ({ check, ok: true, says })
export const bad = (check: string, says: string, cure: string): Line => ({ check, ok: false, says, cure })

/** What most findings need. */
export const RESUME = 'npm run setup -- --resume'

/** `3 papers`, `1 paper`. */
export const counted = (count: number, noun: string) =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`

/** A length of time (ms) in its largest unit: `40 minutes`, `3 hours`, `2 days`. */
export function lasting(milliseconds: number): string {
  const minutes = Math.round(Math.abs(milliseconds) / 60_000)
  if (minutes < 120) return counted(minutes, 'minute')
  const hours = Math.round(minutes / 60)
  return hours < 48 ? counted(hours, 'hour') : counted(Math.round(hours / 24), 'day')
}
