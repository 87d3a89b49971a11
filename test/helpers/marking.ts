import { digests, editionPapers, editions, papers } from '../../src/db/schema.ts'
import { deliverBatch } from '../../src/delivery/send.ts'
import type { Deps } from '../../src/deps.ts'
import { planOwnDigests } from '../../src/jobs/deliver.ts'
import { renderDigest } from '../../src/mail/digest.tsx'
import { siteOf } from '../../src/mail/mail.ts'
import { type Edition, placed } from '../../src/ranking/edition.ts'
import { FORMULA } from '../../src/ranking/formula.ts'
import { addDays, HOUR, startOf } from '../../src/time/dates.ts'
import { aMessage, planAt } from './delivering.ts'
import { anEdition, anEditionPaper } from './editions.ts'
import { aPaper } from './papers.ts'
import type { World } from './world.ts'

/** What papers of the made-up editions are about, in turn. */
const ABOUT = {
  Robots: 'A gripper grasps objects with two hands while the robot arm plans its manipulation.',
  Speech: 'Spoken audio is recognised by an acoustic encoder that hears accents and whispering.',
  Proofs: 'Theorems are formalised in Lean, and a prover searches lemmas and tactics for them.',
} as const
type About = keyof typeof ABOUT

/** `2601.D0NN`: paper NN of day D, of which every third is about the same. */
export const idOf = (day: number, n: number) => `2601.${10_000 + day * 100 + n}`
const aboutOf = (n: number) => Object.keys(ABOUT)[n % 3] as About
export const titleOf = (day: number, n: number) => `${aboutOf(n)} ${day}-${n}: a study`

/** Publishes an edition of fifteen papers at 02:15 of a date, and stores its papers. */
export async function aMarkableEdition({ deps }: World, date: string, day: number): Promise<Edition> {
  const given = Array.from({ length: 15 }, (_, n) => ({
    ...{ id: idOf(day, n), title: titleOf(day, n), abstract: ABOUT[aboutOf(n)] },
    categories: [n % 2 === 0 ? 'cs.RO' : 'cs.CL'],
  }))
  const edition = anEdition({
    ...{ date, publishedAt: startOf(date) + 2.25 * HOUR },
    papers: placed(given.map((paper) => anEditionPaper({ ...paper, listedOn: addDays(date, -1) }))),
  })
  await deps.db.insert(editions).values({ ...edition, formula: FORMULA, cohorts: [] })
  for (const paper of given) {
    await deps.db.insert(papers).values(aPaper({ ...paper, listedOn: addDays(date, -1) }))
    const place = edition.papers.find(({ id }) => id === paper.id)?.position ?? 0
    await deps.db.insert(editionPapers).values({ paperId: paper.id, editionDate: date, position: place })
  }
  const mail = renderDigest(edition, siteOf(deps.config))
  await deps.db.insert(digests).values({ editionDate: date, sender: deps.config.MAIL_FROM, ...mail })
  return edition
}

/** The unit of own orders, as often as it asks for. Returns how many runs that were. */
export async function planOwnAt(deps: Deps, at: number): Promise<number> {
  for (let again = 0; ; again++) {
    const done = await planOwnDigests(deps, aMessage('own', at, { again }))
    if (done.again === undefined) return again + 1
  }
}

/** A tick of delivery: plans, the unit of own orders, and every batch that has a message. */
export async function markedTick(world: World, at: number): Promise<void> {
  world.at(at)
  await planAt(world.deps, at)
  await planOwnAt(world.deps, at)
  for (const { batchId = 0 } of world.messages.splice(0)) await deliverBatch(world.deps, batchId)
}
