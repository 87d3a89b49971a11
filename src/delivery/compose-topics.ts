import type { Config } from '../config.ts'
import { editionForTopics } from '../db/digests.ts'
import type { UnlistedPick } from '../db/early-picks.ts'
import type { Schedule } from '../db/schema.ts'
import type { Deps } from '../deps.ts'
import { composeEdition } from '../editions/compose.ts'
import { renderDigest } from '../mail/digest.tsx'
import { type DigestOptions, type Only, siteOf } from '../mail/mail.ts'
import { type Edition, type EditionPaper, markPicked } from '../ranking/edition.ts'
import { interestsInWords, readTopics, type Topics, topicsInWords } from '../search/topics.ts'
import { type DueTopics, firstList, type Published } from './due-topics.ts'
import { earlyLines } from './early-lines.ts'
import { type Choosable, choosablePapers, choosePapers, type FrozenEdition } from './topic-papers.ts'

/** What some digests of topics with an edition (date) are made of. */
export async function topicMaterial(
  deps: Pick<Deps, 'db' | 'search'>,
  edition: string,
  digests: readonly Pick<DueTopics, 'schedule' | 'since'>[],
): Promise<Material> {
  const frozen = await editionForTopics(deps.db, edition)
  const wanted = digests.flatMap(({ schedule }) => readTopics(schedule.topics) ?? [])
  const first = digests.map(({ since }) => since).sort()[0] ?? edition
  return { frozen, papers: await choosablePapers(deps, frozen, first, wanted) }
}
export type Material = { frozen: FrozenEdition; papers: readonly Choosable[] }

/** An edition of some topics: by paper (id), which interests brought it, and who is followed. */
type Composed = {
  edition: Edition
  topics: Topics
  met: ReadonlyMap<string, number[]>
  followed: ReadonlySet<string>
}

/** The first `most` papers of a schedule's topics (count); null when these cannot be read. */
export function composeTopics(
  config: Config,
  schedule: Schedule,
  since: string,
  { frozen, papers }: Material,
  most: number,
): Composed | null {
  const topics = readTopics(schedule.topics)
  if (!topics) {
    console.error(`the topics of schedule ${schedule.id} cannot be read`)
    return null
  }
  const { date, state, note, operatorNote, publishedAt } = frozen
  const chosen = choosePapers(papers, topics, since)
  const given = { date, state, note, publishedAt, ...(operatorNote === null ? {} : { operatorNote }) }
  const edition = composeEdition(given, chosen, [], { most, summaries: config.SUMMARIES })
  const days = chosen.flatMap(({ paper, pickedOn }) => (pickedOn ? [[paper.id, pickedOn] as const] : []))
  return {
    edition: markPicked(edition, new Map(days)),
    topics,
    met: new Map(chosen.map(({ paper, met }) => [paper.id, met])),
    followed: new Set(chosen.flatMap(({ paper, followed }) => (followed ? [paper.id] : []))),
  }
}

/** The same as mail, with the lines of `picks` that are of its topics. */
export function renderTopics(
  config: Config,
  schedule: Schedule,
  composed: Pick<Composed, 'edition' | 'topics' | 'met'>,
  picks: readonly UnlistedPick[],
  own?: DigestOptions['own'],
) {
  const { edition, only } = explainTopics(config, schedule, composed)
  const early = earlyLines(picks, edition.papers, composed.topics)
  return renderDigest(edition, siteOf(config), { only, week: schedule.kind === 'weekly', own, early })
}

/**
 * What a channel gets of its topics: of the lists that closed since the edition (date) that it was
 * `given` last. Null for topics that cannot be read.
 */
export async function topicEditionSince(
  deps: Deps,
  due: { schedule: Schedule; edition: string; from: string; given: string | null },
  published: readonly Published[],
): Promise<{ edition: Edition; only: Only } | null> {
  const { schedule } = due
  const since = firstList(due.from, due.given ?? undefined, published)
  const material = await topicMaterial(deps, due.edition, [{ schedule, since }])
  const composed = composeTopics(deps.config, schedule, since, material, schedule.papers)
  return composed && explainTopics(deps.config, schedule, composed)
}

/** The edition with which interests brought each paper, and what it is narrowed to. */
function explainTopics(
  config: Config,
  { topics: written }: Schedule,
  { edition, topics, met }: Pick<Composed, 'edition' | 'topics' | 'met'>,
): { edition: Edition; only: Only } {
  const shown = edition.papers.map((paper) => ({
    ...paper,
    reason: reasonWith(paper, interestsInWords(topics, met.get(paper.id) ?? [])),
  }))
  const brought = [...new Set(edition.papers.flatMap(({ id }) => met.get(id) ?? []))]
  const only = { words: topicsInWords(topics, brought), url: `${config.PUBLIC_URL}/new?${written}` }
  return { edition: { ...edition, papers: shown }, only }
}

/** The reason, and the interests that brought a paper, where there are several to tell apart. */
function reasonWith({ reason, listedOn }: EditionPaper, interests: string): string {
  if (interests === '') return listedOn === null ? 'On no daily list yet.' : reason
  if (listedOn === null) return `You follow papers ${interests}; on no daily list yet.`
  return `${reason.replace(/\.$/, '')}; you follow papers ${interests}.`
}
