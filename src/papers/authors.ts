/**
 * The names of one paper's authors take at most this many bytes (UTF-8, as JSON): about 1,600 names
 * of usual length. With the longest abstracts, fifteen papers stay far below D1's two million bytes
 * a row.
 */
const MOST_BYTES = 32_000
const encoder = new TextEncoder()

/** Authors as they are stored. `moreAuthors`: how many more there are (count); absent for none. */
export type KeptAuthors = { authors: string[]; moreAuthors?: number }

/** The first authors that fit. `more`: how many were already left out (count). */
export function keepAuthors(names: readonly string[], more = 0): KeptAuthors {
  let bytes = 0
  const over = names.findIndex((name) => {
    bytes += encoder.encode(JSON.stringify(name)).byteLength + 1
    return bytes > MOST_BYTES
  })
  const authors = over < 0 ? [...names] : names.slice(0, over)
  const left = names.length - authors.length + more
  return left > 0 ? { authors, moreAuthors: left } : { authors }
}
