// biome-ignore lint/suspicious/noExplicitAny: whatever D1's statement answers.
type Any = any
type Binding = { prepare(sql: string): Any; batch(statements: Any[]): Promise<Any[]> }

const REAL = Symbol('the statement behind a recorded one')

/**
 * A binding that behaves as `db` and keeps each answer as text in `tape`, in the order of the
 * calls.
 */
export function recording<D extends Binding>(db: D, tape: string[]): D {
  const keep = async (work: Promise<Any>) => {
    const place = tape.push('null') - 1
    const answer = await work
    tape[place] = JSON.stringify(answer ?? null)
    return answer
  }
  const wrap = (statement: Any): Any => ({
    [REAL]: statement,
    bind: (...values: unknown[]) => wrap(statement.bind(...values)),
    all: () => keep(statement.all()),
    run: () => keep(statement.run()),
    raw: (options?: unknown) => keep(statement.raw(options)),
  })
  return {
    prepare: (sql: string) => wrap(db.prepare(sql)),
    batch: (statements: Any[]) => keep(db.batch(statements.map((statement) => statement[REAL]))),
  } as unknown as D
}

/**
 * A binding that answers from a tape: what a unit costs without the database, which is not the
 * Worker's own CPU.
 */
export function playing<D extends Binding>(tape: readonly string[], place: { next: number }): D {
  const answer = async () => JSON.parse(tape[place.next++] ?? 'null')
  const statement: Any = { bind: () => statement, all: answer, run: answer, raw: answer }
  return { prepare: () => statement, batch: answer } as unknown as D
}
