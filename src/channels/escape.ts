import { escapeHtml } from '../wording/escape-html.ts'
import { clip, oneLine } from '../wording/words.ts'
import type { PostPaper } from './channel.ts'

/** What reorders or hides text (Unicode TR 36): a stranger's title may hold it. */
const INVISIBLE = /[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g

/** One line of a stranger's text, without what nobody sees. */
export const plainLine = (text: string): string => oneLine(text.replace(INVISIBLE, ''))

/** For HTML of Telegram and Matrix, attributes too. */
export const escapeLine = (text: string): string => escapeHtml(plainLine(text))

/**
 * For Slack's mrkdwn: what could be a link or a mention is none
 * (https://api.slack.com/reference/surfaces/formatting#escaping). What would format is followed by
 * a space of no width: it has no escape.
 */
export const escapeSlack = (text: string): string =>
  plainLine(text)
    .replace(/[&<>]/g, escapeHtml)
    .replace(/[*_~`]/g, '$&\u200B')

/**
 * For Discord's Markdown: a backslash before what could mean something, there or as a first sign.
 */
export const escapeDiscord = (text: string): string =>
  plainLine(text)
    .replace(/[\\*_~`|<>[\]()@]/g, '\\$&')
    .replace(/^[#-]/, '\\$&')

/** Lines below each other, without the empty ones. */
export const stacked = (...lines: string[]): string => lines.filter(Boolean).join('\n')

/**
 * Notes as the kind writes them, cut after words so that they stay within `most` (UTF-16 units).
 */
export function fitNotes(notes: readonly string[], most: number, write: (text: string) => string): string {
  for (let limit = most; limit > 8; limit = Math.floor(limit / 2)) {
    const text = stacked(...notes.map((note) => write(clip(note, limit))))
    if (text.length <= most) return text
  }
  return ''
}

/** A paper as plain text. */
export const plainPaper = ({ position, title, lead, reason, url }: PostPaper): string =>
  stacked(`${position}. ${plainLine(title)}`, plainLine(lead), plainLine(reason), url)
