import { type Adapter, codeText, JSON_HEADERS, masked, type PostPaper } from './channel.ts'
import { escapeLine, fitNotes, stacked } from './escape.ts'
import { NUMBER_ROOM, numbered, splitPapers } from './fit.ts'

/** https://core.telegram.org/bots/api#sendmessage: after parsing; we count before it. */
const TEXT = 4096
const HOST = 'api.telegram.org'
/** How the Bot API says that a chat is closed to us. 404 is about the operator's token. */
const GONE =
  /bot was (?:blocked|kicked)|user is deactivated|chat not found|not a member|group chat was (?:deleted|deactivated)/i

/** A chat with the operator's bot. */
export const telegram: Adapter = {
  label: 'Telegram',
  fields: [
    { name: 'name', label: 'Chat', hint: 'Its number, or @name of a public channel; the bot is in it.' },
  ],
  host: HOST,
  knowsIds: false,
  read({ name }, { telegramToken }) {
    if (!telegramToken) return { error: 'Telegram is not set up here.' }
    const chat = name.trim()
    if (!/^(?:-?\d{1,20}|@\w{5,32})$/.test(chat))
      return { error: 'A chat is a number such as -1001234567890, or @name.' }
    return { url: `https://${HOST}`, name: chat, secret: '' }
  },
  shown: ({ name }) => masked(name.slice(0, 2), name),
  messages({ title, notes, url, papers }) {
    const more = fitNotes(notes, TEXT / 4, escapeLine)
    const headOf = (name: string) =>
      stacked(`<b><a href="${escapeLine(url)}">${escapeLine(name)}</a></b>`, more)
    const head = headOf(title).length + NUMBER_ROOM
    const groups = splitPapers(papers, { size: TEXT, papers: 50 }, head, (paper) => {
      const made = textOf(paper)
      return { made, size: made.length + 2 }
    })
    return groups.map((texts, index) => {
      const text = [headOf(numbered(title, index, groups.length)), ...texts].join('\n\n')
      return JSON.stringify({ text, ...HTML })
    })
  },
  code: (code, publicUrl) => JSON.stringify({ text: escapeLine(codeText(code, publicUrl)), ...HTML }),
  request: ({ url, name }, { body }, { telegramToken }) => ({
    url: `${url}/bot${telegramToken}/sendMessage`,
    method: 'POST',
    headers: JSON_HEADERS,
    body: JSON.stringify({ chat_id: name, ...JSON.parse(body) }),
  }),
  gone: (status, body) => status !== 404 && GONE.test(body),
}

const HTML = { parse_mode: 'HTML', link_preview_options: { is_disabled: true } }

const textOf = ({ position, title, lead, reason, url }: PostPaper) =>
  stacked(
    `<b>${position}. <a href="${escapeLine(url)}">${escapeLine(title)}</a></b>`,
    escapeLine(lead),
    reason && `<i>${escapeLine(reason)}</i>`,
  )
