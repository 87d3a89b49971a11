import { ARGUMENTS, mathOf, SCRIPTS } from './tex-signs.ts'

/** Where reading a text stopped (UTF-16 units), and its TeX so far. */
export type Read = { tex: string; next: number }

/** Characters that need no command in a formula. */
const ITSELF = /^[A-Za-z0-9 +\-*/=<>()[\],.;:!?'|]$/
/** A backslash and one sign. Braces have commands with names: BibTeX also counts escaped braces. */
const SIGNED: Readonly<Record<string, string>> = {
  '{': '\\lbrace{}',
  '}': '\\rbrace{}',
  ...Object.fromEntries([...',;:!|%&#_$ '].map((sign) => [sign, `\\${sign}`])),
}
const INFIX = /^\\(?:choose|over|atop)$/
const DEEPEST = 40

/** A whole text as the inside of a formula; null when LaTeX would not accept it as one. */
export function asMath(text: string, depth = 0): string | null {
  if (depth > DEEPEST) return null
  let tex = ''
  let infix = 0
  // TeX takes one script of each sign on one base.
  let scripts = ''
  for (let at = 0; at < text.length; ) {
    const script = readScript(text, at, depth)
    const read = script ?? readAtom(text, at, depth)
    if (!read) return null
    if (script) {
      const sign = script.tex[0] ?? ''
      if (scripts.includes(sign)) return null
      scripts += sign
    } else if (read.tex === "'" && scripts.includes('^')) {
      // LaTeX refuses two superscripts: `x^2'`.
      return null
    } else if (read.tex.trim() !== '') scripts = ''
    if (INFIX.test(read.tex)) infix++
    tex = joinTex(tex, read.tex)
    at = read.next
  }
  return infix > 1 ? null : tex
}

/** Joins two pieces of TeX; a command stays apart from a letter that follows. */
export const joinTex = (before: string, after: string): string =>
  /\\[A-Za-z]+$/.test(before) && /^[A-Za-z]/.test(after) ? `${before} ${after}` : before + after

/** One character, command with its arguments, or group of a formula; null for anything else. */
export function readAtom(text: string, at: number, depth = 0): Read | null {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0)
  if (character === '\\') return readCommand(text, at, depth)
  if (character === '{') return readGroup(text, at, depth)
  const tex = ITSELF.test(character) ? character : mathOf(character)
  return tex === undefined ? null : { tex, next: at + character.length }
}

/** `₁₂` as `_{12}`, and `_{…}`, `_x`; null when no script begins here. */
export function readScript(text: string, at: number, depth = 0): Read | null {
  const [sign] = SCRIPTS.get(text[at] ?? '') ?? []
  if (sign !== undefined) {
    let plain = ''
    let next = at
    for (let one = SCRIPTS.get(text[next] ?? ''); one?.[0] === sign; one = SCRIPTS.get(text[next] ?? '')) {
      plain += one[1]
      next++
    }
    return { tex: plain.length === 1 ? sign + plain : `${sign}{${plain}}`, next }
  }
  if (text[at] !== '_' && text[at] !== '^') return null
  if (/[ '_^]/.test(text[at + 1] ?? ' ')) return null
  const argument = readAtom(text, at + 1, depth + 1)
  return argument && { tex: `${text[at]}${grouped(argument.tex)}`, next: argument.next }
}

const grouped = (tex: string) => (tex.length === 1 || tex.startsWith('{') ? tex : `{${tex}}`)

function readGroup(text: string, at: number, depth: number): Read | null {
  const close = closingOf(text, at)
  const inside = close === null ? null : asMath(text.slice(at + 1, close), depth + 1)
  return close === null || inside === null ? null : { tex: `{${inside}}`, next: close + 1 }
}

function readCommand(text: string, at: number, depth: number): Read | null {
  const name = /^[A-Za-z]+/.exec(text.slice(at + 1, at + 30))?.[0]
  if (name === undefined) {
    const tex = SIGNED[text[at + 1] ?? '']
    return tex === undefined ? null : { tex, next: at + 2 }
  }
  const needed = ARGUMENTS.get(name)
  if (needed === undefined) return null
  let tex = `\\${name}`
  let next = at + tex.length
  const root = name === 'sqrt' ? /^\[\w{1,3}\]/.exec(text.slice(next, next + 5))?.[0] : undefined
  if (root) {
    tex += root
    next += root.length
  }
  for (let count = 0; count < needed; count++) {
    const argument = text[next] === '{' ? readGroup(text, next, depth) : null
    if (!argument) return null
    tex += argument.tex
    next = argument.next
  }
  return { tex, next }
}

/** Position of the brace that closes the one at `at`; null when there is none. */
function closingOf(text: string, at: number): number | null {
  let open = 0
  for (let next = at; next < text.length; next++) {
    if (text[next] === '\\') next++
    else if (text[next] === '{') open++
    else if (text[next] === '}' && --open === 0) return next
  }
  return null
}
