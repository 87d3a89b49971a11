import type { D1Database, D1PreparedStatement, D1Result } from '@cloudflare/workers-types'

/**
 * A binding that calls `note` with the rows (as D1 bills them) that each statement read. For
 * statements with all(), and batches.
 */
export function countingReads(binding: D1Database, note: (rows: number) => void): D1Database {
  const real = new WeakMap<object, D1PreparedStatement>()
  const counted = (statement: D1PreparedStatement): D1PreparedStatement => {
    const wrapped = {
      bind: (...values: unknown[]) => counted(statement.bind(...values)),
      all: async () => {
        const answer = await statement.all()
        note(answer.meta.rows_read)
        return answer
      },
    } as D1PreparedStatement
    real.set(wrapped, statement)
    return wrapped
  }
  return {
    prepare: (text: string) => counted(binding.prepare(text)),
    batch: async (statements: D1PreparedStatement[]): Promise<D1Result[]> => {
      const answers = await binding.batch(statements.map((each) => real.get(each) ?? each))
      for (const { meta } of answers) note(meta.rows_read)
      return answers
    },
  } as D1Database
}
