import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Inbox } from './inbox.ts'
import { READER } from './reader.ts'

/** What was meant for a channel: where it was to go, and the body. */
export type Posted = { meant: string; body: string }
export type Channels = { url: string; posted: () => readonly Posted[]; close: () => Promise<void> }

/** How long the code may take (ms). */
const PATIENCE = 15_000

/**
 * A local stand-in for every channel and for the resolver of names: CHANNELS_URL leads here. Its page
 * shows what came. @param port 0: any free one
 */
export async function startChannels(port: number): Promise<Channels> {
  const posted: Posted[] = []
  const server = createServer(async (request, response) => {
    const meant = String(request.headers['x-meant-for'] ?? '')
    let body = ''
    for await (const chunk of request) body += chunk
    if (meant.startsWith('GET https://cloudflare-dns.com/')) {
      const data = meant.endsWith('type=A') ? [{ type: 1, data: '93.184.215.14' }] : []
      return response.setHeader('content-type', 'application/dns-json').end(JSON.stringify({ Answer: data }))
    }
    if (meant === '')
      return response.setHeader('content-type', 'text/html; charset=utf-8').end(pageOf(posted))
    posted.push({ meant, body })
    return response.end('ok')
  })
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posted: () => posted,
    close: () => new Promise((closed) => server.close(() => closed())),
  }
}

/** Has the reader add a Slack channel by their own link and the code. @throws Error where that breaks */
export async function addSlack(product: string, inbox: Inbox, channels: Channels): Promise<boolean> {
  const mails = (await inbox.mails()).filter(({ to }) => to.includes(READER))
  const token = mails.map(({ text }) => /\/preferences\?token=([\w.-]+)/.exec(text ?? '')?.[1]).find(Boolean)
  if (!token) return false
  const post = async (fields: Record<string, string>) => {
    const response = await fetch(`${product}/channels?token=${token}`, {
      ...{ method: 'POST', headers: { origin: product }, body: new URLSearchParams(fields) },
      signal: AbortSignal.timeout(PATIENCE),
    })
    const html = await response.text()
    if (!response.ok) throw new Error(`POST /channels answered ${response.status}: ${html.slice(0, 300)}`)
    return html
  }
  const url = 'https://hooks.slack.com/services/T000/B000/local-only'
  const page = await post({ action: 'add', kind: 'slack', url })
  const code = /\b(\d{8})\b/.exec(channels.posted().at(-1)?.body ?? '')?.[1]
  if (!code) throw new Error('No code came to the channel.')
  const number = /name="channel" value="(\d+)"/.exec(page)?.[1] ?? ''
  await post({ action: 'confirm', channel: number, code })
  return true
}

const escaped = (text: string) =>
  text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? '')

/** The page: newest first, each as it came. */
function pageOf(posted: readonly Posted[]): string {
  const shown = posted.toReversed().map(({ meant, body }) => {
    const text = JSON.stringify(JSON.parse(body || 'null'), null, 2)
    return `<h2>${escaped(meant)}</h2><pre>${escaped(text)}</pre>`
  })
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Channels</title>
<style>body { font: 16px/1.5 system-ui; max-width: 60rem; margin: 2rem auto; padding: 0 1rem } pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #f1f5f5; padding: 1rem }</style>
<h1>What came to channels</h1>${shown.join('') || '<p>Nothing yet.</p>'}</html>`
}
