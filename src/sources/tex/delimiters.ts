/**
 * Finds the closing delimiter of each opening one, in one pass: braces, brackets, environments,
 * `\(` and `\[`, TeX's single quotation marks. A dollar is "closed" by the next one of the same
 * group. Escaped signs close nothing.
 */
export function matchDelimiters(source: string): { closing: Int32Array; lastQuote: number } {
  const closing = new Int32Array(source.length)
  /** Open braces and brackets, and the last dollar of each brace. */
  const open: { at: number; dollar: number }[] = []
  const environments: number[] = []
  const last = { dollar: -1, paren: -1, bracket: -1, tick: -1, quote: -1 }
  let braces = 0

  const closeFormula = (kind: 'paren' | 'bracket', at: number) => {
    if (last[kind] >= 0) closing[last[kind]] = at
    last[kind] = -1
  }
  const readSign = (at: number, sign: string | undefined) => {
    if (sign === '(') last.paren = at
    else if (sign === '[') last.bracket = at
    else if (sign === ')') closeFormula('paren', at)
    else if (sign === ']') closeFormula('bracket', at)
    else if (source.startsWith('begin{', at + 1)) environments.push(at)
    else if (source.startsWith('end{', at + 1)) closing[environments.pop() ?? at] = at
  }
  const closeBrace = (at: number) => {
    if (braces === 0) return
    let top = open.pop()
    while (top && source[top.at] !== '{') top = open.pop()
    if (!top) return
    closing[top.at] = at
    last.dollar = top.dollar
    braces--
  }

  for (let at = 0; at < source.length; at++) {
    const sign = source[at]
    if (sign === '\\') {
      readSign(at, source[at + 1])
      at++
    } else if (sign === '{') {
      open.push({ at, dollar: last.dollar })
      last.dollar = -1
      braces++
    } else if (sign === '}') closeBrace(at)
    else if (sign === '[') open.push({ at, dollar: -1 })
    else if (sign === ']') {
      const top = open.at(-1)
      if (top && source[top.at] === '[') closing[(open.pop() ?? top).at] = at
    } else if (sign === '$') {
      if (last.dollar >= 0) closing[last.dollar] = at
      last.dollar = at
    } else if (sign === '`') last.tick = at
    else if (sign === '"') last.quote = at
    else if (sign === "'") {
      if (source[at + 1] === "'") {
        last.quote = at
        at++
      } else if (last.tick >= 0 && at > last.tick + 1 && !isWordAt(source, at + 1)) {
        closing[last.tick] = at
        last.tick = -1
      }
    }
  }
  return { closing, lastQuote: last.quote }
}

const isWordAt = (source: string, at: number) => /[\p{L}\p{N}]/u.test(source[at] ?? '')
