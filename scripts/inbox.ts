import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createEmulator } from 'emulate'
import { replaceFile } from './state.ts'

export const INBOX_KEY = 're_local'

export type Mail = { to: string[]; subject: string; text: string | null; html: string | null }

export type Inbox = {
  url: string
  /** Everything that has arrived, oldest first. */
  mails: () => Promise<Mail[]>
  /**
   * Waits until there are at least `count` mails or `patience` ms are over; gives what is there.
   */
  waitFor: (count: number, patience: number) => Promise<Mail[]>
  /** Keeps the mails for the next start. */
  save: () => Promise<void>
  close: () => Promise<void>
}

/**
 * A local Resend with an inbox page. It holds its mails in memory only, so we keep them in `folder`
 * and hand them in again at the next start (with the hour of that start as their date).
 */
export async function startInbox(port: number, folder: string): Promise<Inbox> {
  const emulator = await createEmulator({ service: 'resend', port })
  const file = join(folder, 'inbox.json')
  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${INBOX_KEY}`, 'content-type': 'application/json' },
    })
    if (!response.ok) throw new Error(`the inbox answered ${response.status}: ${await response.text()}`)
    return response.json()
  }
  const mails = async () => ((await ask('/emails')) as { data: Mail[] }).data

  if (existsSync(file)) {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Mail[]
    // Resend's limit of one batch call.
    for (let from = 0; from < kept.length; from += 100) {
      await ask('/emails/batch', { method: 'POST', body: JSON.stringify(kept.slice(from, from + 100)) })
    }
  }

  return {
    url: `http://localhost:${port}`,
    mails,
    waitFor: async (count, patience) => {
      const end = Date.now() + patience
      let there = await mails()
      while (there.length < count && Date.now() < end) {
        await wait(100)
        there = await mails()
      }
      return there
    },
    save: async () => replaceFile(file, JSON.stringify(await mails())),
    close: () => emulator.close(),
  }
}
