/** What somebody saw at an instant (ISO 8601, UTC); an absent number was not shown there. */
export type Snapshot = { at: string; src: string; upvotes?: number; comments?: number; githubStars?: number }

/** A paper of a daily list and everything that was seen of it, ascending. */
export type ArchivePaper = {
  id: string
  listDate: string
  submitterFollowers?: number | null
  fullMetadata?: boolean
  snapshots: Snapshot[]
}

/** A moment at which the product has to rank, and what was known at that moment. */
export type Decision = { key: string; at: string; candidates: ArchivePaper[] }
