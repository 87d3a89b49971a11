import type { Edition, EditionPaper } from '../ranking/edition.ts'
import type { Brand } from '../wording/brand.ts'
import { leadFor } from '../wording/shown-lead.ts'

/** A paper as it entered an edition, or an edition itself. */
export type ListItem =
  | {
      paper: EditionPaper
      /** Instant (ms since the epoch, UTC) at which it entered the list. */
      enteredAt: number
      /** `YYYY-MM-DD` of the edition it was in; null when it was in none. */
      editionDate: string | null
    }
  | { edition: Edition }

/** One list, to be written as RSS, Atom, JSON Feed or Markdown. Same list, same bytes. */
export type List = {
  /** Of the site. */
  brand: Pick<Brand, 'name' | 'protocol'>
  title: string
  description: string
  /** Where readers reach the product, without a slash at the end. */
  publicUrl: string
  /** The list as a web page. */
  pageUrl: string
  /** This very document (`rel=self`); also the id of an Atom feed. */
  feedUrl: string
  /** Instant (ms since the epoch, UTC) of the newest change in the list, not of the request. */
  updatedAt: number
  /** True where the order is by first sight or by nothing: then an item's place is no rank. */
  unranked?: boolean
  /** In the order of the list. */
  items: ListItem[]
}

/**
 * The papers of an edition as items of a list. Feed readers sort by time, newest first: a second
 * between two papers keeps their order, and none is later than the edition.
 */
export const itemsOf = (edition: Edition): ListItem[] =>
  edition.papers.map((paper, index) => ({
    paper,
    enteredAt: edition.publishedAt - index * 1000,
    editionDate: edition.date,
  }))

/**
 * The same, with the abstracts of those papers alone that the edition tells in full: many editions
 * make a large feed.
 */
export const leanItemsOf = (edition: Edition): ListItem[] =>
  itemsOf({
    ...edition,
    papers: edition.papers.map((paper) =>
      paper.depth === 'full' ? paper : { ...paper, lead: paper.lead ?? leadFor(paper, 'own'), abstract: '' },
    ),
  })
