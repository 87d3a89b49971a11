import { compareWith, type Gist } from './alike.ts'
import { type EditionPaper, placed } from './edition.ts'
import { type Mark, orderForReader } from './order-for-reader.ts'

/**
 * Papers of the common order that an own one is made of (count): those behind them are in none. A
 * day's edition has fewer; a week of them, or a day of wide topics, can have more.
 */
export const OWN_POOL = 60

/**
 * Prepares the papers of an edition, whose readers then get an order of their own: the first `most`
 * of it (count), and by id the mark that speaks for a paper's move. Each paper that is compared is
 * compared once, whoever marked it. Followed papers (`isFollowed`) stay first, in their own order,
 * and one that is back again last. A mark of a paper without a gist counts for nothing.
 */
export function makeOwnOrders(
  papers: readonly EditionPaper[],
  gists: ReadonlyMap<string, Gist>,
  isFollowed: (paper: EditionPaper) => boolean = () => false,
) {
  const pool = papers.slice(0, OWN_POOL)
  const back = pool.filter(({ score }) => score.parts.back !== undefined)
  const others = pool.filter((paper) => !back.includes(paper))
  const [followed, rest] = [others.filter(isFollowed), others.filter((paper) => !isFollowed(paper))]
  const compare = compareWith(
    new Map(others.flatMap(({ id }) => (gists.has(id) ? [[id, gists.get(id) as Gist] as const] : []))),
  )
  const known = new Map<string, ReadonlyMap<string, number>>()
  const likenessTo = (marked: string) => {
    const gist = gists.get(marked)
    const likeness = known.get(marked) ?? (gist ? compare(gist) : new Map<string, number>())
    known.set(marked, likeness)
    return likeness
  }
  return (marks: readonly Mark[], most: number) => {
    const ordered = [followed, rest].flatMap((some) =>
      orderForReader(some, marks, (id, marked) => likenessTo(marked).get(id) ?? 0),
    )
    const chosen = [...ordered, ...back.map((paper) => ({ paper, because: null }))].slice(0, most)
    const because = new Map(chosen.flatMap(({ paper, because }) => (because ? [[paper.id, because]] : [])))
    return { papers: placed(chosen.map(({ paper }) => paper)), because }
  }
}
