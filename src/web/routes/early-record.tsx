import type { Hono } from 'hono'
import { firstWeek, recordOf } from '../../db/early-record.ts'
import { addDays, isDate, startOf, utcDate } from '../../time/dates.ts'
import { type AppContext, type AppEnv, page } from '../context.ts'
import { EarlyRecordPage } from '../pages/early-record.tsx'

/** Weeks on a page (count). */
const WEEKS = 26

/** The results of early picks, week by week: nothing is ever removed. */
export function addEarlyRecord(app: Hono<AppEnv>): void {
  app.get('/early/record', async (c) => show(c, await readRecord(c, null)))
  app.get('/early/record.json', async (c) => c.json(await readRecord(c, null)))
  app.get('/early/record/:week{[0-9-]+\\.json}', async (c) => {
    const week = c.req.param('week').slice(0, -'.json'.length)
    return isMonday(week) ? c.json(await readRecord(c, week)) : c.notFound()
  })
  app.get('/early/record/:week', async (c) => {
    const week = c.req.param('week')
    return isMonday(week) ? show(c, await readRecord(c, week)) : c.notFound()
  })
}

/**
 * `until`: the Monday of the newest week; null for the present week. `earlier`: where the next
 * older page begins.
 */
async function readRecord(c: AppContext, until: string | null) {
  const { db, now } = c.get('deps')
  const present = mondayOf(now())
  const to = until ?? present
  const from = addDays(to, 7 * (1 - WEEKS))
  const [weeks, first] = await Promise.all([recordOf(db, from, to), firstWeek(db)])
  return { until, present, weeks, earlier: first !== null && first < from ? addDays(from, -7) : null }
}

const show = (c: AppContext, record: Awaited<ReturnType<typeof readRecord>>) =>
  page(c, <EarlyRecordPage publicUrl={c.get('deps').config.PUBLIC_URL} {...record} />)

const isMonday = (text: string) => isDate(text) && mondayOf(startOf(text)) === text

/** The Monday (date) of the week of an instant (ms, UTC). */
function mondayOf(at: number): string {
  const date = utcDate(at)
  return addDays(date, -((new Date(at).getUTCDay() + 6) % 7))
}
