import { createMiddleware } from 'hono/factory'
import type { AppEnv } from './context.ts'
import { refuse } from './refusal.tsx'

/** The parameters of every list (search/list-query.ts). */
export const LIST_PARAMETERS = ['category', 'q', 'mute', 'limit', 'after', 'since'] as const
/**
 * The parameters of editions and of the feed of their papers: they are frozen, so there is only one
 * page.
 */
export const EDITION_PARAMETERS = ['category', 'q', 'mute', 'limit'] as const

const ENDING = '(?:\\.(?:xml|atom|json|md|bib|ris|csl\\.json))?'
const at = (path: string) => new RegExp(`^${path}$`)

/** The parameters of each address; an address that is missing here checks its parameters itself. */
const KNOWN: readonly [RegExp, readonly string[]][] = [
  [
    at(
      `/(?:trending|new|top/(?:day|week|month)|search|early|(?:authors|organizations|repositories)/.+?)${ENDING}`,
    ),
    LIST_PARAMETERS,
  ],
  [at(`/(?:feed|editions/[^/]+?)${ENDING}`), EDITION_PARAMETERS],
  [at(`/editions${ENDING}`), ['limit']],
  [at('/export/[a-z]+\\.ndjson'), ['after', 'limit']],
  [at('/(?:papers/.+|status|status\\.json|developers|feeds\\.opml|sitemap\\.xml|.+\\.txt)?'), []],
  [at('/(?:openapi\\.json|skill\\.md|style-.*|favicon\\.svg)'), []],
]

/** Parameters that other sites append to links; nobody typed them, so they cause no error. */
const APPENDED = /^(?:utm_\w+|fbclid|gclid|mc_[ce]id|ref)$/
/** These may be given several times: the values are joined. */
const SEVERAL = ['category', 'mute']

/** A sentence if a parameter is unknown or given twice; null otherwise. */
export function wrongParameter(
  given: URLSearchParams,
  known: readonly string[],
  ignored: RegExp | null = null,
): string | null {
  const names = [...given.keys()].filter((name) => !ignored?.test(name))
  const unknown = names.find((name) => !known.includes(name))
  if (unknown !== undefined) {
    const takes =
      known.length === 0 ? 'This address takes no parameters.' : `This address takes ${known.join(', ')}.`
    return `“${unknown.slice(0, 40)}” is not a parameter here. ${takes}`
  }
  const twice = names.find((name, index) => names.indexOf(name) !== index && !SEVERAL.includes(name))
  return twice === undefined ? null : `${twice} is given twice.`
}

/** Refuses unknown parameters, because an answer without them would answer another question. */
export const checkParameters = createMiddleware<AppEnv>(async (c, next) => {
  const { pathname, search, searchParams } = new URL(c.req.url)
  if (search === '' || (c.req.method !== 'GET' && c.req.method !== 'HEAD')) return next()
  const known = KNOWN.find(([address]) => address.test(pathname))?.[1]
  if (!known) return next()
  const ignored = /\.[a-z]\w*$/i.test(pathname) ? null : APPENDED
  const wrong = wrongParameter(searchParams, known, ignored)
  return wrong === null ? next() : refuse(c, 400, wrong, { parameters: known })
})
