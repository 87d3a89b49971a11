/**
 * A database that dies with the process using it: at its n-th call (from 0), before or after the
 * call took effect. Whatever the same process asks later fails too.
 */
export function dyingDatabase(database: D1Database, nth: number, when: 'before' | 'after'): D1Database {
  let calls = 0
  let dead = false
  const real = new WeakMap<object, D1PreparedStatement>()

  async function run<T>(work: () => Promise<T>): Promise<T> {
    const last = calls++ === nth
    if (dead || (last && when === 'before')) {
      dead = true
      throw new Error('killed')
    }
    const answer = await work()
    if (!last) return answer
    dead = true
    throw new Error('killed')
  }
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement => {
    const proxy = new Proxy(statement, {
      get(target, name) {
        if (name === 'bind') return (...values: unknown[]) => wrap(target.bind(...values))
        if (name !== 'run' && name !== 'all' && name !== 'raw' && name !== 'first')
          return Reflect.get(target, name)
        return (...args: unknown[]) =>
          run(() => (target[name] as (...args: unknown[]) => Promise<unknown>)(...args))
      },
    })
    real.set(proxy, statement)
    return proxy
  }
  return new Proxy(database, {
    get(target, name) {
      if (name === 'prepare') return (text: string) => wrap(target.prepare(text))
      if (name === 'batch')
        return (statements: D1PreparedStatement[]) =>
          run(() => target.batch(statements.map((each) => real.get(each) ?? each)))
      return Reflect.get(target, name)
    },
  })
}
