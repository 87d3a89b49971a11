/** Where each brace is closed and which dollar comes next, in one pass. */
export function matchDelimiters(source: string) {
  const closing = new Int32Array(source.length)
  const nextDollar = new Int32Array(source.length)
  const open: number[] = []
  let dollar = -1
  for (let at = 0; at < source.length; at++) {
    const sign = source[at]
    if (sign === '\\') at++
    else if (sign === '{') open.push(at)
    else if (sign === '}') closing[open.pop() ?? at] = at
    else if (sign === '$') {
      if (dollar >= 0) nextDollar[dollar] = at
      dollar = at
    }
  }
  return { closing, nextDollar }
}
