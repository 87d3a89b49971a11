import { editionsBetween, missingFrom, storeDigests, storedDigests } from '../db/digests.ts'
import { picksNotListed } from '../db/early-picks.ts'
import type { Deps } from '../deps.ts'
import { renderDigest } from '../mail/digest.tsx'
import { siteOf } from '../mail/mail.ts'
import { selectVariant, variantOf } from '../mail/variants.ts'
import { earlyLines } from './early-lines.ts'
import type { DueDigest } from './topic-digests.ts'

/** Renders the variants of editions that nobody asked for before. */
export async function writeVariants({ db, config }: Deps, due: readonly DueDigest[]): Promise<void> {
  if (due.length === 0) return
  const stored = await storedDigests(db, due)
  for (const { schedule, edition, digestDate, variant, from, to } of missingFrom(stored, due)) {
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
  }
}
