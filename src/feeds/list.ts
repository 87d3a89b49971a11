import type { Edition, EditionPaper } from '../ranking/edition.ts'
import type { Brand } from '../wording/brand.ts'
import { leadFor } from '../wording/shown-lead.ts'

/** A paper as it entered an edition, or an edition itself. */
export type ListItem =
  | {
      paper: EditionPaper
      /** Instant (ms, UTC) at which it entered the list. */
      enteredAt: number
      /** `YYYY-MM-DD` of the edition that had it; null when none had. */
      editionDate: string | null
    }
  | { edition: Edition }

/**
 * A list, to be written as RSS, Atom, JSON Feed or Markdown. The same list gives the same bytes.
 */
export type List = {
  /** Of the site. */
  brand: Pick<Brand, 'name' | 'protocol'>
  title: string
  description: string
  /** The public address of this instance, without a slash at the end. */
  publicUrl: string
  /** The address of the list as a web page. */
  pageUrl: string
  /** The address of this document (`rel=self`); also the id of an Atom feed. */
  feedUrl: string
  /** Instant (ms, UTC) of the newest change of the list, not of the request. */
  updatedAt: number
  /**
   * True where the order is by first sight, or there is none: then the place of an item is not a
   * rank.
   */
  unranked?: boolean
  /** In the order of the list. */
  items: ListItem[]
}

/**
 * The papers of an edition as items of a list. Feed readers sort by time, newest first: one second
 * between two papers keeps their order, and no paper is later than the edition.
 */
export const itemsOf = (edition: Edition): ListItem[] =>
  edition.papers.map((paper, index) => ({
    paper,
    enteredAt: edition.publishedAt - index * 1000,
    editionDate: edition.date,
  }))

/**
 * The same, with abstracts only for the papers that the edition shows in full: the feed of many
 * editions would be large.
 */
export const leanItemsOf = (edition: Edition): ListItem[] =>
  itemsOf({
    ...edition,
    papers: edition.papers.map((paper) =>
      paper.depth === 'full' ? paper : { ...paper, lead: paper.lead ?? leadFor(paper, 'own'), abstract: '' },
    ),
  })
