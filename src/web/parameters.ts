import { createMiddleware } from 'hono/factory'
import type { AppEnv } from './context.ts'
import { refuse } from './refusal.tsx'

/** What every list takes (search/list-query.ts). */
export const LIST_PARAMETERS = ['category', 'q', 'mute', 'limit', 'after', 'since'] as const
/**
 * What editions and the feed of their papers take: they are frozen, so there is no page after the
 * first.
 */
export const EDITION_PARAMETERS = ['category', 'q', 'mute', 'limit'] as const

const ENDING = '(?:\\.(?:xml|atom|json|md|bib|ris|csl\\.json))?'
const at = (path: string) => new RegExp(`^${path}$`)

/** What each address takes; an address that is not named here checks its parameters itself. */
const KNOWN: readonly [RegExp, readonly string[]][] = [
  [
    at(
      `/(?:trending|new|top/(?:day|week|month)|search|early|(?:authors|organizations|repositories)/.+?)${ENDING}`,
    ),
    LIST_PARAMETERS,
  ],
  [at(`/(?:feed|editions/[^/]+?)${ENDING}`), EDITION_PARAMETERS],
  [at(`/editions${ENDING}`), ['limit']],
  [at('/embed/editions/.+'), [...EDITION_PARAMETERS, 'size']],
  [at('/embed/papers/.+'), ['size']],
  [at('/embed/.+'), [...LIST_PARAMETERS, 'size']],
  [at('/export/[a-z]+\\.ndjson'), ['after', 'limit']],
  [at('/(?:papers/.+|status|status\\.json|developers|feeds\\.opml|sitemap\\.xml|.+\\.txt)?'), []],
  [at('/(?:openapi\\.json|skill\\.md|style-.*|favicon\\.svg)'), []],
]

/**
 * What other sites hang onto links to pages; nobody typed these, so they are not answered with an
 * error.
 */
const HUNG_ON = /^(?:utm_\w+|fbclid|gclid|mc_[ce]id|ref)$/
/** May be given several times: the values are joined. */
const SEVERAL = ['category', 'mute']

/** A sentence if a parameter is not one of the known, or is given twice; null otherwise. */
export function wrongParameter(
  given: URLSearchParams,
  known: readonly string[],
  ignored: RegExp | null = null,
): string | null {
  const names = [...given.keys()].filter((name) => !ignored?.test(name))
  const unknown = names.find((name) => !known.includes(name))
  if (unknown !== undefined) {
    const told =
      known.length === 0 ? 'This address takes no parameters.' : `This address takes ${known.join(', ')}.`
    return `“${unknown.slice(0, 40)}” is not a parameter here. ${told}`
  }
  const twice = names.find((name, index) => names.indexOf(name) !== index && !SEVERAL.includes(name))
  return twice === undefined ? null : `${twice} is given twice.`
}

/** Refuses what an address does not know, rather than answering another question than was asked. */
export const checkParameters = createMiddleware<AppEnv>(async (c, next) => {
  const { pathname, search, searchParams } = new URL(c.req.url)
  if (search === '' || (c.req.method !== 'GET' && c.req.method !== 'HEAD')) return next()
  const known = KNOWN.find(([address]) => address.test(pathname))?.[1]
  if (!known) return next()
  const ignored = /\.[a-z]\w*$/i.test(pathname) ? null : HUNG_ON
  const wrong = wrongParameter(searchParams, known, ignored)
  return wrong === null ? next() : refuse(c, 400, wrong, { parameters: known })
})
