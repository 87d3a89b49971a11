import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from './flags.ts'
import { isFree } from './ports.ts'

export type Progress = {
  /** Last instant that was ticked (ms, UTC); null before the first. */
  playedUntil: number | null
  /** The reader of reader.ts has confirmed. */
  readerConfirmed: boolean
  /** And has added a Slack channel (channels.ts). */
  channelAdded?: boolean
}

export type State = {
  /** The folder everything is kept in. */
  folder: string
  progress: Progress
  saveProgress: () => void
  release: () => void
}

type Holder = { pid: number; port: number }

/**
 * Opens the folder, for one running copy at a time: two would write the same database.
 * @param port the product's
 * @throws UsageError while another copy runs
 */
export async function openState(folder: string, port: number): Promise<State> {
  mkdirSync(folder, { recursive: true })
  const lock = join(folder, 'running.json')
  const holder = existsSync(lock) ? (JSON.parse(readFileSync(lock, 'utf8')) as Holder) : null
  // Both are asked: process ids come round again, in containers at every start.
  if (holder && isAlive(holder.pid) && !(await isFree(holder.port))) {
    throw new UsageError(
      `Papertide already runs here, on port ${holder.port}: use that one, or stop process ${holder.pid} first.`,
    )
  }
  replaceFile(lock, JSON.stringify({ pid: process.pid, port } satisfies Holder))

  const progressFile = join(folder, 'progress.json')
  const progress: Progress = existsSync(progressFile)
    ? JSON.parse(readFileSync(progressFile, 'utf8'))
    : { playedUntil: null, readerConfirmed: false }
  return {
    folder,
    progress,
    saveProgress: () => replaceFile(progressFile, JSON.stringify(progress)),
    release: () => rmSync(lock, { force: true }),
  }
}

/** The secret the links of this copy are signed with: random, made once, kept. */
export function tokenSecret(folder: string): string {
  const file = join(folder, 'token-secret')
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 })
  return readFileSync(file, 'utf8').trim()
}

/** Renaming is atomic: an interrupted write leaves the old file. */
export function replaceFile(path: string, content: string) {
  writeFileSync(`${path}.new`, content)
  renameSync(`${path}.new`, path)
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
