import type { Hono } from 'hono'
import { editionsAfter, observationsAfter, papersAfter } from '../../db/export.ts'
import type { Deps } from '../../deps.ts'
import {
  type EditionLine,
  type Head,
  HISTORY_VERSION,
  type Kind,
  type Line,
  licenceOf,
  type ObservationLine,
  type PaperLine,
  writeLine,
} from '../../sources/history.ts'
import { HOUR, isDate } from '../../time/dates.ts'
import { isoInstant } from '../../wording/days.ts'
import type { AppContext, AppEnv } from '../context.ts'
import { sendText } from '../formats.ts'
import { limitReads } from '../limit.ts'
import { sendProblem } from '../refusal.tsx'

/**
 * Lines of the last quarter of an hour (ms) are left out: a tick may still add some before them,
 * and readers who continue from a cursor would miss those.
 */
const SETTLED = HOUR / 4

/**
 * A kind of export: the most lines of an answer (count), how to continue from a cursor, the cursor
 * of a row.
 */
type Reading<Row> = {
  most: number
  /** Undefined for a cursor that is not of this kind. */
  read: (deps: Deps, after: string | null, limit: number) => Promise<Row[]> | undefined
  cursorOf: (row: Row) => string
}

const PAPERS: Reading<PaperLine> = {
  most: 250,
  read(deps, after, limit) {
    const place = after === null ? null : /^([0-9TZ:.-]{24})~([\w./-]{7,30})$/.exec(after)
    if (place && Number.isNaN(Date.parse(place[1] ?? ''))) return undefined
    if (after !== null && !place) return undefined
    const from = place && { at: Date.parse(place[1] ?? ''), id: place[2] ?? '' }
    return papersAfter(deps.db, from, deps.now() - SETTLED, limit)
  },
  cursorOf: ({ firstSeenAt, id }) => `${isoInstant(firstSeenAt)}~${id}`,
}

const OBSERVATIONS: Reading<ObservationLine> = {
  most: 1000,
  read(deps, after, limit) {
    const place = after === null ? null : /^([0-9TZ:.-]{24})~([\w./-]{7,30})~([a-z]{4,20})$/.exec(after)
    if (place && Number.isNaN(Date.parse(place[1] ?? ''))) return undefined
    if (after !== null && !place) return undefined
    const from = place && { at: Date.parse(place[1] ?? ''), id: place[2] ?? '', source: place[3] ?? '' }
    return observationsAfter(deps.db, from, deps.now() - SETTLED, limit)
  },
  cursorOf: ({ at, paperId, source }) => `${isoInstant(at)}~${paperId}~${source}`,
}

const EDITIONS: Reading<EditionLine> = {
  most: 20,
  read(deps, after, limit) {
    if (after !== null && !isDate(after)) return undefined
    return editionsAfter(deps.db, after, limit)
  },
  cursorOf: ({ date }) => date,
}

/**
 * The history as a download: one JSON value a line; the first line says what follows and where the
 * next answer begins.
 */
export function addExport(app: Hono<AppEnv>): void {
  app.get('/export/papers.ndjson', limitReads, (c) => sendLines(c, 'papers', PAPERS))
  app.get('/export/observations.ndjson', limitReads, (c) => sendLines(c, 'observations', OBSERVATIONS))
  app.get('/export/editions.ndjson', limitReads, (c) => sendLines(c, 'editions', EDITIONS))
}

async function sendLines<K extends Kind>(c: AppContext, name: K, kind: Reading<Line<K>>) {
  const { PUBLIC_URL, brand } = c.get('deps').config
  const params = new URL(c.req.url).searchParams
  const asked = params.get('limit') ?? ''
  const limit = asked === '' ? kind.most : /^\d{1,4}$/.test(asked) ? Number(asked) : 0
  if (limit < 1 || limit > kind.most)
    return sendProblem(c, 400, `limit is a whole number from 1 to ${kind.most}.`)
  const found = await kind.read(c.get('deps'), params.get('after') || null, limit + 1)
  if (!found) return sendProblem(c, 400, 'after is no cursor of this export. Start without one.')
  const rows = found.slice(0, limit)
  const last = found.length > limit ? rows.at(-1) : undefined
  const next = last ? kind.cursorOf(last) : null
  const nextUrl =
    next &&
    `${PUBLIC_URL}/export/${name}.ndjson?after=${encodeURIComponent(next)}${asked === '' ? '' : `&limit=${limit}`}`
  if (nextUrl) c.header('link', `<${nextUrl}>; rel="next"`)
  const head: Head = {
    format: brand.protocol,
    version: HISTORY_VERSION,
    kind: name,
    licence: licenceOf(name, brand.name),
    lines: rows.length,
    next: nextUrl,
  }
  const text = [head, ...rows.map((row) => writeLine(name, row))]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('')
  return sendText(c, text, 'application/x-ndjson', 0)
}
