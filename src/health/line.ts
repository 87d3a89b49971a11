/** One finding. `cure`: a command or what to do, when something is wrong. */
export type Line = { check: string } & (
  | { ok: true; says: string }
  | { ok: false; says: string; cure: string }
)

export const good = (check: string, says: string): Line => ({ check, ok: true, says })
export const bad = (check: string, says: string, cure: string): Line => ({ check, ok: false, says, cure })

/** What most findings need. */
export const RESUME = 'npm run setup -- --resume'
