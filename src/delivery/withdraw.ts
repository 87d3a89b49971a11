import { atomically } from '../db/client.ts'
import { noteNewVersion } from '../db/data-version.ts'
import {
  type DigestName,
  digestsNaming,
  editionsBetween,
  replaceDigest,
  schedulesWaiting,
} from '../db/digests.ts'
import { picksNotListed } from '../db/early-picks.ts'
import type { Digest } from '../db/editions.ts'
import { bringBackHere, withdrawHere } from '../db/withdrawals.ts'
import type { Deps } from '../deps.ts'
import { renderDigest } from '../mail/digest.tsx'
import { siteOf } from '../mail/mail.ts'
import { selectVariant, type Variant } from '../mail/variants.ts'
import { readMarks } from '../ranking/marks.ts'
import { addDays } from '../time/dates.ts'
import { earlyLines } from './early-lines.ts'
import { renderOwnDigest } from './own-digests.ts'
import { lookBack } from './plan.ts'
import { renderTopicDigest } from './topic-digests.ts'

/**
 * Withdraws a paper: no list and no mail that was not tried yet has it any more, and its editions
 * say so. False when it is not known, or was withdrawn before.
 */
export async function withdrawPaper(deps: Deps, paperId: string): Promise<boolean> {
  const { db, now } = deps
  const at = now()
  if (!(await withdrawHere(db, paperId, { at, action: 'withdraw', subject: paperId }))) return false
  for (const name of await digestsNaming(db, paperId, lookBack(at)))
    await atomically(db, replaceDigest(name, await renderAnew(deps, name), at))
  await noteNewVersion(db)
  return true
}

/** Mails that were made without it stay so; later ones may have it. */
export async function bringBackPaper({ db, now }: Deps, paperId: string): Promise<boolean> {
  const done = await bringBackHere(db, paperId, { at: now(), action: 'bring back', subject: paperId })
  if (done) await noteNewVersion(db)
  return done
}

const WHOLE = /^(all|5|10|week(?: 5| 10)?)( early)?$/
const TOPICS = /^(?:daily|weekly) \d+ since (\d{4}-\d{2}-\d{2}) /
const OWN = / as marked [0-9a-f]+/

/**
 * A digest without what was withdrawn; empty when nothing is left, null when nobody waits for it.
 */
async function renderAnew(deps: Deps, name: DigestName): Promise<Digest | null> {
  const { db, config } = deps
  const { digestDate, variant } = name
  const whole = WHOLE.exec(variant)
  if (whole) {
    const week = variant.startsWith('week')
    const from = week ? addDays(digestDate, -6) : digestDate
    const chosen = selectVariant(await editionsBetween(db, from, digestDate), whole[1] as Variant)
    if (!chosen || chosen.papers.length === 0)
      return { sender: config.MAIL_FROM, subject: '', html: '', text: '' }
    const picks = whole[2] ? await picksNotListed(db, from, digestDate) : []
    const options = { week, early: earlyLines(picks, chosen.papers) }
    return { sender: config.MAIL_FROM, ...renderDigest(chosen, siteOf(config), options) }
  }
  const [, since] = TOPICS.exec(variant) ?? []
  const [waiting] = await schedulesWaiting(db, name)
  if (!waiting) return null
  const { marks: written, ...schedule } = waiting
  const marks = readMarks(written)
  if (OWN.test(variant)) {
    const from = addDays(digestDate, -6)
    const own = { ...name, schedule, marks, edition: digestDate, from, to: digestDate, since: since ?? '' }
    return renderOwnDigest(deps, own)
  }
  return since ? renderTopicDigest(deps, schedule, name, since) : null
}
