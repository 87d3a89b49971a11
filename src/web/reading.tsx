import type { Hono } from 'hono'
import { editionOf, findEdition, latestEdition, neighbours, recentEditions } from '../db/editions.ts'
import { historyOf } from '../db/observations.ts'
import { findPaper } from '../db/papers.ts'
import { isDate } from '../trending/day.ts'
import { parseArxivId } from '../trending/paper.ts'
import { writeReceipt } from '../trending/receipt.ts'
import { scorePaper } from '../trending/score.ts'
import { type At, type Door, page } from './door.ts'
import { EditionPage } from './pages/edition.tsx'
import { EditionsPage } from './pages/editions.tsx'
import { LandingPage } from './pages/landing.tsx'
import { PaperPage } from './pages/paper.tsx'

/** Editions on the archive page (count). */
const ARCHIVE = 100

/** The pages that only read. */
export function addReading(app: Hono<Door>): void {
  app.get('/', async (c) => {
    const { db, config } = c.get('deps')
    const edition = (await latestEdition(db)) ?? null
    return page(c, <LandingPage publicUrl={config.PUBLIC_URL} edition={edition} timezone={guessZone(c)} />)
  })

  app.get('/editions', async (c) => {
    const { db, config } = c.get('deps')
    return page(
      c,
      <EditionsPage publicUrl={config.PUBLIC_URL} editions={await recentEditions(db, ARCHIVE)} />,
    )
  })

  app.get('/editions/:date', async (c) => {
    const { db, config } = c.get('deps')
    const date = c.req.param('date')
    const edition = isDate(date) ? await findEdition(db, date) : undefined
    if (!edition) return c.notFound()
    return page(
      c,
      <EditionPage publicUrl={config.PUBLIC_URL} edition={edition} {...(await neighbours(db, date))} />,
    )
  })

  // Ids before April 2007 have a slash.
  app.get('/papers/:id{.+}', async (c) => {
    const { db, config } = c.get('deps')
    const read = parseArxivId(c.req.param('id'))
    if (!read) return c.notFound()
    if (read.version !== null) return c.redirect(`/papers/${read.id}`, 301)
    const paper = await findPaper(db, read.id)
    if (!paper) return c.notFound()
    const [observations, edition] = await Promise.all([historyOf(db, paper.id), editionOf(db, paper.id)])
    const score = scorePaper(paper, observations, c.get('deps').now())
    const receipt = writeReceipt(score.parts)
    return page(
      c,
      <PaperPage
        publicUrl={config.PUBLIC_URL}
        edition={edition ?? null}
        {...{ paper, score, receipt, observations }}
      />,
    )
  })
}

/** Cloudflare tells where a request seems to come from; without it the form says UTC. */
function guessZone(c: At): string {
  const { timezone } = (c.req.raw.cf ?? {}) as { timezone?: string }
  return timezone ?? 'UTC'
}
