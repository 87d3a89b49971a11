/**
 * The most tags of a document, and blanks and equals signs inside of tags (counts): an attribute
 * has two.
 */
const MOST_TAGS = 100_000
const MOST_SEPARATORS = 40_000

const [LESS, GREATER, EQUALS, BLANK] = [60, 62, 61, 32]
const QUOTES = [34, 39]

/**
 * Whether an XML document has more tags or attributes than 25 papers need: the parser takes
 * microseconds for each, whether they are well-formed or not. Reads each character once. A quoted
 * `>` does not end a tag; blanks in quotes count too.
 */
export function hasTooMuchMarkup(xml: string): boolean {
  let tags = 0
  let separators = 0
  let inTag = false
  let quote = 0
  for (let at = 0; at < xml.length; at++) {
    const code = xml.charCodeAt(at)
    if (!inTag) {
      if (code !== LESS) continue
      if (++tags > MOST_TAGS) return true
      // The content of these is not markup.
      const end = xml.startsWith('!--', at + 1) ? '-->' : xml.startsWith('![CDATA[', at + 1) ? ']]>' : null
      if (end === null) inTag = true
      else {
        const found = xml.indexOf(end, at + 4)
        if (found < 0) return false
        at = found + end.length - 1
      }
    } else if (code <= BLANK || code === EQUALS) {
      if (++separators > MOST_SEPARATORS) return true
    } else if (QUOTES.includes(code)) quote = quote === 0 ? code : quote === code ? 0 : quote
    else if (code === GREATER && quote === 0) inTag = false
  }
  return false
}
