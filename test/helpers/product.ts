import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Arguments for a Chromium that asks nobody anything by itself. */
export const OFFLINE = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A mail in the local inbox. */
export type Mail = { to: string[]; subject: string; html: string; text: string }

/** `npm start` in a folder of its own, with recorded days played; `nextDay` plays one more. `set`: `VARIABLE=VALUE`. */
export async function startProduct(days: number, set: readonly string[] = []) {
  const folder = mkdtempSync(join(tmpdir(), 'papertide-'))
  const [port, inbox, replay] = [await freePort(), await freePort(), await freePort()]
  const child = spawn(
    process.execPath,
    [
      join(import.meta.dirname, '../../scripts/start.ts'),
      '--days',
      String(days),
      ...set.flatMap((one) => ['--set', one]),
    ],
    {
      env: {
        ...process.env,
        PORT: `${port}`,
        INBOX_PORT: `${inbox}`,
        REPLAY_PORT: `${replay}`,
        STATE_FOLDER: folder,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  await said(child, /Ctrl-C stops everything/)
  return {
    url: `http://localhost:${port}`,
    inboxUrl: `http://localhost:${inbox}/inbox`,
    nextDay: async () => {
      const answer = await fetch(`http://127.0.0.1:${replay}/next-day`, { method: 'POST' })
      if (!answer.ok) throw new Error(`the next day could not be played: ${await answer.text()}`)
    },
    /** Mails for an address, oldest first. */
    mailsTo: async (email: string): Promise<Mail[]> => {
      const answer = await fetch(`http://127.0.0.1:${inbox}/emails`, {
        headers: { authorization: 'Bearer re_local' },
      })
      const { data } = (await answer.json()) as { data: Mail[] }
      return data.filter((mail) => mail.to.includes(email))
    },
    stop: async () => {
      child.kill('SIGTERM')
      await new Promise((resolve) => child.once('exit', resolve))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/**
 * Waits until the child prints something like this; its death before that is an error with its last
 * words.
 */
function said(child: ChildProcess, words: RegExp): Promise<void> {
  let output = ''
  return new Promise((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      output += chunk
      if (words.test(output)) resolve()
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    child.once('exit', (code) => reject(new Error(`npm start ended with ${code}:\n${output.slice(-3000)}`)))
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
