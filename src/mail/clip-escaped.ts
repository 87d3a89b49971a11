import { clip } from '../wording/words.ts'

/** UTF-8 takes at most so many bytes for a UTF-16 unit. */
const MOST_BYTES = 3
const ESCAPED: Record<string, number> = { '&': 5, '"': 6, "'": 5, '<': 4, '>': 4 }

/**
 * At most `limit` UTF-16 units, as `clip` cuts them, and three times as many bytes in html: marks
 * that html escapes to more make a text shorter, so that no paper makes a mail too large.
 */
export function clipEscaped(text: string, limit: number): string {
  let length = limit
  let clipped = clip(text, length)
  while (bytesInHtml(clipped) > MOST_BYTES * limit && length > 1) {
    length = Math.floor(length * 0.9)
    clipped = clip(text, length)
  }
  return clipped
}

function bytesInHtml(text: string): number {
  let bytes = 0
  for (const sign of text) {
    const code = sign.codePointAt(0) ?? 0
    bytes += ESCAPED[sign] ?? (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4)
  }
  return bytes
}
