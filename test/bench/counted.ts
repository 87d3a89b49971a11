/** What D1 says a piece of work cost: the counts that Cloudflare bills. */
export type Cost = { queries: number; read: number; written: number }

/** A database that adds up `meta.rows_read` and `meta.rows_written` of every statement in `cost`. */
export function countedDatabase(
  database: D1Database,
  cost: Cost = { queries: 0, read: 0, written: 0 },
): { database: D1Database; cost: Cost } {
  const real = new WeakMap<object, D1PreparedStatement>()
  const add = ({ meta }: D1Result): void => {
    cost.queries++
    cost.read += meta.rows_read
    cost.written += meta.rows_written
  }
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement => {
    const all = async () => {
      const answer = await statement.all()
      add(answer)
      return answer
    }
    const counted = {
      bind: (...values: unknown[]) => wrap(statement.bind(...values)),
      all,
      run: all,
      // raw() tells no meta: the same rows as arrays.
      raw: async () => (await all()).results.map((row) => Object.values(row)),
      first: async () => (await all()).results[0] ?? null,
    } as unknown as D1PreparedStatement
    real.set(counted, statement)
    return counted
  }
  const counted = {
    prepare: (text: string) => wrap(database.prepare(text)),
    batch: async (statements: D1PreparedStatement[]) => {
      const answers = await database.batch(statements.map((each) => real.get(each) ?? each))
      answers.forEach(add)
      return answers
    },
  } as unknown as D1Database
  return { database: counted, cost }
}
