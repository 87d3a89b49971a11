/**
 * What the closed daily lists say of a name, folded as search folds it. Several people may have the
 * name. `listings` (count); `votes`: the sum, over its listings, of the paper's upvotes when its
 * list closed, as a multiple of the mean of that list (1 is the usual paper); first and last list
 * (`YYYY-MM-DD`).
 */
export type AuthorPast = { name: string; listings: number; votes: number; firstOn: string; lastOn: string }

/**
 * What is known of a paper when arXiv announces it: the folded names of its authors, in any order,
 * and its abstract. `moreAuthors`: those whose names are not stored (count).
 */
export type Announced = { authors: readonly string[]; moreAuthors?: number; abstract: string }

export type EarlyParts = {
  /** Different names with a letter in them (count). */
  authors: number
  /** Those of them that were on a daily list before (count). */
  known: number
  /** The known names that are too short to identify one person (count). */
  common: number
  /** The weight of the known names together, before the number of authors counts. */
  fame: number
  /** The factor for the number of authors: 1 up to `EARLY.crowd`, then less. */
  size: number
  /** What the abstract of a paper by newcomers shows. */
  code: boolean
  topic: boolean
}

/**
 * `score`: above 1 with a known author, below 1 for newcomers, so that one number gives the whole
 * order.
 */
export type EarlyScore = { score: number; newcomer: boolean; parts: EarlyParts; reason: string }

/** A paper as it was picked; `day` (`YYYY-MM-DD`): when arXiv announced it. */
export type EarlyPick = Pick<EarlyScore, 'newcomer' | 'reason'> & { day: string }

/** Measured on lists of April to October 2025 (docs/early.md). */
export const EARLY = {
  /** Names of at most this many letters (`yang liu` has 7) count `commonShare`. */
  commonLetters: 7,
  commonShare: 0.5,
  /**
   * A paper never gets more from its authors than this many of them (count) would add at its
   * average.
   */
  crowd: 50,
  /** Newcomers: what linked code in the abstract, a topic of the lists and ln(1 + authors) add. */
  code: 1,
  topic: 0.5,
  authors: 0.3,
}

const CODE =
  /\b(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|huggingface\.co)\/|\.(?:github|gitlab)\.io\b/i
const TOPIC =
  /\bm?llms?\b|\bvlms?\b|\b(?:large|vision)[- ]language\b|\bmultimodal\b|\bdiffusion\b|\bagents?\b|\bagentic\b|\breasoning\b|\breinforcement learning\b/i

/**
 * How likely a paper is to come high on a daily list, by what was known before arXiv announced it.
 * `past`: by folded name; missing names are newcomers. The order of authors and repeated names make
 * no difference.
 */
export function earlyScore(
  { authors, moreAuthors = 0, abstract }: Announced,
  past: ReadonlyMap<string, AuthorPast>,
  formula = EARLY,
): EarlyScore {
  // arXiv separates a group from its members by an author `:`.
  const names = [...new Set(authors.map((name) => name.trim()))].filter((name) => lettersOf(name) > 0)
  const known = names.flatMap((name) => {
    const author = past.get(name)
    return author && author.listings > 0 ? [author] : []
  })
  const isCommon = ({ name }: AuthorPast) => lettersOf(name) <= formula.commonLetters
  const fame = known.reduce(
    (sum, author) => sum + weigh(author) * (isCommon(author) ? formula.commonShare : 1),
    0,
  )
  const count = names.length + moreAuthors
  const size = Math.min(1, formula.crowd / Math.max(1, count))
  const parts: EarlyParts = {
    authors: count,
    known: known.length,
    common: known.filter(isCommon).length,
    fame,
    size,
    code: CODE.test(abstract),
    topic: TOPIC.test(abstract),
  }
  const newcomer = known.length === 0
  const score = newcomer ? below1(promiseOf(parts, formula)) : 1 + fame * size
  return { score, newcomer, parts, reason: reasonOf(parts) }
}

/**
 * The weight of one known name: ln 2 if its papers got the usual votes of their lists, more if they
 * got more.
 */
const weigh = ({ listings, votes }: AuthorPast) => Math.log1p(Math.max(0, votes) / listings)

const promiseOf = ({ authors, code, topic }: EarlyParts, formula: typeof EARLY) =>
  (code ? formula.code : 0) +
  (topic ? formula.topic : 0) +
  formula.authors * Math.log1p(Math.min(authors, formula.crowd))

const below1 = (promise: number) => promise / (1 + promise)

const lettersOf = (name: string) => name.match(/\p{L}/gu)?.length ?? 0

/** "12 of its 15 authors were on the daily list before" */
function reasonOf({ authors, known, code }: EarlyParts): string {
  if (known > 0) {
    if (authors === 1) return 'Its author was on the daily list before'
    if (known === authors)
      return `${authors === 2 ? 'Both' : `All ${many(authors)}`} of its authors were on the daily list before`
    return `${many(known)} of its ${many(authors)} authors ${known === 1 ? 'was' : 'were'} on the daily list before`
  }
  const linked = code ? '; its abstract links to code' : ''
  if (authors === 0) return `It names no author${linked}`
  if (authors === 1) return `Its author was never on the daily list${linked}`
  return `None of its ${many(authors)} authors was on the daily list before${linked}`
}

const many = (count: number) => count.toLocaleString('en-US')
