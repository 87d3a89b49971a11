import type { Context, Hono } from 'hono'
import type { Database } from '../../db/client.ts'
import { noteNewVersion } from '../../db/data-version.ts'
import { addEditions, addObservations, addPapers } from '../../db/history.ts'
import { type Kind, type Line, readLine, STEP } from '../../sources/history.ts'
import type { AppEnv } from '../context.ts'

/**
 * Takes lines of another instance's export, for `npm run import`. With `Authorization: Bearer
 * ADMIN_TOKEN`. Each line is taken or refused by itself; a call that is made again changes nothing.
 */
export function addHistory(app: Hono<AppEnv>): void {
  app.post('/operator/history/editions', (c) =>
    takeLines(c, 'editions', addEditions, ({ publishedAt }) => publishedAt),
  )
  app.post('/operator/history/papers', (c) =>
    takeLines(c, 'papers', addPapers, ({ firstSeenAt, current, pick }) =>
      Math.max(firstSeenAt, current?.scoredAt ?? 0, pick?.pickedAt ?? 0),
    ),
  )
  app.post('/operator/history/observations', (c) =>
    takeLines(c, 'observations', addObservations, ({ at }) => at),
  )
}

/** `newest`: the last instant (ms, UTC) that a line tells of. */
async function takeLines<K extends Kind>(
  c: Context<AppEnv>,
  kind: K,
  add: (db: Database, lines: Line<K>[], at: number) => Promise<number>,
  newest: (line: Line<K>) => number,
) {
  const { db, now } = c.get('deps')
  const texts = (await c.req.text()).trimEnd().split('\n')
  if (texts.length > STEP[kind])
    return c.json({ error: `At most ${STEP[kind]} lines of ${kind} are taken at once.` }, 400)
  const at = now()
  const taken: Line<K>[] = []
  const refused: { line: number; reason: string }[] = []
  texts.forEach((text, line) => {
    const read = readLine(kind, text)
    if ('error' in read) refused.push({ line, reason: read.error })
    else if (newest(read) > at) refused.push({ line, reason: 'it tells of an instant that is yet to come' })
    else taken.push(read)
  })
  const changed = taken.length === 0 ? 0 : await add(db, taken, at)
  if (changed > 0) await noteNewVersion(db)
  return c.json({ taken: taken.length, changed, refused })
}
