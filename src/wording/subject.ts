import { longDay } from './days.ts'
import { shortName } from './short-name.ts'
import { grouped, oneLine } from './words.ts'

/** Controls and characters that reorder text: a subject is one header line (RFC 5322 §2.2). */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu

/**
 * The longest subject (UTF-16 units) that mail programs on a desktop show; RFC 5322 §2.1.1 allows
 * more.
 */
const LONGEST = 70
/**
 * The number of papers whose names are considered, and the lengths (UTF-16 units) that names are
 * shortened to, step by step, until two fit.
 */
const FIRST = 5
const STEPS = [60, 40, 30, 22]

/**
 * The short names of two or three papers and the number of the others: `EvoCUA, The Flexibility
 * Trap, HERMES + 12 more`.
 */
export function digestSubject({
  date,
  papers,
}: {
  date: string
  papers: readonly { title: string }[]
}): string {
  const titles = papers.slice(0, FIRST).map(({ title }) => oneLine(title.replace(UNPRINTABLE, ' ')))
  const [only = ''] = titles
  if (papers.length === 1 && only !== '' && only.length <= LONGEST)
    return only.replace(/[\s.…]+$/u, '') || only
  const named = titles.filter((title) => shortName(title) !== null)
  return (
    joined(named.slice(0, 3), 3, 60, papers.length) ??
    STEPS.map((longest) => joined(named.slice(0, 2), 2, longest, papers.length)).find(Boolean) ??
    named
      .slice(2)
      .map((other) => joined([named[0] ?? '', other], 2, 40, papers.length))
      .find(Boolean) ??
    joined(named.slice(0, 1), 1, 60, papers.length) ??
    `Rising papers of ${longDay(date)}`
  )
}

/** Null when one of them has no name that short, or when they are too long together. */
function joined(titles: readonly string[], count: number, longest: number, all: number): string | null {
  const names = titles.map((title) => shortName(title, longest))
  const more = all - names.length
  const subject = names.join(', ') + (more > 0 ? ` + ${grouped(more)} more` : '')
  return names.length < count || names.includes(null) || subject.length > LONGEST ? null : subject
}
