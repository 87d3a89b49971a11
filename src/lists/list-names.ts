import type { ListQuery } from '../search/list-query.ts'
import { counted } from '../wording/words.ts'
import type { ListName } from './read-list.ts'

export type ListDescription = {
  name: ListName
  /** The path without an ending: `/top/week`. */
  path: string
  title: string
  /** The span of a list of a group, such as `week`; the lists of the group are shown together. */
  short?: string
  /** A sentence that describes the list. */
  lede: string
}

export const LISTS: readonly ListDescription[] = [
  {
    name: { kind: 'trending' },
    path: '/trending',
    title: 'Trending now',
    lede: 'Papers of the last seven days, in order of the upvotes we still expect: their present upvotes, times what papers of that age went on to gain.',
  },
  {
    name: { kind: 'new' },
    path: '/new',
    title: 'New papers',
    lede: 'Every paper as we first see it, newest first.',
  },
  {
    name: { kind: 'early' },
    path: '/early',
    title: 'Not on the list yet',
    lede: 'Papers just announced that are on no daily list yet, picked by who wrote them and how their earlier papers were received there, which does not say how good they are.',
  },
  {
    name: { kind: 'top', span: 'day' },
    path: '/top/day',
    title: 'Top papers of the day',
    short: 'day',
    lede: 'Most upvoted papers of the newest daily list.',
  },
  {
    name: { kind: 'top', span: 'week' },
    path: '/top/week',
    title: 'Top papers of the week',
    short: 'week',
    lede: 'Most upvoted papers of the last seven days of lists.',
  },
  {
    name: { kind: 'top', span: 'month' },
    path: '/top/month',
    title: 'Top papers of the month',
    short: 'month',
    lede: 'Most upvoted papers of the last thirty days of lists.',
  },
]

export const SEARCH: ListDescription = {
  name: { kind: 'search' },
  path: '/search',
  title: 'Search',
  lede: 'Words, "phrases", names of methods, authors, arXiv ids and addresses.',
}

/** True where the place in the list is a rank. */
export const isRanked = ({ name }: ListDescription): boolean =>
  name.kind === 'trending' || name.kind === 'top' || name.kind === 'search'

export const authorPath = (author: string) => `/authors/${encodeURIComponent(author)}`

export const authorList = (author: string): ListDescription => ({
  name: { kind: 'author', name: author },
  path: authorPath(author),
  title: author,
  lede: 'Papers with an author of this name, newest first. Two people may share a name.',
})

export const organizationPath = (name: string) => `/organizations/${encodeURIComponent(name)}`

/** `title`: how the organisation writes its name. */
export const organizationList = (name: string, title: string): ListDescription => ({
  name: { kind: 'organization', name },
  path: organizationPath(name),
  title,
  lede: 'Papers that Hugging Face names this organisation for, newest first. It names none for many papers.',
})

export const repositoryPath = (repo: string) =>
  `/repositories/${repo.split('/').map(encodeURIComponent).join('/')}`

export const repositoryList = (repo: string): ListDescription => ({
  name: { kind: 'repository', name: repo },
  path: repositoryPath(repo),
  title: repo,
  lede: 'Papers whose code is in this repository on GitHub, newest first.',
})

/** A list and its filters, as the title of a page or feed: `Trending now in cs.CL: "agents"`. */
export function titleOf({ title }: ListDescription, { filter, text }: ListQuery): string {
  const { categories, exceptCategories, muted } = filter
  return [
    title,
    categories.length > 0 ? ` in ${categories.join(', ')}` : '',
    exceptCategories.length > 0 ? ` not in ${exceptCategories.join(', ')}` : '',
    muted.length > 0 ? ` without ${counted(muted.length, 'muted word')}` : '',
    text === null ? '' : `: ${text}`,
  ].join('')
}
