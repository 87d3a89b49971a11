import type { Paper } from '../papers/paper.ts'
import { compareWith, gistOf } from '../ranking/alike.ts'
import { diversify } from '../ranking/diverse.ts'
import { wordsToWeigh } from './similar.ts'

type Text = Pick<Paper, 'title' | 'abstract'>

/**
 * Tells how alike two of a few texts are, by place: the cosine of their gists, 0 to 1. Words are
 * weighed among these texts, so the answer depends on all of them.
 */
export function likenessAmong(texts: readonly Text[]): (a: number, b: number) => number {
  const words = texts.map(wordsToWeigh)
  const having = new Map<string, number>()
  for (const own of words) for (const word of new Set(own)) having.set(word, (having.get(word) ?? 0) + 1)
  const gists = new Map(words.map((own, place) => [String(place), gistOf(own, having, texts.length)]))
  const compare = compareWith(gists)
  const known = new Map<number, ReadonlyMap<string, number>>()
  return (a, b) => {
    const gist = gists.get(String(a))
    const near = known.get(a) ?? (gist ? compare(gist) : new Map())
    known.set(a, near)
    return near.get(String(b)) ?? 0
  }
}

/**
 * Papers in their order, but the first `count` without a second paper of a topic if another can
 * take its place; those passed over follow. `oneTopic`: papers that are more alike have one topic;
 * undefined: the order stays.
 */
export function apartByTopic<P>(
  papers: readonly P[],
  textOf: (paper: P) => Text,
  count: number,
  oneTopic: number | undefined,
): P[] {
  if (papers.length <= count || oneTopic === undefined) return [...papers]
  const places = [...papers.keys()]
  const first = diversify(places, count, likenessAmong(papers.map(textOf)), oneTopic)
  const isFirst = new Set(first)
  return [...first, ...places.filter((place) => !isFirst.has(place))].flatMap((place) => papers[place] ?? [])
}
