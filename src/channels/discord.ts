import { type Adapter, codeText, JSON_HEADERS, masked, type PostPaper } from './channel.ts'
import { escapeDiscord, fitNotes, stacked } from './escape.ts'
import { numbered, splitPapers } from './fit.ts'
import { readPublicUrl } from './public-url.ts'

/** https://discord.com/developers/docs/resources/message#embed-object-embed-limits */
const EMBEDS = 10
const ALL_EMBEDS = 6000
const EMBED_TITLE = 256
const EMBED_TEXT = 4096
const CONTENT = 2000
const HOST = 'discord.com'
/** Nobody is called, whatever a text says. */
const NOBODY = { parse: [] }

/** A webhook (https://discord.com/developers/docs/resources/webhook#execute-webhook). */
export const discord: Adapter = {
  label: 'Discord',
  fields: [
    {
      name: 'url',
      label: 'Webhook URL',
      hidden: true,
      hint: 'In Discord: the settings of a text channel, Integrations, Webhooks. It begins with https://discord.com/api/webhooks/.',
    },
  ],
  host: HOST,
  knowsIds: false,
  read({ url: given }, { publicUrl }) {
    const url = readPublicUrl(given, new URL(publicUrl).hostname)
    if ('error' in url) return url
    const isDiscord = /^(?:(?:ptb|canary)\.)?discord(?:app)?\.com$/.test(url.hostname)
    const path = /^\/api(?:\/v\d+)?\/webhooks\/(\d+)\/([\w-]+)$/.exec(url.pathname)
    const thread = url.searchParams.get('thread_id')
    if (!isDiscord || !path || (thread !== null && !/^\d{1,20}$/.test(thread)))
      return { error: 'That is no webhook of Discord.' }
    const query = thread === null ? 'wait=true' : `wait=true&thread_id=${thread}`
    return { url: `https://${HOST}/api/webhooks/${path[1]}/${path[2]}?${query}`, name: '', secret: '' }
  },
  shown: ({ url }) => masked(HOST, url.replace(/\?.*/, '')),
  messages({ title, notes, url, papers }) {
    const groups = splitPapers(papers, { size: ALL_EMBEDS, papers: EMBEDS }, 0, embedOf)
    return groups.map((embeds, index) => {
      const head = `**[${escapeDiscord(numbered(title, index, groups.length))}](<${url}>)**`
      const content = stacked(head, fitNotes(notes, CONTENT / 2, escapeDiscord))
      return JSON.stringify({ content, embeds, allowed_mentions: NOBODY })
    })
  },
  code: (code, publicUrl) => JSON.stringify({ content: codeText(code, publicUrl), allowed_mentions: NOBODY }),
  request: ({ url }, { body }) => ({ url, method: 'POST', headers: JSON_HEADERS, body }),
}

function embedOf({ position, title: text, lead, reason, url }: PostPaper) {
  const title = `${position}. ${escapeDiscord(text)}`
  const description = stacked(escapeDiscord(lead), reason && `*${escapeDiscord(reason)}*`)
  const isTooLong = title.length > EMBED_TITLE || description.length > EMBED_TEXT
  const size = isTooLong ? Number.POSITIVE_INFINITY : title.length + description.length
  return { made: { title, description, url }, size }
}
