import type { Edition, EditionPaper } from '../ranking/edition.ts'

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
  /** In the order of the list. */
  items: ListItem[]
}

/** The papers of an edition as items of a list. */
export const itemsOf = (edition: Edition): ListItem[] =>
  edition.papers.map((paper) => ({ paper, enteredAt: edition.publishedAt, editionDate: edition.date }))
