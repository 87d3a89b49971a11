import { compareWith, GIST_WORDS, type Gist, gistOf } from '../../src/ranking/alike.ts'
import { BRIEF, FULL } from '../../src/ranking/edition.ts'
import { type Mark, OWN_ORDER, orderForReader } from '../../src/ranking/order-for-reader.ts'
import { wordsToWeigh } from '../../src/search/similar.ts'
import type { ArchivePaper } from './archive.ts'
import { decide } from './decide.ts'
import { predict } from './predict.ts'

export type ToldPaper = ArchivePaper & {
  title: string
  abstract: string
  categories?: readonly string[] | null
}
/** Somebody who wants these papers (ids) and no others. */
export type Reader = { name: string; wants: ReadonlySet<string> }
/**
 * NDCG@10 of the edition's order and of the reader's own, means over `editions` after their last
 * mark. `told`: papers said to come because of a "more" (count), `right`: those of them that the
 * reader wants.
 */
export type Gain = {
  name: string
  marks: number
  editions: number
  shared: number
  own: number
  told: number
  right: number
}

const SIZE = FULL + BRIEF
const TOP = 10

const EMPTY: Gist = { words: [], weights: [] }

type Edition = { ids: string[]; gists: ReadonlyMap<string, Gist> }

/**
 * The editions that the product's score makes of an archive: on each weekday the best that were in
 * none before. A paper's gist is made when it is first in one, with the words of all papers listed
 * until then. `most`: words of a gist (count).
 */
export function editionsOf(papers: readonly ToldPaper[], most = GIST_WORDS): Edition[] {
  const words = new Map(papers.map((paper) => [paper.id, wordsToWeigh(paper)]))
  const waiting = papers.toSorted((a, b) => (a.listDate < b.listDate ? 1 : -1))
  const having = new Map<string, number>()
  const gists = new Map<string, Gist>()
  let known = 0
  return decide(papers)
    .filter(({ kind }) => kind === 'feed')
    .map((decision) => {
      while ((waiting.at(-1)?.listDate ?? '9') <= decision.day) {
        known++
        for (const word of new Set(words.get(waiting.pop()?.id ?? '')))
          having.set(word, (having.get(word) ?? 0) + 1)
      }
      const scores = predict(decision, 'mail')
      const ids = Object.keys(scores)
        .filter((id) => !gists.has(id))
        .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || (a < b ? -1 : 1))
        .slice(0, SIZE)
      for (const id of ids) gists.set(id, gistOf(words.get(id) ?? [], having, known, most))
      return { ids, gists }
    })
}

/**
 * A reader who, in each edition with a paper they want and another, marks the first of either as
 * "more" and "less", until there are `most` marks; then every later edition that holds both kinds
 * is measured. Null when there is none.
 */
export function read(
  { name, wants }: Reader,
  editions: readonly Edition[],
  most: number,
  constants = OWN_ORDER,
): Gain | null {
  const marks: Mark[] = []
  const rows: Omit<Gain, 'name' | 'marks' | 'editions'>[] = []
  for (const { ids, gists } of editions) {
    const wanted = ids.find((id) => wants.has(id))
    const other = ids.find((id) => !wants.has(id))
    if (wanted === undefined || other === undefined) continue
    if (marks.length < most) {
      marks.push({ paperId: wanted, wants: 'more' }, { paperId: other, wants: 'less' })
      continue
    }
    const likeness = compareWith(new Map(ids.map((id) => [id, gists.get(id) ?? EMPTY])))
    const near = new Map(marks.map(({ paperId }) => [paperId, likeness(gists.get(paperId) ?? EMPTY)]))
    const papers = ids.map((id) => ({ id }))
    const ordered = orderForReader(papers, marks, (id, marked) => near.get(marked)?.get(id) ?? 0, constants)
    const own = ordered.map(({ paper }) => paper.id)
    const told = ordered.filter(({ because }) => because?.wants === 'more')
    const right = told.filter(({ paper }) => wants.has(paper.id)).length
    rows.push({ shared: ndcg(ids, wants), own: ndcg(own, wants), told: told.length, right })
  }
  if (rows.length === 0) return null
  const sum = (of: keyof (typeof rows)[number]) => rows.reduce((all, row) => all + row[of], 0)
  const [marked, measured] = [marks.length, rows.length]
  return {
    name,
    marks: marked,
    editions: measured,
    told: sum('told'),
    right: sum('right'),
    shared: sum('shared') / measured,
    own: sum('own') / measured,
  }
}

function ndcg(order: readonly string[], wants: ReadonlySet<string>): number {
  const sum = (gains: readonly number[]) =>
    gains.slice(0, TOP).reduce((all, gain, place) => all + gain / Math.log2(place + 2), 0)
  const gains = order.map((id) => (wants.has(id) ? 1 : 0))
  return sum(gains) / sum(gains.toSorted((a, b) => b - a))
}
