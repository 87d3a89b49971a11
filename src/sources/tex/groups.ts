import { LOST_DECLARATION, readLostGroup } from './lost.ts'
import { type Before, closingOf, type Piece, type Place, sourceOf, type Tex } from './reading.ts'

/**
 * Braces are removed in formulas, around TeX and where they protect capitals; those of the text
 * itself, such as `{0, 1}` and `{name}`, stay. After an address the text of its link is printed.
 */
export function readGroup(tex: Tex, { at, end, math, depth }: Place, before: Before): Piece {
  const close = closingOf(tex, at, end)
  if (!close) return { text: '{', next: at + 1 }
  const next = close + 1
  const raw = sourceOf(tex, at + 1, close)
  const text = tex.span({ at: at + 1, end: close, math, depth: depth + 1 })
  const following = next < end ? (tex.source[next] as string) : ''
  if (before.address && !isTemplate(raw, following)) return { text: labelOf(before.address, text), next }
  const lost = math ? null : readLostGroup(raw, before.text, following)
  if (lost) return { text: lost, next }
  if (!math && LOST_DECLARATION.test(raw)) return { text: text.replace(LOST_DECLARATION, ''), next }
  const dissolves =
    raw === '' ||
    (!/\\(?:choose|over|atop)(?![A-Za-z])|^https?:/.test(raw) &&
      (math || raw.includes('\\') || isFormula(raw, text) || isProtected(raw, before.text, following)))
  return { text: dissolves ? text : `{${text}}`, next }
}

/** `{$k$}-NN` */
const isFormula = (raw: string, text: string) => /^\$.*\$$/.test(raw) && !text.includes('$')

/**
 * `{BERT}-based`, `Deep{S}eek`, `H{ö}lder`, `{A whole sentence of many words}`; not sets,
 * placeholders or `f{X}`.
 */
function isProtected(raw: string, before: string, following: string): boolean {
  const isWordBefore = /[\p{L}\p{Nd}\\]$/u.test(before)
  if (!isWordBefore && /^\S+(?: \S+){5}/.test(raw)) return true
  if (!/^[\p{L}\p{N}\p{M} .:'’()/&+-]+$/u.test(raw)) return false
  if (!isWordBefore) return /[\p{Lu}\u0080-\uffff]/u.test(raw)
  const isPart = /^\p{L}/u.test(following) || /\p{L}{2}$/u.test(before)
  return isPart && /^(?:(?=.*\p{Lu})[\p{Lu}\p{N}]+|[^\x00-\x7f]{1,2})$/u.test(raw)
}

/** `https://a.example/{id}`, `https://a.example/{user}/posts` */
const isTemplate = (raw: string, following: string) =>
  /^[\p{L}\p{N}/?&=]/u.test(following) || (/^[a-z_]+$/.test(raw) && !POINTER.test(raw))

/** Texts of links that say nothing. */
const POINTER =
  /^(?:(?:at |the |this |our )*(?:https? )?(?:here|url|link|links|website|site|page|webpage|code|datasets?|demo|homepage|repo|repository|github|project page)[.:]?)$/i

function labelOf(address: string, label: string): string {
  const target = bare(address)
  const isSame = target === bare(label) || target.endsWith(label)
  return isSame || POINTER.test(label.trim()) ? '' : ` (${label.trim()})`
}

const bare = (address: string) =>
  address
    .trim()
    .replace(/^https?:\/\//, '')
    .replace(/[/.]{1,3}$/, '')
