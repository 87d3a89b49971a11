import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** How often the parents are looked at (ms). */
const LOOK = 500

/**
 * Our parent and its parent, by their ids: npm runs us by a shell, and a signal to npm may end both
 * without telling us.
 */
function parents(): string {
  const stat = `/proc/${process.ppid}/stat`
  // What follows the name, which may hold blanks: state, parent (proc_pid_stat(5)).
  const above = existsSync(stat) ? readFileSync(stat, 'utf8').split(') ').at(-1)?.split(' ')[1] : ''
  return `${process.ppid} ${above}`
}

/**
 * Calls back once npm, which started us, is gone. Started by hand we stay: a shell may go and leave
 * us running.
 */
export function whenOrphaned(leave: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return
  const first = parents()
  const timer = setInterval(() => {
    if (parents() === first) return
    clearInterval(timer)
    leave()
  }, LOOK)
  timer.unref()
}

/**
 * Ends a child's process group when we are gone in a way that let us do nothing (SIGKILL). Ends
 * itself with either.
 */
export function endWithUs(child: ChildProcess): void {
  if (child.pid === undefined) return
  const wait = `while kill -0 ${process.pid} 2>/dev/null && kill -0 ${child.pid} 2>/dev/null; do sleep 1; done`
  const end = `kill -0 ${process.pid} 2>/dev/null || kill -KILL -- -${child.pid} 2>/dev/null`
  spawn('sh', ['-c', `${wait}; ${end}`], { detached: true, stdio: 'ignore' }).unref()
}
