import { readTopics } from '../search/topics.ts'
import { counted } from '../wording/words.ts'

/** What somebody chose when signing up; `days`: a mask of weekdays, bit 0 is Monday. */
export type Chosen = {
  kind: 'daily' | 'weekly'
  timezone: string
  hour: number
  days: number
  papers: number
  topics: string
  /** Whether the mail ends with early picks. */
  early?: boolean
}

const ALL_PAPERS = 20
const EVERY_DAY = 0b111_1111
const WEEKDAYS = 0b001_1111
const EARLY = ', and at the end up to three papers that no daily list has yet'
const NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/**
 * What was chosen, in words of ours alone, for a mail to somebody who may not have typed it: free
 * words are only counted, and so are categories that are not among `known`.
 */
export const chosenInWords = (chosen: Chosen, known: ReadonlySet<string>): string =>
  `${papersInWords(chosen, known)}, ${daysInWords(chosen)} at ${String(chosen.hour).padStart(2, '0')}:00 (${chosen.timezone})${chosen.early ? EARLY : ''}`

function papersInWords({ kind, papers, topics: written }: Chosen, known: ReadonlySet<string>): string {
  const topics = readTopics(written)
  const most = papers < ALL_PAPERS ? `at most ${counted(papers, 'paper')}` : null
  if (topics === null) {
    if (most !== null) return `${most}, those that rise most, with a reason each`
    return kind === 'weekly'
      ? 'the best papers of a week with a reason each'
      : 'about five rising papers with a reason each, and ten one-liners'
  }
  const { categories, exceptCategories, muted } = topics.filter
  const named = [
    listed('in', categories, known),
    listed('not in', exceptCategories, known),
    topics.either.length > 0 ? `of ${counted(topics.either.length, 'interest')}` : null,
    muted.length > 0 ? `without ${counted(muted.length, 'muted word')}` : null,
  ].filter((part) => part !== null)
  return `new papers ${named.join(', ')}${most === null ? ', best first' : `, ${most}, best first`}`
}

/** `in cs.CL or cs.LG`, `in cs.CL or 2 more categories`; null without any. */
function listed(before: string, categories: readonly string[], known: ReadonlySet<string>): string | null {
  if (categories.length === 0) return null
  const ours = categories.filter((name) => known.has(name))
  const others = categories.length - ours.length
  const more = counted(
    others,
    ours.length > 0 ? 'more category' : 'category',
    ours.length > 0 ? 'more categories' : 'categories',
  )
  return `${before} ${[...ours, ...(others > 0 ? [more] : [])].join(' or ')}`
}

function daysInWords({ kind, days }: Chosen): string {
  const names = NAMES.filter((_, index) => (days >> index) & 1)
  if (kind === 'weekly') return `once a week, on ${names[0] ?? NAMES[0]},`
  if (days === EVERY_DAY) return 'once a day'
  if (days === WEEKDAYS) return 'from Monday to Friday'
  return `on ${[names.slice(0, -1).join(', '), names.at(-1)].filter(Boolean).join(' and ')}`
}
