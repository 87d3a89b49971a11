import { MAX_DEPTH, type Piece, type Place, type Tex } from './types.ts'

/** Reads what a command, an accent or a script applies to: a group, a command or one character. Null at the end. */
export function readArgument(tex: Tex, { at, end, math, depth }: Place): Piece | null {
  let from = at
  while (from < end && tex.source[from] === ' ') from++
  const key = `${math} ${from}`
  const known = tex.read.get(key)
  if (known !== undefined) return known
  if (depth > MAX_DEPTH) tex.tooDeep = true
  const argument = from >= end || tex.tooDeep ? null : readOne(tex, { at: from, end, math, depth: depth + 1 })
  tex.read.set(key, argument)
  return argument
}

function readOne(tex: Tex, place: Place): Piece {
  const { at, end } = place
  const close = tex.closing[at] ?? 0
  if (tex.source[at] === '{' && close > at && close < end)
    return { text: tex.span({ ...place, at: at + 1, end: close }), next: close + 1 }
  if (tex.source[at] === '\\') return tex.command(place, '')
  const character = String.fromCodePoint(tex.source.codePointAt(at) ?? 0)
  return { text: character, next: at + character.length }
}
