import type { Hono } from 'hono'
import { editedPapers, editionDates } from '../../db/sitemap.ts'
import { plain } from '../../feeds/markdown.ts'
import { LISTS } from '../../lists/list-names.ts'
import type { Brand } from '../../wording/brand.ts'
import type { AppEnv } from '../context.ts'
import { ALL_FORMATS, sendText } from '../formats.ts'

/**
 * Editions and papers in the sitemap (counts); a sitemap may have 50,000 addresses
 * (https://www.sitemaps.org/protocol.html).
 */
const EDITIONS = 1000
const PAPERS = 2000

/** The files that robots read first. */
export function addWellKnown(app: Hono<AppEnv>): void {
  // RFC 9309. Pages of one reader's link say noindex themselves; the number of searches has no end.
  app.get('/robots.txt', (c) =>
    sendText(
      c,
      `User-agent: *\nDisallow: /search\n\nSitemap: ${c.get('deps').config.PUBLIC_URL}/sitemap.xml\n`,
      'text/plain',
      0,
    ),
  )

  app.get('/sitemap.xml', async (c) => {
    const { db, config } = c.get('deps')
    const [dates, papers] = await Promise.all([editionDates(db, EDITIONS), editedPapers(db, PAPERS)])
    const paths = [
      '/',
      '/editions',
      ...LISTS.map(({ path }) => path),
      ...dates.map((date) => `/editions/${date}`),
      ...papers.map((id) => `/papers/${id}`),
    ]
    // Dates and arXiv ids contain nothing that XML must escape.
    const urls = paths.map((path) => `<url><loc>${config.PUBLIC_URL}${path}</loc></url>`).join('\n')
    const xml = `<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls}\n</urlset>\n`
    return sendText(c, xml, 'application/xml', 0)
  })

  // https://llmstxt.org
  app.get('/llms.txt', (c) => {
    const { PUBLIC_URL, brand } = c.get('deps').config
    return sendText(c, llms(PUBLIC_URL, brand), 'text/markdown', 0)
  })
}

const llms = (publicUrl: string, { name, claim }: Brand) => `# ${plain(name)}

> ${plain(claim)} Every list is also a feed; no key is needed.

Add .md, .json (JSON Feed), .xml (RSS) or .atom to the address of a list, edition or search. Lists take
?category=cs.CL,cs.LG,-cs.CY (any of, but not), &q= (words and "phrases"), &mute= (words to leave out), &limit= (up to
100), &since= (a day or an instant), and link to their next page.

## Lists

${[...LISTS.map(({ path, title, lede }) => `- [${title}](${publicUrl}${path}.md): ${lede}`)].join('\n')}
- [Editions](${publicUrl}/editions.md): one item per daily edition; each is at /editions/YYYY-MM-DD.md
- [Search](${publicUrl}/search.md?q=agents): full text, authors, arXiv ids
- [Feeds by category](${publicUrl}/feeds.opml): OPML

## For programs

- [Typed API](${publicUrl}/openapi.json): OpenAPI 3.1 document; [for people](${publicUrl}/developers)
- ${publicUrl}/mcp: tools of the Model Context Protocol over streamable HTTP, read-only
- ${publicUrl}/export/papers.ndjson, /export/observations.ndjson, /export/editions.ndjson: everything, page by page
- [Skill for agents](${publicUrl}/skill.md)

## Papers

- ${publicUrl}/papers/ARXIV-ID.md: abstract, authors, dates, why it ranks, BibTeX (.bib alone)
- ${publicUrl}/authors/NAME.md: papers of an author

Endings: ${ALL_FORMATS.map(({ ending, name }) => `.${ending} ${name}`).join(', ')}
`
