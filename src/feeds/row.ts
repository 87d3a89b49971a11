import { abstractPage, huggingFacePage, type Paper, pdfPage, storyPage } from '../papers/paper.ts'
import type { EditionPaper } from '../ranking/edition.ts'
import { isoInstant } from '../wording/days.ts'
import { codePage, paperPage, safeUrl } from '../wording/links.ts'
import { printable } from './entry.ts'

/**
 * A paper of a list, for programs. What is not known is null. Texts are those of the paper, cleaned
 * once.
 */
export type PaperRow = {
  /** arXiv id without version. */
  id: string
  /** Place in a ranked list, 1 is the top; null in lists without ranks. */
  rank: number | null
  title: string
  authors: string[]
  /** arXiv categories, primary first. */
  categories: string[]
  organization: string | null
  /** ISO 8601, of version 1. */
  publishedAt: string | null
  /** `YYYY-MM-DD`: its day on the daily list of Hugging Face. */
  listedOn: string | null
  /** ISO 8601: when it entered this list. */
  enteredAt: string
  /** `YYYY-MM-DD` of the edition that had the paper. */
  editionDate: string | null
  /** Votes expected from now on, times the other signals: the order of `trending`. */
  score: number
  /** Votes expected in the end: the order of editions. */
  mailScore: number
  upvotes: number | null
  gained: number | null
  /** Hours between the two observations that `gained` compares. */
  gainedOverHours: number | null
  stars: number | null
  starsGained: number | null
  /** Points on Hacker News. */
  points: number | null
  /**
   * The sentence of the abstract that says what is new, or Hugging Face’s summary where this
   * instance shows those.
   */
  lead: string | null
  abstract: string
  /** Why the paper ranks, with its numbers. */
  reason: string
  urls: {
    page: string
    abstract: string
    pdf: string
    code: string | null
    project: string | null
    huggingface: string | null
    hackernews: string | null
  }
}

/** What a row is made from. */
export type Rowed = EditionPaper & Partial<Pick<Paper, 'story'>>

/** A paper as a row of a list. `enteredAt`: instant (ms, UTC). */
export function rowOf(
  paper: Rowed,
  entered: { enteredAt: number; editionDate: string | null },
  publicUrl: string,
): PaperRow {
  const { score, position, publishedAt, story } = paper
  const { upvotes, gained, gainedOver, stars, starsGained, points } = score.parts
  return {
    id: paper.id,
    rank: position,
    title: printable(paper.title),
    authors: paper.authors.map(printable),
    categories: paper.categories.map(printable),
    organization: printable(paper.organizationName ?? paper.organization ?? '') || null,
    publishedAt: publishedAt === null ? null : isoInstant(publishedAt),
    listedOn: paper.listedOn,
    enteredAt: isoInstant(entered.enteredAt),
    editionDate: entered.editionDate,
    score: score.now,
    mailScore: score.mail,
    upvotes,
    gained,
    gainedOverHours: gainedOver,
    stars,
    starsGained,
    points,
    lead: paper.lead ? printable(paper.lead.sentence) : null,
    abstract: printable(paper.abstract),
    reason: printable(paper.reason),
    urls: {
      page: paperPage(publicUrl, paper.id),
      abstract: abstractPage(paper.id),
      pdf: pdfPage(paper.id),
      code: codePage(paper),
      project: safeUrl(paper.projectPage),
      huggingface: paper.listedOn === null ? null : huggingFacePage(paper.id),
      hackernews: story ? storyPage(story) : null,
    },
  }
}
