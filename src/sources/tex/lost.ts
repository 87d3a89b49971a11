import { closingOf, matchAt, type Tex } from './reading.ts'
import { SYMBOLS } from './symbols.ts'

// Hugging Face's copies of some abstracts have lost their backslashes and dollars. Those without
// another meaning are restored.

const COLOURS = 'red|blue|green|orange|teal|magenta|cyan|purple'
const STYLES = `text(?:bf|it|tt|sc|rm|sf|sl|normal)?|emph|math(?:cal|bf|rm|bb|it|sf|tt|frak|scr)|boldsymbol|${COLOURS}`
const STYLE_BEFORE = new RegExp(`(?<![A-Za-z\\\\])(?:${STYLES})$`)
const STYLE_HERE = new RegExp(`(?<![A-Za-z\\\\])(?:${STYLES})(?=\\{)`, 'y')

/**
 * The style at the end of a run of text, `textit` before `{O}bstacles`; empty when there is none.
 */
export function lostStyle(tex: Tex, run: string, next: number, end: number): string {
  if (tex.source[next] !== '{' || !closingOf(tex, next, end)) return ''
  return STYLE_BEFORE.exec(run.slice(-16))?.[0] ?? ''
}

export function isLostStyle(tex: Tex, at: number, end: number): boolean {
  const style = matchAt(tex, STYLE_HERE, at, end)
  return style !== null && closingOf(tex, at + style[0].length, end) > 0
}

const ACCENTS: Record<string, string> = {
  '"': '\u0308',
  "'": '\u0301',
  '`': '\u0300',
  '^': '\u0302',
  '~': '\u0303',
}

/**
 * The intended content of a group: `Ni{~n}o`, `7{times} faster`, `{sim}20%`; null for any other
 * group.
 */
export function readLostGroup(raw: string, before: string, following: string): string | null {
  const [, sign = '', letter = ''] = /^(["'`^~])([A-Za-z])$/.exec(raw) ?? []
  if (letter) {
    const composed = (letter + ACCENTS[sign]).normalize('NFC')
    const isPart = /\p{L}$/u.test(before) || /^\p{L}/u.test(following)
    return isPart && composed.length === 1 ? composed : null
  }
  const isAtNumber = /\d$/.test(before) || /^[\d^]/.test(following)
  return (isAtNumber && raw.length < 12 && SYMBOLS.get(raw)) || null
}

/** `{bf MASK}`, `{em while}` */
export const LOST_DECLARATION = /^(?:bf|it|em|tt|sc|sf|rm|sl)\s+(?=\S)/
