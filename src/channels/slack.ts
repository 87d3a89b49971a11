import { type Adapter, codeText, JSON_HEADERS, masked, type PostPaper } from './channel.ts'
import { escapeSlack, fitNotes, stacked } from './escape.ts'
import { numbered, splitPapers } from './fit.ts'
import { readPublicUrl } from './public-url.ts'

/** A section's text; a message has at most 50 blocks, of which one is the heading. */
const SECTION = 3000
const BLOCKS = 49
const HOST = 'hooks.slack.com'

const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } })

/** An incoming webhook (https://api.slack.com/messaging/webhooks). */
export const slack: Adapter = {
  label: 'Slack',
  fields: [
    {
      name: 'url',
      label: 'Webhook URL',
      hidden: true,
      hint: 'In Slack: an app with an incoming webhook. It begins with https://hooks.slack.com/services/.',
    },
  ],
  host: HOST,
  knowsIds: false,
  read({ url: given }, { publicUrl }) {
    const url = readPublicUrl(given, new URL(publicUrl).hostname)
    if ('error' in url) return url
    if (url.hostname !== HOST || !/^\/(?:services|workflows|triggers)\/\w/.test(url.pathname) || url.search)
      return { error: 'That is no incoming webhook of Slack.' }
    return { url: url.href, name: '', secret: '' }
  },
  shown: ({ url }) => masked(HOST, url),
  messages({ title, notes, url, papers }) {
    const groups = splitPapers(papers, { size: SECTION * BLOCKS, papers: BLOCKS }, SECTION, (paper) => {
      const text = textOf(paper)
      return { made: section(text), size: text.length > SECTION ? Number.POSITIVE_INFINITY : text.length }
    })
    return groups.map((sections, index) => {
      const heading = escapeSlack(numbered(title, index, groups.length))
      const said = stacked(`*<${url}|${heading}>*`, fitNotes(notes, SECTION / 2, escapeSlack))
      const blocks = [section(said), ...sections]
      return JSON.stringify({ text: heading, unfurl_links: false, unfurl_media: false, blocks })
    })
  },
  code: (code, publicUrl) => JSON.stringify({ text: codeText(code, publicUrl) }),
  request: ({ url }, { body }) => ({ url, method: 'POST', headers: JSON_HEADERS, body }),
}

const textOf = ({ position, title, lead, reason, url }: PostPaper) =>
  stacked(
    `*${position}. <${url}|${escapeSlack(title)}>*`,
    escapeSlack(lead),
    reason && `_${escapeSlack(reason)}_`,
  )
