import { upvotesAt } from './votes.ts'

/** What somebody saw on Hugging Face at an instant; an absent number was not shown there. */
export type Snapshot = { at: string; src: string; upvotes?: number; comments?: number; githubStars?: number }

/** A paper of a Hugging Face daily list, with everything that was seen of it (README.md). */
export type ListedPaper = {
  id: string
  title: string
  abstract: string
  authors: string[]
  /** Instant, ISO 8601. */
  publishedAt: string
  submittedOnDailyAt: string | null
  submittedBy: string | null
  submitterFollowers: number | null
  organization: string | null
  githubRepo: string | null
  projectPage: string | null
  categories: string[] | null
  /** `YYYY-MM-DD` */
  listDate: string
  fullMetadata: boolean
  /** Ascending. */
  snapshots: Snapshot[]
}

/** A paper of arXiv that was on no list. `publishedAt` is a day, `YYYY-MM-DD`. */
export type ExtraPaper = Pick<ListedPaper, 'id' | 'title' | 'abstract' | 'authors' | 'publishedAt'> & {
  categories: string[]
}

/** A Hacker News story about a paper, with what was seen of it. */
export type Story = {
  hnId: string
  hnTitle: string
  url: string
  /** Ascending. */
  snapshots: { at: string; points: number; comments: number }[]
}

export type Archive = { listed: ListedPaper[]; extra: ExtraPaper[]; stories: Story[] }

/**
 * The calendar days of the archive, `YYYY-MM-DD`, weekends included, and one more on which the last
 * list is mailed.
 */
export function daysOf(archive: Archive): string[] {
  const lists = archive.listed.map((paper) => paper.listDate).sort()
  const [first, last] = [lists[0], lists.at(-1)]
  if (!first || !last) throw new Error('the archive holds no list')
  const days = [first]
  while ((days.at(-1) as string) <= last) days.push(dayAfter(days.at(-1) as string))
  return days
}

/** `2026-01-31` -> `2026-02-01` */
export function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}

/**
 * The votes at `now` (ms, UTC), and the latest comments and stars seen by then; null while nobody
 * had seen its votes.
 */
export function knownAt(paper: ListedPaper, now: number) {
  const seen = paper.snapshots.filter((snapshot) => Date.parse(snapshot.at) <= now)
  const upvotes = upvotesAt(paper, now)
  if (upvotes === null) return null
  return {
    upvotes,
    comments: seen.findLast((snapshot) => snapshot.comments !== undefined)?.comments,
    githubStars: seen.findLast((snapshot) => snapshot.githubStars !== undefined)?.githubStars,
  }
}
