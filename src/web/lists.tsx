import type { Hono } from 'hono'
import { type Page, readList } from '../db/lists.ts'
import { findPaper } from '../db/papers.ts'
import type { List } from '../feeds/list.ts'
import { paperNamed } from '../papers/arxiv-id.ts'
import { parseWanted, type Wanted, writeWanted } from '../search/wanted.ts'
import { utcDate } from '../trending/day.ts'
import { unknownCategories } from './categories.ts'
import { type At, type Door, page } from './door.ts'
import { FORMATS, type Format, sendList, sendText, splitEnding } from './formats.ts'
import { authorList, type Described, LISTS, SEARCH, titleOf } from './list-names.ts'
import { ListPage } from './pages/list.tsx'
import { MessagePage } from './pages/message.tsx'
import { badRequest } from './pages/messages.ts'

/** The longest author's name that has a list (UTF-16 units). */
const LONGEST_NAME = 100

/** Lists of papers, each as a page and in every format, with the same filters. */
export function addLists(app: Hono<Door>): void {
  for (const list of [...LISTS, SEARCH]) {
    app.get(list.path, (c) => showList(c, list, null))
    for (const format of FORMATS) app.get(`${list.path}.${format.ending}`, (c) => showList(c, list, format))
  }
  app.get('/authors/:name{.+}', (c) => {
    const { path, format } = splitEnding(c.req.param('name'))
    const author = path.normalize('NFC').trim()
    if (!/\p{L}/u.test(author) || author.length > LONGEST_NAME) return c.notFound()
    return showList(c, authorList(author), format)
  })
}

async function showList(c: At, list: Described, format: Format | null) {
  const { db, search, config, now } = c.get('deps')
  const wanted = parseWanted(new URL(c.req.url).searchParams)
  if ('problem' in wanted) return refuse(c, list, format, wanted.problem)
  const unknown = await unknownCategories(c.get('deps'), wanted.filter)
  if (unknown !== null) return refuse(c, list, format, unknown)
  if (list === SEARCH && format === null && wanted.text !== null) {
    const id = paperNamed(wanted.text)?.id
    if (id !== undefined && (await findPaper(db, id))) return c.redirect(`/papers/${id}`, 302)
  }
  const read = await readList({ db, search }, list.name, wanted, utcDate(now()))
  if (!read) return refuse(c, list, format, 'That page is not of this list. Start again from its top.')
  if (format) return sendList(c, asFeed(list, wanted, read, config.PUBLIC_URL, format), format)
  return page(c, <ListPage {...{ list, wanted, read }} publicUrl={config.PUBLIC_URL} />)
}

function refuse(c: At, list: Described, format: Format | null, problem: string) {
  if (format === null)
    return page(c, <MessagePage {...badRequest(problem, { href: list.path, label: list.title })} />, 400)
  if (format.ending === 'json') return c.json({ title: 'That did not work', message: problem }, 400)
  return sendText(c, `${problem}\n`, 'text/plain', 0, 400)
}

function asFeed(list: Described, wanted: Wanted, read: Page, publicUrl: string, { ending }: Format): List {
  const query = writeWanted(wanted, wanted.after)
  return {
    title: `Papertide: ${titleOf(list, wanted)}`,
    description: list.lede,
    publicUrl,
    pageUrl: `${publicUrl}${list.path}${query}`,
    feedUrl: `${publicUrl}${list.path}.${ending}${query}`,
    updatedAt: read.updatedAt,
    items: read.papers,
  }
}
