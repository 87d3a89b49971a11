import type { D1Database, D1PreparedStatement } from '@cloudflare/workers-types'

/**
 * The same database, whose statements fail when no answer came for `limit` ms: D1 itself may keep
 * its caller waiting without end. What was asked may still take effect.
 */
export function inTime(db: D1Database, limit: number): D1Database {
  const real = new WeakMap<object, D1PreparedStatement>()
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement => {
    const wrapped = {
      bind: (...values: unknown[]) => wrap(statement.bind(...values)),
      all: () => answered(limit, statement.all()),
      run: () => answered(limit, statement.run()),
      raw: () => answered(limit, statement.raw()),
    } as unknown as D1PreparedStatement
    real.set(wrapped, statement)
    return wrapped
  }
  return {
    prepare: (sql: string) => wrap(db.prepare(sql)),
    batch: (statements: D1PreparedStatement[]) =>
      answered(limit, db.batch(statements.map((each) => real.get(each) ?? each))),
  } as unknown as D1Database
}

const answered = <T>(limit: number, answer: Promise<T>): Promise<T> =>
  within(limit, answer, `D1_ERROR: no answer within ${limit} ms`)

/** Rejects with an error that says `late` when some work has no end after `limit` ms. */
export async function within<T>(limit: number, work: Promise<T>, late: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(late)), limit)
  })
  return Promise.race([work, over]).finally(() => clearTimeout(timer))
}
