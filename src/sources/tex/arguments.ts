import { closingOf, MAX_DEPTH, NOTHING, type Piece, type Place, type Tex } from './reading.ts'

/**
 * Reads the argument of a command, an accent or a script: a group, a command or one character. Null
 * at the end.
 */
export function readArgument(tex: Tex, { at, end, math, depth }: Place): Piece | null {
  let from = at
  while (from < end && tex.source[from] === ' ') from++
  tex.steps += from - at + 1
  const key = 2 * from + Number(math)
  const known = tex.read.get(key)
  if (known !== undefined) return known
  if (depth > MAX_DEPTH) tex.tooDeep = true
  const argument = from >= end || tex.tooDeep ? null : readOne(tex, { at: from, end, math, depth: depth + 1 })
  tex.read.set(key, argument)
  return argument
}

function readOne(tex: Tex, place: Place): Piece {
  const { at, end } = place
  const close = tex.source[at] === '{' ? closingOf(tex, at, end) : 0
  if (close) return { text: tex.span({ ...place, at: at + 1, end: close }), next: close + 1 }
  if (tex.source[at] === '\\') return tex.command(place, NOTHING)
  const character = String.fromCodePoint(tex.source.codePointAt(at) ?? 0)
  return { text: character, next: at + character.length }
}

/** Reads the optional arguments, `[…]`, before a group, and the position where the group opens. */
export function readOptions(tex: Tex, place: Place): { options: string[]; next: number } {
  const options: string[] = []
  let next = place.at
  for (let close = 0; tex.source[next] === '['; next = close + 1) {
    close = closingOf(tex, next, place.end)
    if (!close) break
    options.push(tex.span({ ...place, at: next + 1, end: close, depth: place.depth + 1 }))
  }
  return tex.source[next] === '{' ? { options, next } : { options: [], next: place.at }
}
