import type { Hono } from 'hono'
import { editionsAfter, observationsAfter, papersAfter } from '../../db/export.ts'
import type { Deps } from '../../deps.ts'
import { HOUR, isDate } from '../../time/dates.ts'
import type { Brand } from '../../wording/brand.ts'
import { isoInstant } from '../../wording/days.ts'
import type { AppContext, AppEnv } from '../context.ts'
import { sendText } from '../formats.ts'
import { limitReads } from '../limit.ts'
import { sendProblem } from '../refusal.tsx'

/** The version of what the lines hold; a reader refuses one that it does not know. */
const VERSION = 1

/**
 * Lines of the last quarter of an hour (ms) are left out: a tick may still add some before them,
 * and readers who continue from a cursor would miss those.
 */
const SETTLED = HOUR / 4

type Line = Record<string, unknown>
/**
 * A kind of export: the most lines of an answer (count), how to continue from a cursor, the cursor
 * of a line.
 */
type Kind = {
  licence: (brand: Brand) => string
  most: number
  /** Undefined for a cursor that is not of this kind. */
  read: (deps: Deps, after: string | null, limit: number) => Promise<Line[]> | undefined
  cursorOf: (line: Line) => string
}

const at = (line: Line, name: string) => String(line[name])

const KINDS: Readonly<Record<string, Kind>> = {
  papers: {
    licence: () => 'Metadata of arXiv: CC0 1.0. Abstracts belong to their authors.',
    most: 500,
    read(deps, after, limit) {
      const place = after === null ? null : /^([0-9TZ:.-]{24})~([\w./-]{7,30})$/.exec(after)
      if (place && Number.isNaN(Date.parse(place[1] ?? ''))) return undefined
      if (after !== null && !place) return undefined
      const from = place && { at: Date.parse(place[1] ?? ''), id: place[2] ?? '' }
      return papersAfter(deps.db, from, deps.now() - SETTLED, limit).then((rows) =>
        rows.map((row) => withInstants(row, ['publishedAt', 'firstSeenAt', 'bornAt', 'repoSince'])),
      )
    },
    cursorOf: (line) => `${at(line, 'firstSeenAt')}~${at(line, 'id')}`,
  },
  observations: {
    licence: ({ name }) => `Counts as observed: facts, free to use. Please name ${name} as the observer.`,
    most: 2000,
    read(deps, after, limit) {
      const place = after === null ? null : /^([0-9TZ:.-]{24})~([\w./-]{7,30})~([a-z]{4,20})$/.exec(after)
      if (place && Number.isNaN(Date.parse(place[1] ?? ''))) return undefined
      if (after !== null && !place) return undefined
      const from = place && { at: Date.parse(place[1] ?? ''), id: place[2] ?? '', source: place[3] ?? '' }
      return observationsAfter(deps.db, from, deps.now() - SETTLED, limit).then((rows) =>
        rows.map((row) => withInstants(row, ['at'])),
      )
    },
    cursorOf: (line) => `${at(line, 'at')}~${at(line, 'paperId')}~${at(line, 'source')}`,
  },
  editions: {
    licence: () =>
      'Order and reasons: CC0 1.0. Metadata of arXiv: CC0 1.0. Abstracts belong to their authors.',
    most: 20,
    read(deps, after, limit) {
      if (after !== null && !isDate(after)) return undefined
      return editionsAfter(deps.db, after, limit).then((rows) =>
        rows.map((row) => withInstants(row, ['publishedAt'])),
      )
    },
    cursorOf: (line) => at(line, 'date'),
  },
}

/** A row with its instants (ms, UTC) as ISO 8601. */
const withInstants = (row: object, names: readonly string[]): Line =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      names.includes(name) && typeof value === 'number' ? isoInstant(value) : value,
    ]),
  )

/**
 * The history as a download: one JSON value a line; the first line says what follows and where the
 * next answer begins.
 */
export function addExport(app: Hono<AppEnv>): void {
  for (const [name, kind] of Object.entries(KINDS))
    app.get(`/export/${name}.ndjson`, limitReads, (c) => sendLines(c, name, kind))
}

async function sendLines(c: AppContext, name: string, kind: Kind) {
  const { brand, PUBLIC_URL } = c.get('deps').config
  const params = new URL(c.req.url).searchParams
  const asked = params.get('limit') ?? ''
  const limit = asked === '' ? kind.most : /^\d{1,4}$/.test(asked) ? Number(asked) : 0
  if (limit < 1 || limit > kind.most)
    return sendProblem(c, 400, `limit is a whole number from 1 to ${kind.most}.`)
  const found = await kind.read(c.get('deps'), params.get('after') || null, limit + 1)
  if (!found) return sendProblem(c, 400, 'after is no cursor of this export. Start without one.')
  const lines = found.slice(0, limit)
  const last = found.length > limit ? lines.at(-1) : undefined
  const next = last ? kind.cursorOf(last) : null
  const nextUrl =
    next &&
    `${PUBLIC_URL}/export/${name}.ndjson?after=${encodeURIComponent(next)}${asked === '' ? '' : `&limit=${limit}`}`
  if (nextUrl) c.header('link', `<${nextUrl}>; rel="next"`)
  const head = {
    format: brand.protocol,
    version: VERSION,
    kind: name,
    licence: kind.licence(brand),
    next: nextUrl,
  }
  const text = [head, ...lines].map((line) => `${JSON.stringify(line)}\n`).join('')
  return sendText(c, text, 'application/x-ndjson', 0)
}
