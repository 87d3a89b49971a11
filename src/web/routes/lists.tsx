import type { Hono } from 'hono'
import type { Config } from '../../config.ts'
import { findNamed, findPaper } from '../../db/papers.ts'
import { newestPapers } from '../../db/search.ts'
import type { List } from '../../feeds/list.ts'
import {
  authorList,
  isRanked,
  LISTS,
  type ListDescription,
  organizationList,
  repositoryList,
  SEARCH,
  titleOf,
} from '../../lists/list-names.ts'
import type { Page } from '../../lists/read-list.ts'
import { paperNamed } from '../../papers/arxiv-id.ts'
import type { Named } from '../../search/interests.ts'
import { type ListQuery, writeListQuery } from '../../search/list-query.ts'
import { matchListed } from '../../search/match.ts'
import { askList, authorNamed } from '../ask-list.ts'
import { type AppContext, type AppEnv, page } from '../context.ts'
import { ALL_FORMATS, type Format, sendList, splitEnding } from '../formats.ts'
import { ListPage } from '../pages/list.tsx'
import { refuse } from '../refusal.tsx'

/** The longest name of an organisation or repository with its ending (UTF-16 units). */
const LONGEST_NAMED = 160

/** Lists of papers, each as a page and in every format, with the same filters. */
export function addLists(app: Hono<AppEnv>): void {
  for (const list of [...LISTS, SEARCH]) {
    app.get(list.path, (c) => showList(c, list, null))
    for (const format of ALL_FORMATS)
      app.get(`${list.path}.${format.ending}`, (c) => showList(c, list, format))
  }
  app.get('/authors/:name{.+}', (c) => {
    const { path, format } = splitEnding(c.req.param('name'))
    const author = authorNamed(path)
    // A path that is not found redirects to the address without the slash.
    if (author === null || author.endsWith('/')) return c.notFound()
    return showList(c, authorList(author), format)
  })
  app.get('/organizations/:name{.+}', (c) => showNamed(c, 'organization', c.req.param('name')))
  app.get('/repositories/:name{.+}', (c) => showNamed(c, 'repository', c.req.param('name')))
}

const DESCRIBE = {
  organization: ({ name, title }: { name: string; title: string }) => organizationList(name, title),
  repository: ({ name }: { name: string }) => repositoryList(name),
}

/**
 * The list of an organisation or repository that some paper has; another spelling redirects to that
 * of the papers.
 */
async function showNamed(c: AppContext, kind: 'organization' | 'repository', given: string) {
  if (given.length > LONGEST_NAMED) return c.notFound()
  const { db } = c.get('deps')
  const split = splitEnding(given)
  let format = split.format
  let found = await findNamed(db, kind, split.path.normalize('NFC'))
  // A name may end like a format: `owner/notes.md`.
  if (!found && format !== null) {
    found = await findNamed(db, kind, given.normalize('NFC'))
    format = null
  }
  if (!found) return c.notFound()
  const list = DESCRIBE[kind](found)
  const path = format === null ? list.path : `${list.path}.${format.ending}`
  if (split.path !== found.name && given !== found.name)
    return c.redirect(`${path}${new URL(c.req.url).search}`, 301)
  return showList(c, list, format)
}

async function showList(c: AppContext, list: ListDescription, format: Format | null) {
  const { db, search, config } = c.get('deps')
  const wrong = (error: string) => refuse(c, 400, error, { link: { href: list.path, label: list.title } })
  const params = new URL(c.req.url).searchParams
  const named = list === SEARCH && format === null ? paperNamed(params.get('q')?.trim() ?? '')?.id : undefined
  if (named !== undefined && (await findPaper(db, named))) return c.redirect(`/papers/${named}`, 302)
  const asked = await askList(c.get('deps'), list, params)
  if ('error' in asked) return wrong(asked.error)
  const { listQuery, read } = asked
  const { name } = list
  if (name.kind === 'author' && read.papers.length === 0 && !(await isFiled(search, name)))
    return c.notFound()
  if (format) return sendList(c, asFeed(list, listQuery, read, config, format), format)
  return page(c, <ListPage list={list} listQuery={listQuery} read={read} publicUrl={config.PUBLIC_URL} />)
}

/** Whether any paper is filed under a name. */
async function isFiled(search: D1Database, named: Named): Promise<boolean> {
  const filter = { categories: [], exceptCategories: [], muted: [] }
  return (await newestPapers(search, matchListed({ either: [], named, filter }), 1, null)).length > 0
}

function asFeed(
  list: ListDescription,
  listQuery: ListQuery,
  read: Page,
  { PUBLIC_URL: publicUrl, brand }: Config,
  { ending }: Format,
): List {
  const query = writeListQuery(listQuery, listQuery.after)
  return {
    brand,
    title: `${brand.name}: ${titleOf(list, listQuery)}`,
    description: list.lede,
    publicUrl,
    pageUrl: `${publicUrl}${list.path}${query}`,
    feedUrl: `${publicUrl}${list.path}.${ending}${query}`,
    updatedAt: read.updatedAt,
    unranked: !isRanked(list),
    items: read.papers,
  }
}
