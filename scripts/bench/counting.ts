/**
 * What a database was asked: statements (each of a batch counts), rows read and written as D1 bills
 * them. `written`: what wrote them, if somebody asks; `changed` are rows of the table itself, the
 * others entries of its indexes.
 */
export type Counts = {
  queries: number
  rowsRead: number
  rowsWritten: number
  written?: Record<string, Written>
}
export type Written = { changed: number; rows: number }

type Meta = { rows_read?: number; rows_written?: number; changes?: number }
// biome-ignore lint/suspicious/noExplicitAny: a proxy of whatever D1's statement offers.
type Statement = any
type Binding = { prepare(sql: string): Statement; batch(statements: Statement[]): Promise<Statement[]> }

const REAL = Symbol('the statement behind a counted one')
const SQL = Symbol('its text')

/** A binding that behaves as `db` and notes in `counts` what it is asked. */
export function counting<D extends Binding>(db: D, counts: Counts): D {
  const note = (sql: string, { rows_read = 0, rows_written = 0, changes = 0 }: Meta) => {
    counts.queries += 1
    counts.rowsRead += rows_read
    counts.rowsWritten += rows_written
    if (!counts.written || rows_written === 0) return
    const target = targetOf(sql)
    const before = counts.written[target] ?? { changed: 0, rows: 0 }
    counts.written[target] = { changed: before.changed + changes, rows: before.rows + rows_written }
  }
  const counted = (statement: Statement, sql: string): Statement => ({
    [REAL]: statement,
    [SQL]: sql,
    bind: (...values: unknown[]) => counted(statement.bind(...values), sql),
    async all() {
      const answer = await statement.all()
      note(sql, answer.meta)
      return answer
    },
    async run() {
      const answer = await statement.run()
      note(sql, answer.meta)
      return answer
    },
    async raw(options?: unknown) {
      // raw() tells no counts. What only reads is asked twice; what writes and returns names no column twice.
      const answer = await statement.all()
      note(sql, answer.meta)
      if (/^\s*(?:select|with)\b/i.test(sql)) return statement.raw(options)
      return answer.results.map((row: object) => Object.values(row))
    },
  })
  return {
    prepare: (sql: string) => counted(db.prepare(sql), sql),
    async batch(statements: Statement[]) {
      const answers = await db.batch(statements.map((statement) => statement[REAL]))
      answers.forEach(({ meta }, index) => {
        note(statements[index][SQL], meta)
      })
      return answers
    },
  } as unknown as D
}

/** `insert papers`: what a statement does to which table. */
const targetOf = (sql: string): string => {
  const [, verb = '', table = sql.trim().slice(0, 40)] =
    /\b(insert|update|delete)\s+(?:or \w+\s+)?(?:(?:into|from)\s+)?["`]?(\w+)/i.exec(sql) ?? []
  return `${verb.toLowerCase()} ${table}`
}
