import { oneLine } from './words.ts'

/**
 * A name of at most this length (UTF-16 units) stays whole; of a longer one the beginning is used,
 * if that is a name.
 */
const COMFORTABLE = 40
const LONGEST = 60

/** Where a title can be split: `Name: what it is`, `A question? An answer`, `A - B`. */
const PART_END = /(?<=[?!])\s+|\s*[:;]\s+|(?<=\p{L}):(?=\p{Lu})|\s+[-–—|]+\s+|\s*—\s*/u

/** Parts that fit any paper: they name nothing. */
const GENERIC =
  /^(?:an? )?(?:(?:short|brief|systematic|comprehensive|technical|position|opinion|perspective|survey|review|research|white|sok|case|empirical|large-scale) ?)*(?:sok|survey|review|report|paper|position|perspective|note|study|tutorial|part [ivx\d]+|benchmark|dataset|introduction|overview)s?$/i

/** Words before which a title in one part may be cut: they begin how, for what or on what. */
const BREAK =
  /,?\s+(?:for|via|with|without|in|by|through|from|using|towards?|under|over|on|across|at|as|is|are|can|through|based|beyond|against|when|enables?|improves?|makes?)\s+/gi

/** A single word is a name only if somebody coined it: with a capital, a digit or a mark inside. */
const COINED = /[\p{Lu}\d]\S*[\p{Lu}\d]|\p{Ll}[\p{Lu}\d]|\d|[-.+*^@]\S|[^\x00-\x7F]/u

/**
 * The title up to its first colon (or a similar mark); the whole title when it has none, or when
 * that part names nothing.
 */
export function headOf(title: string): string {
  const parts = partsOf(title)
  return parts.find((part) => !GENERIC.test(part)) ?? parts[0] ?? ''
}

/**
 * A short name of a paper: the coined name before a colon, else the shortest part of the title that
 * means something, in whole words of the title and without dots at its end. `longest`: UTF-16
 * units; null when no name is that short.
 */
export function shortName(title: string, longest = LONGEST): string | null {
  const head = headOf(title)
  const rest = partsOf(title).filter((part) => part !== head && meansSomething(part))
  const short = Math.min(COMFORTABLE, longest)
  return (
    within(head, short) ??
    beginOf(head, short) ??
    within(head, longest) ??
    beginOf(head, longest) ??
    rest.toSorted((a, b) => a.length - b.length).find((part) => part.length <= longest) ??
    null
  )
}

const within = (part: string, longest: number) => (part !== '' && part.length <= longest ? part : null)

const partsOf = (title: string): string[] => {
  const parts = oneLine(title).split(PART_END).map(trimmed).filter(Boolean)
  return parts.length > 0 ? parts : [trimmed(oneLine(title))].filter(Boolean)
}

/** The longest beginning of a part that ends before a preposition and fits. */
function beginOf(part: string, longest: number): string | null {
  const begins = [...part.matchAll(BREAK)].map(({ index }) => trimmed(part.slice(0, index)))
  return begins.findLast((begin) => begin.length <= longest && meansSomething(begin)) ?? null
}

const meansSomething = (part: string) =>
  !GENERIC.test(part) && !part.includes(',') && (/\s/.test(part) || COINED.test(part)) && part.length > 2

/**
 * Without dots and other marks at the ends, which would look like an omission or like the list it
 * is printed in.
 */
const trimmed = (part: string) => part.replace(/^[\s,;:.…–—-]+|[\s,;:.…–—-]+$/gu, '')
