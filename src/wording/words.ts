const NUMBER = new Intl.NumberFormat('en')

/** `1234` as `1,234`. */
export const grouped = (count: number) => NUMBER.format(count)

/** `1 paper`, `15 papers`. */
export const counted = (count: number, one: string, many = `${one}s`) =>
  `${grouped(count)} ${count === 1 ? one : many}`

/** One line: white space and controls collapsed, lone surrogates replaced. */
export const oneLine = (text: string) =>
  text
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()

/**
 * At most `limit` UTF-16 units, cut after a word and marked with an ellipsis; a single word longer
 * than half the limit is cut inside.
 */
export function clip(text: string, limit: number): string {
  const line = oneLine(text)
  if (line.length <= limit) return line
  const room = line.slice(0, limit - 1)
  const lastSpace = room.lastIndexOf(' ')
  const kept = lastSpace > limit / 2 ? room.slice(0, lastSpace) : room
  // A cut inside a surrogate pair leaves the first half of it.
  return `${kept.replace(/[\uD800-\uDBFF]$/, '').replace(/[\s,;:–—-]+$/, '')}…`
}

/** A full stop that ends a sentence: not `e.g.`, `et al.`, `Fig. 2`, `J. Smith`. */
const SENTENCE_END =
  /(?<!\b(?:e\.g|i\.e|al|vs|cf|etc|resp|approx|Fig|Eq|Sec|No|[A-Z]))[.!?]["”)]?(?=\s+["“(]?[A-Z0-9])/g

/**
 * The opening of an abstract: its first three sentences if they fit into `limit` UTF-16 units, else
 * as many as fit; when not even one fills a third of the room, cut at a word.
 */
export function opening(abstract: string, limit = 420): string {
  const line = oneLine(abstract)
  const ends = [...line.matchAll(SENTENCE_END)].map((match) => match.index + match[0].length)
  const third = ends[2]
  if (third && third <= limit) return line.slice(0, third)
  if (line.length <= limit) return line
  const end = ends.findLast((index) => index <= limit)
  return end && end > limit / 3 ? line.slice(0, end) : clip(line, limit)
}

/**
 * `Ada Lovelace, Emmy Noether and 23 more`; every name is clipped to 40 UTF-16 units. `more`: the
 * number of authors without a stored name.
 */
export function byline(authors: readonly string[], more = 0, shown = 5): string {
  // "and 1 more" would take as much room as the name itself.
  const names = authors.length === shown + 1 && more === 0 ? authors : authors.slice(0, shown)
  const list = names.map((name) => clip(name, 40))
  const hidden = authors.length - names.length + more
  if (hidden > 0) return `${list.join(', ')} and ${grouped(hidden)} more`
  return list.length > 1 ? `${list.slice(0, -1).join(', ')} and ${list.at(-1)}` : (list[0] ?? '')
}

/** The lines of a text that are not blank, without blanks around them. */
export const linesOf = (text: string): string[] =>
  text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter(Boolean)

/** All authors in a row, and how many more there are: `and 1,412 more`. */
export const everyAuthor = (authors: readonly string[], more = 0): string[] =>
  more > 0 ? [...authors, `and ${grouped(more)} more`] : [...authors]
