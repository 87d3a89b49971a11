import { readCommand } from './commands.ts'
import { matchDelimiters } from './delimiters.ts'
import { ESCAPED, type Tex } from './reading.ts'
import { readSpan } from './span.ts'

export { ESCAPED }

/**
 * Turns TeX into Unicode, once; TeX without a Unicode form stays. Escaped signs become the
 * characters of ESCAPED. `text` is null when groups are nested too deep for a text. `steps`:
 * characters read or copied (count), in proportion to the length of the source.
 */
export function readTex(source: string): { text: string | null; steps: number } {
  const tex: Tex = {
    source,
    ...matchDelimiters(source),
    read: new Map(),
    quotes: [],
    steps: source.length,
    tooDeep: false,
    span: (place) => readSpan(tex, place),
    command: (place, before) => readCommand(tex, place, before),
  }
  const text = tex.span({ at: 0, end: source.length, math: false, depth: 0 })
  return { text: tex.tooDeep ? null : text, steps: tex.steps }
}
