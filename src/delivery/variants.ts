import { editionsBetween, missingFrom, nameOf, storeDigests, storedDigests } from '../db/digests.ts'
import { picksNotListed } from '../db/early-picks.ts'
import type { Deps } from '../deps.ts'
import { renderDigest } from '../mail/digest.tsx'
import { siteOf } from '../mail/mail.ts'
import { selectVariant, variantOf } from '../mail/variants.ts'
import type { DueDigest } from './due-topics.ts'
import { earlyLines } from './early-lines.ts'

/**
 * Renders the variants of editions that nobody asked for before, at most `most` (count). Answers
 * those of the due ones that are rendered now, and how many were (count).
 */
export async function writeVariants(
  { db, config }: Pick<Deps, 'db' | 'config'>,
  due: readonly DueDigest[],
  most: number,
): Promise<{ ready: DueDigest[]; written: number }> {
  if (due.length === 0) return { ready: [], written: 0 }
  const stored = await storedDigests(db, due)
  const missing = missingFrom(stored, due).slice(0, most)
  for (const { schedule, edition, digestDate, variant, from, to } of missing) {
    const week = schedule.kind === 'weekly'
    const range = week ? ([from, to] as const) : ([edition, edition] as const)
    const chosen = selectVariant(
      await editionsBetween(db, ...range),
      variantOf(schedule.kind, schedule.papers),
    )
    if (!chosen) throw new Error(`edition ${edition} is gone`)
    const picks = schedule.early ? await picksNotListed(db, ...range) : []
    const mail = renderDigest(chosen, siteOf(config), { week, early: earlyLines(picks, chosen.papers) })
    await storeDigests(db, [{ digestDate, variant, sender: config.MAIL_FROM, ...mail }])
    stored.set(nameOf({ digestDate, variant }), true)
  }
  return { ready: due.filter((each) => stored.has(nameOf(each))), written: missing.length }
}
