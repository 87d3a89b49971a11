import type { Hono } from 'hono'
import type { Config } from '../../config.ts'
import { editionBefore, findEdition, recentEditions } from '../../db/editions.ts'
import { itemsOf, type List } from '../../feeds/list.ts'
import type { Edition } from '../../ranking/edition.ts'
import { isDate } from '../../time/dates.ts'
import { longDay } from '../../wording/days.ts'
import { editionPage } from '../../wording/links.ts'
import { type AppEnv, page } from '../context.ts'
import { narrowEditions, readEditionQuery } from '../edition-query.ts'
import { sendList, splitEnding } from '../formats.ts'
import { EditionPage } from '../pages/edition.tsx'
import { EditionsPage } from '../pages/editions.tsx'
import { refuse } from '../refusal.tsx'

/** Editions on the archive page (count). */
const ARCHIVE = 100

/** The archive, and one edition as a page and in every format. */
export function addEditions(app: Hono<AppEnv>): void {
  app.get('/editions', async (c) => {
    const { db, config } = c.get('deps')
    const asked = await readEditionQuery(c)
    if ('error' in asked) return refuse(c, 400, asked.error)
    const editions = await recentEditions(db, Math.min(ARCHIVE, asked.limit))
    return page(c, <EditionsPage publicUrl={config.PUBLIC_URL} editions={editions} />)
  })

  app.get('/editions/:name', async (c) => {
    const { db, config } = c.get('deps')
    const { path: date, format } = splitEnding(c.req.param('name'))
    const edition = isDate(date) ? await findEdition(db, date) : undefined
    if (!edition) return c.notFound()
    const asked = await readEditionQuery(c)
    if ('error' in asked) return refuse(c, 400, asked.error)
    const [narrowed = edition] = narrowEditions([edition], asked)
    if (format) {
      const { search } = new URL(c.req.url)
      return sendList(c, asList(narrowed, config, `${format.ending}${search}`), format)
    }
    const before = await editionBefore(db, date)
    return page(c, <EditionPage publicUrl={config.PUBLIC_URL} edition={narrowed} before={before} />)
  })
}

function asList(edition: Edition, { PUBLIC_URL: publicUrl, brand }: Config, ending: string): List {
  const pageUrl = editionPage(publicUrl, edition.date)
  return {
    brand,
    title: `${brand.name}, ${longDay(edition.date)}`,
    description: edition.note ?? 'Research papers that are rising, as published that day.',
    publicUrl,
    pageUrl,
    feedUrl: `${pageUrl}.${ending}`,
    updatedAt: edition.publishedAt,
    items: itemsOf(edition),
  }
}
