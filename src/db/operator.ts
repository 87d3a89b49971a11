import { desc, type SQL, sql } from 'drizzle-orm'
import { atomically, type Database, type Statement } from './client.ts'
import { operatorActions, operatorSettings } from './schema.ts'

export type Setting = typeof operatorSettings.$inferSelect
export type Action = Omit<typeof operatorActions.$inferSelect, 'id'>

/** The parts of the work that can be held; they stay so until they are released. */
export const HOLDS = ['publishing', 'delivering', 'signups'] as const
export type Hold = (typeof HOLDS)[number]

/** Names in `operator_settings`. */
export const holdName = (what: Hold) => `hold ${what}`
export const skipName = (date: string) => `skip ${date}`
export const blockName = (what: string) => `block ${what}`
export const NOTE = 'note'

/**
 * Acts once: the record of an action and its statements take effect together, and only if
 * `condition` holds before. Of two calls at once, one acts. Returns whether this call did.
 */
export async function actOnce(
  db: Database,
  { at, action, subject }: Action,
  condition: SQL,
  statements: readonly Statement[],
): Promise<boolean> {
  const [noted] = await atomically(db, [
    sql`insert into operator_actions (at, action, subject)
      select ${at}, ${action}, ${subject} where ${condition} returning id`,
    ...statements,
  ])
  return noted?.length === 1
}

/** Records an action that was done elsewhere. */
export async function noteAction(db: Database, action: Action): Promise<void> {
  await db.insert(operatorActions).values(action)
}

/** Sets a setting. False when it had this value already. */
export const setSetting = (db: Database, name: string, value: string, action: Action): Promise<boolean> =>
  actOnce(
    db,
    action,
    sql`not exists (select 1 from operator_settings where name = ${name} and value = ${value})`,
    [
      sql`insert into operator_settings (name, value, at) values (${name}, ${value}, ${action.at})
        on conflict (name) do update set value = excluded.value, at = excluded.at
        where operator_settings.value <> excluded.value`,
    ],
  )

/** Removes a setting. False when it was not set. */
export const clearSetting = (db: Database, name: string, action: Action): Promise<boolean> =>
  actOnce(db, action, sql`exists (select 1 from operator_settings where name = ${name})`, [
    sql`delete from operator_settings where name = ${name}`,
  ])

/** All settings, by name. */
export const allSettings = (db: Database): Promise<Setting[]> =>
  db.select().from(operatorSettings).orderBy(operatorSettings.name)

/** Those of these settings that are set, with their values. */
export async function settingsNamed(db: Database, names: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.all<{ name: string; value: string }>(sql`
    select s.name, s.value from json_each(${JSON.stringify(names)}) n
    cross join operator_settings s on s.name = n.value`)
  return new Map(rows.map(({ name, value }) => [name, value]))
}

/** The last `limit` actions, newest first. */
export const lastActions = (db: Database, limit: number): Promise<Action[]> =>
  db
    .select({ at: operatorActions.at, action: operatorActions.action, subject: operatorActions.subject })
    .from(operatorActions)
    .orderBy(desc(operatorActions.id))
    .limit(limit)

/** What is held, and since when (ms). */
export const holdsOf = (db: Database): Promise<{ what: string; at: number }[]> =>
  db.all(sql`
    select substr(s.name, 6) as what, s.at from json_each(${JSON.stringify(HOLDS.map(holdName))}) n
    cross join operator_settings s on s.name = n.value`)
