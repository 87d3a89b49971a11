/**
 * A paper: one arXiv id without version, whatever its versions. Every text was cleaned once, when
 * it was read (sources/text.ts), and is escaped where it is printed.
 */
export type Paper = {
  /** arXiv id without version: `2601.08441` or, before April 2007, `astro-ph/0601001`. */
  id: string
  title: string
  abstract: string
  /** In the order of the paper. */
  authors: string[]
  /** How many more authors a source named (count); absent: none. */
  moreAuthors?: number
  /** arXiv categories, primary first; empty while only Hugging Face knows the paper. */
  categories: string[]
  /** The latest version that arXiv named; null until arXiv was asked. */
  version: number | null
  /** Instant (ms, UTC) of version 1; null when no source said. */
  publishedAt: number | null
  /** The first Hugging Face list that had the paper, `YYYY-MM-DD`; null when none had. */
  listedOn: string | null
  /**
   * Instant (ms, UTC) at which we first saw it; since 2026 sources no longer report times of day.
   */
  firstSeenAt: number
  /**
   * Birth of the listing (ms, UTC): the beginning of the list's day, or our morning observation of
   * that list if the paper was missing there; null when on no list.
   */
  bornAt: number | null
  /** Followers of the person who put it on the daily list (count); null when no source said. */
  submitterFollowers: number | null
  /**
   * The organisation it is from, by its handle on Hugging Face; null when no source said, which
   * does not mean "none".
   */
  organization: string | null
  /** How that organisation writes its name. */
  organizationName: string | null
  /** `owner/name` on GitHub. */
  repo: string | null
  /** Since when (ms, UTC) it has this repository, if it had another before. */
  repoSince: number | null
  /** Its Hacker News story with the most points (item id). */
  story: string | null
  projectPage: string | null
  /** The authors' note to arXiv ("12 pages, accepted at …"). */
  comment: string | null
  withdrawn: boolean
  /** One sentence about it by a model of Hugging Face; null when there is none. */
  summary: string | null
}

export { parseArxivId } from './arxiv-id.ts'

export const abstractPage = (id: string) => `https://arxiv.org/abs/${id}`
export const pdfPage = (id: string) => `https://arxiv.org/pdf/${id}`
export const huggingFacePage = (id: string) => `https://huggingface.co/papers/${id}`
export const storyPage = (story: string) => `https://news.ycombinator.com/item?id=${story}`
export const repoPage = (repo: string) => `https://github.com/${repo}`
