import type { Hono } from 'hono'
import { type ExportedReader, readersAfter, stoppedAfter } from '../../db/reader-moves.ts'
import { moveReaders } from '../../subscribers/move-readers.ts'
import { daysAsText, earlyAsText } from '../../subscribers/preferences-form.ts'
import type { AppEnv } from '../context.ts'

/** Readers of one answer (count). */
const PAGE = 500

const told = (reader: ExportedReader) => ({
  ...reader,
  days: daysAsText(reader),
  early: earlyAsText(reader.early),
})

/**
 * Exports and imports readers, for `npm run subscribers`. With `Authorization: Bearer ADMIN_TOKEN`.
 */
export function addReaders(app: Hono<AppEnv>): void {
  app.get('/operator/readers', async (c) => {
    const after = Number(c.req.query('after') ?? 0)
    if (!Number.isSafeInteger(after) || after < 0)
      return c.json({ error: 'after: must be the id of a reader.' }, 400)
    const readers = await readersAfter(c.get('deps').db, after, PAGE)
    const next = readers.length === PAGE ? (readers.at(-1)?.id ?? null) : null
    return c.json({ readers: readers.map(told), next })
  })

  app.get('/operator/stopped', async (c) => {
    const stopped = await stoppedAfter(c.get('deps').db, c.req.query('after') ?? '', PAGE)
    return c.json({ stopped, next: stopped.length === PAGE ? (stopped.at(-1)?.hash ?? null) : null })
  })

  app.post('/operator/readers', async (c) => {
    const report = await moveReaders(c.get('deps'), await c.req.json().catch(() => null))
    return c.json(report, 'error' in report ? 400 : 200)
  })
}
