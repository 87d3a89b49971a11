import { applyD1Migrations, type D1Migration, reset } from 'cloudflare:test'
import { env } from 'cloudflare:workers'

const { MIGRATIONS, SEARCH_MIGRATIONS } = env as unknown as Record<string, D1Migration[]>
const DATABASES = [
  { database: env.DB, migrations: MIGRATIONS ?? [] },
  { database: env.SEARCH, migrations: SEARCH_MIGRATIONS ?? [] },
]
/** The schemas that the migrations made, and what empties them: a fiftieth of the work of making them again. */
const made = new Map<D1Database, { schema: string; empty: D1PreparedStatement[] }>()

/** Both databases as the migrations make them: their tables, without a row. */
export async function emptyDatabases(): Promise<void> {
  for (const { database } of DATABASES) {
    const before = made.get(database)
    if (before === undefined || JSON.stringify(await schemaOf(database)) !== before.schema)
      return makeDatabases()
    await database.batch(before.empty)
  }
}

/** Both databases anew. */
export async function makeDatabases(): Promise<void> {
  await reset()
  for (const { database, migrations } of DATABASES) {
    await applyD1Migrations(database, migrations)
    const schema = await schemaOf(database)
    const empty = emptying(schema).map((sql) => database.prepare(sql))
    made.set(database, { schema: JSON.stringify(schema), empty })
  }
}

type Made = { type: string; name: string; sql: string | null }

async function schemaOf(database: D1Database): Promise<Made[]> {
  const { results } = await database
    .prepare("select type, name, sql from sqlite_master where name not glob '_cf_*' order by type, name")
    .all<Made>()
  return results
}

/** Statements that delete all rows, and the counters of `autoincrement` with them. */
function emptying(schema: Made[]): string[] {
  const tables = schema.filter(({ type }) => type === 'table')
  const using = (module: string) => tables.filter(({ sql }) => sql?.includes(`using ${module}(`))
  const [indexes, vocabularies] = [using('fts5'), using('fts5vocab')]
  const rows = tables.filter(
    (table) =>
      table.name !== 'd1_migrations' &&
      !vocabularies.includes(table) &&
      // An index and the tables that SQLite keeps it in: https://www.sqlite.org/fts5.html
      !indexes.some(({ name }) => table.name === name || table.name.startsWith(`${name}_`)),
  )
  return [
    ...rows.map(({ name }) => `delete from "${name}"`),
    ...indexes.map(({ name }) => `insert into "${name}" ("${name}") values ('delete-all')`),
  ]
}
