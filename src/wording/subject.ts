import { longDay } from './days.ts'
import { clip, grouped } from './words.ts'

/** Controls and what reorders text: a subject is one header line (RFC 5322 §2.2). */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu

/** The top paper's title and how many more: `Agentic Reasoning for … and 14 more rising papers`. */
export function digestSubject(edition: { date: string; papers: readonly { title: string }[] }): string {
  const top = clip((edition.papers[0]?.title ?? '').replace(UNPRINTABLE, ' '), 70)
  const others = edition.papers.length - 1
  if (!top) return `Rising papers of ${longDay(edition.date)}`
  if (others < 1) return top
  return `${top} and ${grouped(others)} more rising ${others === 1 ? 'paper' : 'papers'}`
}
