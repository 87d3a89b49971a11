import { readCommand } from './commands.ts'
import { matchDelimiters } from './delimiters.ts'
import { readSpan } from './span.ts'
import type { Tex } from './types.ts'

/** Turns TeX into Unicode, once; what has no Unicode form stays TeX. Null when groups nest too deep to be a text. */
export function readTex(source: string): string | null {
  const tex: Tex = {
    source,
    ...matchDelimiters(source),
    read: new Map(),
    openQuotes: 0,
    tooDeep: false,
    span: (place) => readSpan(tex, place),
    command: (place, before) => readCommand(tex, place, before),
  }
  const text = tex.span({ at: 0, end: source.length, math: false, depth: 0 })
  return tex.tooDeep ? null : text
}
