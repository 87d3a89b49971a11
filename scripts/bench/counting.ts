/**
 * What a database was asked: statements (each of a batch counts), rows read and written as D1 bills
 * them.
 */
export type Counts = { queries: number; rowsRead: number; rowsWritten: number }

type Meta = { rows_read?: number; rows_written?: number }
// biome-ignore lint/suspicious/noExplicitAny: a proxy of whatever D1's statement offers.
type Statement = any
type Binding = { prepare(sql: string): Statement; batch(statements: Statement[]): Promise<Statement[]> }

const REAL = Symbol('the statement behind a counted one')

/** A binding that behaves as `db` and notes in `counts` what it is asked. */
export function counting<D extends Binding>(db: D, counts: Counts): D {
  const note = (meta: Meta) => {
    counts.queries += 1
    counts.rowsRead += meta.rows_read ?? 0
    counts.rowsWritten += meta.rows_written ?? 0
  }
  const counted = (statement: Statement, sql: string): Statement => ({
    [REAL]: statement,
    bind: (...values: unknown[]) => counted(statement.bind(...values), sql),
    async all() {
      const answer = await statement.all()
      note(answer.meta)
      return answer
    },
    async run() {
      const answer = await statement.run()
      note(answer.meta)
      return answer
    },
    async raw(options?: unknown) {
      // raw() tells no counts; only a statement that changes nothing may be asked twice.
      note(/^\s*select/i.test(sql) ? (await statement.all()).meta : {})
      return statement.raw(options)
    },
  })
  return {
    prepare: (sql: string) => counted(db.prepare(sql), sql),
    async batch(statements: Statement[]) {
      const answers = await db.batch(statements.map((statement) => statement[REAL]))
      for (const { meta } of answers) note(meta)
      return answers
    },
  } as unknown as D
}
