import { counted } from '../digest/words.ts'
import type { Paper } from '../trending/paper.ts'
import { asDocument } from './document.ts'
import { writingsOf } from './match.ts'
import { tellingOf } from './query.ts'
import { LIMIT, parseWanted, type Wanted, writeWanted } from './wanted.ts'
import { wordsOf } from './words.ts'

/** What narrows a reader's digest: the same that narrows a list (wanted.ts), but for pages. */
export type Topics = Pick<Wanted, 'filter' | 'text' | 'query'>

/**
 * The one writing of some topics, as `category=cs.CL,-cs.CY&q=agents&mute=survey`, made of the parameters of a list's address;
 * empty when nothing is narrowed. `problem`: a sentence for whoever asked.
 */
export function writeTopics(params: URLSearchParams): string | { problem: string } {
  const wanted = parseWanted(params)
  if ('problem' in wanted) return wanted
  const { categories, exceptCategories, muted } = wanted.filter
  const filter = {
    categories: categories.toSorted(),
    exceptCategories: exceptCategories.toSorted(),
    muted: muted.toSorted(),
  }
  return writeWanted({ ...wanted, filter, limit: LIMIT }).slice(1)
}

/** Reads what `writeTopics` wrote; null when nothing is narrowed. Throws RangeError for anything else. */
export function readTopics(written: string): Topics | null {
  if (written === '') return null
  const wanted = parseWanted(new URLSearchParams(written))
  if ('problem' in wanted) throw new RangeError(wanted.problem)
  return wanted
}

/** What of a paper topics are looked for in: its texts as folded words, each text between blanks. */
export type Said = { categories: readonly string[]; texts: string[] }

/** As the index takes it (document.ts). */
export function saidBy(paper: Pick<Paper, 'id' | 'title' | 'abstract' | 'authors' | 'categories'>): Said {
  const { name, title, forms, abstract, authors } = asDocument({ ...paper, revision: 0 })
  const texts = [name, title, forms, abstract, authors].map((text) => ` ${wordsOf(text).join(' ')} `)
  return { categories: paper.categories, texts }
}

/** True for a paper that a list narrowed like this would show: the rules of the index (match.ts), without an index. */
export function isAbout({ filter, query }: Topics, said: Said): boolean {
  const { categories, exceptCategories, muted } = filter
  const isIn = (names: readonly string[]) => said.categories.some((name) => names.includes(name))
  if ((categories.length > 0 && !isIn(categories)) || isIn(exceptCategories)) return false
  const says = (words: readonly string[]) => said.texts.some((text) => text.includes(` ${words.join(' ')} `))
  if (muted.map(wordsOf).some((words) => words.length > 0 && says(words))) return false
  if (query === null) return true
  return query.phrases.every(says) && tellingOf(query.compounds).every((one) => writingsOf(one).some(says))
}

/** Topics for people: `in cs.CL or cs.LG, not in cs.CY, with agents, without 2 muted words`. */
export function topicsInWords({ filter, text }: Topics): string {
  const { categories, exceptCategories, muted } = filter
  return [
    ...(categories.length > 0 ? [`in ${categories.join(' or ')}`] : []),
    ...(exceptCategories.length > 0 ? [`not in ${exceptCategories.join(' or ')}`] : []),
    ...(text === null ? [] : [`with ${text}`]),
    ...(muted.length > 0
      ? [`without ${muted.length > 3 ? counted(muted.length, 'muted word') : muted.join(' or ')}`]
      : []),
  ].join(', ')
}
