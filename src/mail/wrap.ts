/**
 * Breaks a text into lines of at most `width` characters, the first behind `first`, the others
 * behind as many blanks. A word that does not fit (an address) stands alone and whole.
 */
export function wrap(text: string, first = '', width = 74): string {
  const indent = ' '.repeat(first.length)
  const lines: string[] = []
  let line = first
  let empty = true
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line)
      line = indent
      empty = true
    }
    line += empty ? word : ` ${word}`
    empty = false
  }
  return [...lines, line].join('\n')
}
