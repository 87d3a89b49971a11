import { asMath, joinTex, type Read, readAtom, readScript } from './tex-math.ts'
import { ACCENTS, mathOf, SCRIPTS } from './tex-signs.ts'

/**
 * TeX's ten special characters. Braces have commands with names: BibTeX also counts escaped braces.
 */
const SPECIAL: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '{': '\\textbraceleft{}',
  '}': '\\textbraceright{}',
  ...Object.fromEntries([...'$&#_%'].map((sign) => [sign, `\\${sign}`])),
}

/**
 * Characters that LaTeX accepts in UTF-8 (its utf8 encoding, T1 fonts): Latin-1, Latin Extended-A,
 * Romanian, and punctuation.
 */
const TAKEN =
  /^[\u00a1-\u017f\u0218-\u021b\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]$/
/** This many Greek letters in a row are a Greek word, not a formula. */
const GREEK_WORD = /\p{scx=Grek}{4,}/uy
const LETTER = /([A-Za-z\u00c0-\u024f\u1e00-\u1eff])(\p{M}*)/uy

/**
 * One line of text for LaTeX. Mathematical signs become formulas (`π₀` is `$\pi_0$`), TeX in the
 * text stays if it is a formula that LaTeX knows, and all other special characters are escaped.
 * Braces are always balanced. Characters that only a Unicode engine can print (Chinese, emoji)
 * stay.
 */
export function texOf(text: string): string {
  let out = ''
  for (let at = 0; at < text.length; ) {
    const read = readDollars(text, at) ?? readFormula(text, at) ?? readText(text, at)
    out += read.tex
    at = read.next
  }
  return out
}

/** A formula between dollars, not the words between two prices. */
function readDollars(text: string, at: number): Read | null {
  const close = text[at] === '$' ? text.indexOf('$', at + 1) : -1
  const inside = text.slice(at + 1, close)
  if (close < 0 || !/[\\_^]|[^\0-\x7f]/.test(inside) || /^\s|\s$/.test(inside)) return null
  const tex = asMath(inside)
  return tex === null ? null : { tex: `$${tex}$`, next: close + 1 }
}

/** Several signs, commands and scripts in a row. */
function readFormula(text: string, at: number): Read | null {
  GREEK_WORD.lastIndex = at
  const word = GREEK_WORD.exec(text)?.[0]
  if (word) return { tex: word, next: at + word.length }
  let tex = ''
  let next = at
  let scripts = ''
  while (next < text.length) {
    const script = isScript(text, next) ? readScript(text, next) : null
    if (script && scripts.includes(script.tex[0] ?? '')) break
    const read = script ?? (isAtom(text, next) ? readAtom(text, next) : null)
    if (!read) break
    scripts = script ? scripts + script.tex[0] : ''
    tex = joinTex(tex, read.tex)
    next = read.next
  }
  return next > at ? { tex: `$${tex}$`, next } : null
}

/**
 * Names contain underscores, and exponents may lack braces: outside of formulas only a script with
 * braces counts.
 */
const isScript = (text: string, at: number) =>
  SCRIPTS.has(text[at] ?? '') || (/[_^]/.test(text[at] ?? '') && text[at + 1] === '{')

function isAtom(text: string, at: number): boolean {
  if (text[at] === '\\')
    return /^(?!(?:choose|over|atop)(?![A-Za-z]))[A-Za-z]{2}/.test(text.slice(at + 1, at + 9))
  // The braces of a text contain no command.
  if (text[at] === '{') return /^\{[^{}]*\\[A-Za-z]{2}/.test(text.slice(at, at + 200))
  return mathOf(String.fromCodePoint(text.codePointAt(at) ?? 0)) !== undefined
}

function readText(text: string, at: number): Read {
  LETTER.lastIndex = at
  const letter = LETTER.exec(text)
  if (letter) return { tex: accented(letter[0]), next: at + letter[0].length }
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0)
  const plain = character
    .normalize('NFKC')
    .replace(/[\u2010\u2011]/g, '-')
    .replace(/[\u02b9\u02bb\u02bc]/g, "'")
  // A ligature or a wide letter, never a variant of a special character.
  const simple = !TAKEN.test(character) && /^[\x20-\x7e]+$/.test(plain) ? plain : character
  return { tex: simple.replace(/[\\{}$&#^_~%]/g, (sign) => SPECIAL[sign] ?? ''), next: at + character.length }
}

/** A letter with its marks: as it is where LaTeX accepts it, else with TeX accents, `{\'{\^e}}`. */
function accented(letter: string): string {
  const composed = letter.normalize('NFC')
  if (/^[A-Za-z]$/.test(composed) || TAKEN.test(composed)) return composed
  const [base = '', ...marks] = composed.normalize('NFD')
  const accents = marks.map((mark) => ACCENTS.get(mark))
  if (!/^[A-Za-z]$/.test(base) || accents.includes(undefined)) return composed
  const tex = accents.reduce<string>((inner, accent) => `${accent}{${inner}}`, base)
  return marks.length === 0 ? base : `{${tex}}`
}
