import { readdirSync, readFileSync } from 'node:fs'

/**
 * Milliseconds of CPU of the workerds of a process group so far, to the nanosecond (Linux:
 * `schedstat` of each thread).
 */
export function workerdCpu(group: number): number {
  let nanoseconds = 0
  for (const process of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const [name, rest] = read(`/proc/${process}/stat`).split(') ')
    // What follows the name, which may hold blanks: state, parent, group (proc_pid_stat(5)).
    if (!name?.endsWith('(workerd') || Number(rest?.split(' ')[2]) !== group) continue
    for (const task of readdirSync(`/proc/${process}/task`))
      nanoseconds += Number(read(`/proc/${process}/task/${task}/schedstat`).split(' ')[0] ?? 0)
  }
  return nanoseconds / 1e6
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    // Another process may end while we look.
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return ''
    throw error
  }
}
