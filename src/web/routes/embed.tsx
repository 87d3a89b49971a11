import type { Hono } from 'hono'
import { type AppContext, type AppEnv, page } from '../context.ts'
import { readFramed } from '../framed.ts'
import { EmbedPage, SIZES, type Size } from '../pages/embed.tsx'
import { wrongParameter } from '../parameters.ts'
import { refuse, sendProblem } from '../refusal.tsx'

const OEMBED_PARAMETERS = ['url', 'maxwidth', 'maxheight', 'format']

/** A frame (px) where it may be as large as it likes: as wide as a column, five papers high. */
const WIDTH = 640
const HEIGHT = { papers: 150, list: 560 }
/** The smallest that can be read (px). */
const LEAST = 120

/** Lists, editions and papers as frames for other sites, and how those find them by oEmbed. */
export function addEmbed(app: Hono<AppEnv>): void {
  app.get('/embed/:what{.+}', async (c) => {
    const params = new URL(c.req.url).searchParams
    const size = params.get('size') || 'medium'
    if (!isSize(size)) return refuse(c, 400, `size is one of ${SIZES.join(', ')}.`)
    const framed = await readFramed(c.get('deps'), `/${c.req.param('what')}`, params)
    if (!framed) return c.notFound()
    if ('error' in framed) return refuse(c, 400, framed.error)
    const publicUrl = c.get('deps').config.PUBLIC_URL
    const { title, path, papers, isRanked } = framed
    return page(
      c,
      <EmbedPage
        title={title}
        href={`${publicUrl}${path}`}
        publicUrl={publicUrl}
        papers={papers}
        size={size}
        isRanked={isRanked}
      />,
    )
  })

  // https://oembed.com
  app.get('/oembed', sendOembed)
}

const isSize = (text: string): text is Size => (SIZES as readonly string[]).includes(text)

async function sendOembed(c: AppContext) {
  const params = new URL(c.req.url).searchParams
  const wrong = wrongParameter(params, OEMBED_PARAMETERS)
  if (wrong !== null) return sendProblem(c, 400, wrong, OEMBED_PARAMETERS)
  const format = params.get('format') || 'json'
  if (format !== 'json') return sendProblem(c, 501, 'Only format=json is answered.')
  const [width, height] = ['maxwidth', 'maxheight'].map((name) => readMost(params.get(name)))
  if (width === undefined || height === undefined)
    return sendProblem(c, 400, 'maxwidth and maxheight are whole numbers of pixels.')
  const { config } = c.get('deps')
  const url = URL.parse(params.get('url') ?? '')
  // Only our own addresses: a frame of another host is not ours to hand out.
  if (!url || url.origin !== new URL(config.PUBLIC_URL).origin || url.username !== '')
    return sendProblem(c, 404, 'url is no address of a list, an edition or a paper here.')
  const path = readPath(url.pathname)
  const framed = path === null ? undefined : await readFramed(c.get('deps'), path, url.searchParams)
  if (!framed || 'error' in framed)
    return sendProblem(c, 404, 'url is no address of a list, an edition or a paper here.')
  const isPaper = framed.path.startsWith('/papers/')
  const [w, h] = [Math.min(WIDTH, width), Math.min(isPaper ? HEIGHT.papers : HEIGHT.list, height)]
  const title = isPaper ? (framed.papers[0]?.title ?? framed.title) : framed.title
  const source = new URL(`/embed${framed.path}`, config.PUBLIC_URL).href
  return c.json({
    version: '1.0',
    type: 'rich',
    title,
    provider_name: config.brand.name,
    provider_url: config.PUBLIC_URL,
    cache_age: 3600,
    width: w,
    height: h,
    html: String(
      <iframe
        src={source}
        width={w}
        height={h}
        title={`${title} · ${config.brand.name}`}
        style="border:0"
        loading="lazy"
      />,
    ),
  })
}

/** Pixels; as many as one likes where nothing is said, undefined for what is no number. */
function readMost(text: string | null): number | undefined {
  if (text === null || text === '') return Number.POSITIVE_INFINITY
  return /^\d{1,6}$/.test(text) ? Math.max(LEAST, Number(text)) : undefined
}

/** A path as routes see it; null when it is broken. */
function readPath(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname).replace(/(?<=.)\/$/, '')
  } catch {
    return null
  }
}
