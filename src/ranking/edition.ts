import { keepAuthors } from '../papers/authors.ts'
import type { Paper } from '../papers/paper.ts'
import { shortDay } from '../wording/days.ts'
import { leadFor, type PaperLead, type Summaries } from '../wording/shown-lead.ts'
import { counted } from '../wording/words.ts'
import { writeBackAgain, writeReason } from './reason.ts'
import type { Score } from './score.ts'

/** A paper as an edition froze it. */
export type EditionPaper = Pick<
  Paper,
  'id' | 'title' | 'abstract' | 'authors' | 'categories' | 'publishedAt' | 'listedOn' | 'repo' | 'projectPage'
> &
  // Absent in editions that were frozen before these fields existed.
  Partial<Pick<Paper, 'moreAuthors' | 'organization' | 'organizationName'>> & {
    /** 1 is the top. */
    position: number
    /** `full`: with lead and reason; `brief`: one line. */
    depth: 'full' | 'brief'
    score: Score
    /** The one sentence that says why the paper ranks. */
    reason: string
    /**
     * The sentence shown first; null when none is good enough, absent in editions made before there
     * were leads.
     */
    lead?: PaperLead | null
    /** The day (date) on which it was picked before a list had it; absent: it was not. */
    pickedOn?: string
    /** The operator withdrew the paper later. */
    withdrawn?: true
  }

/**
 * The frozen, dated result. complete: every source answered; partial: `note` says which did not;
 * quiet: no list that day, no mail.
 */
export type Edition = {
  /** `YYYY-MM-DD`, the UTC day on which it was published. */
  date: string
  state: 'complete' | 'partial' | 'quiet'
  note: string | null
  /** The operator's note above it (plain text, lines); absent: none. */
  operatorNote?: string
  /** Instant, ms since the epoch, UTC. */
  publishedAt: number
  /** In order, best first. */
  papers: EditionPaper[]
}

/** A frozen paper that the operator withdrew later: only its title and authors are left. */
export const withdrawFrozen = (paper: EditionPaper): EditionPaper => ({
  ...paper,
  title: `Withdrawn: ${paper.title}`,
  abstract: '',
  lead: null,
  repo: null,
  projectPage: null,
  reason: 'This paper was withdrawn here.',
  withdrawn: true,
})

/** An edition that says which of its papers were picked early. `days`: when (date), by id. */
export const markPicked = (edition: Edition, days: ReadonlyMap<string, string>): Edition => ({
  ...edition,
  papers: edition.papers.map((paper) => {
    const pickedOn = days.get(paper.id)
    return pickedOn === undefined ? paper : { ...paper, pickedOn }
  }),
})

/** Papers of an edition (counts): first those in full with abstract, then one line each. */
export const FULL = 5
export const BRIEF = 10

/** A ranked paper as lists and editions show it. `position` 1 is the top. */
export function freezePaper(
  paper: Paper,
  score: Score,
  position: number,
  summaries: Summaries,
): EditionPaper {
  const { id, title, abstract, categories, publishedAt, listedOn, repo, projectPage } = paper
  const { organization, organizationName } = paper
  return {
    id,
    title,
    abstract,
    ...keepAuthors(paper.authors, paper.moreAuthors),
    categories,
    publishedAt,
    listedOn,
    repo,
    projectPage,
    ...(organization === null ? {} : { organization, organizationName }),
    position,
    depth: depthAt(position, score),
    score,
    reason: reasonOf(paper, score),
    lead: leadFor(paper, summaries),
  }
}

/**
 * Whether a paper gains attention now: the votes since about a day before its last observation, or
 * all votes if its listing is younger than a day, or younger than two days and was observed once.
 */
export const isRising = ({ parts }: Score): boolean =>
  parts.back !== undefined ||
  (parts.gained ?? 0) > 0 ||
  ((parts.upvotes ?? 0) > 0 && parts.listed <= (parts.gained === null ? 48 : 24))

/** The heading above papers in one line each: it calls them rising only if each of them is. */
export const briefHeading = (papers: readonly EditionPaper[]): string =>
  papers.every(({ score }) => isRising(score)) ? 'Also rising' : 'More papers'

/** `15 rising papers`, or `15 papers` if not each of them is rising. */
export const countedPapers = ({ papers }: Edition): string =>
  counted(papers.length, papers.every(({ score }) => isRising(score)) ? 'rising paper' : 'paper')

/** The first papers are shown in full; one that is back again never is. */
export const depthAt = (position: number, { parts }: Score): EditionPaper['depth'] =>
  position <= FULL && !parts.back ? 'full' : 'brief'

/** The papers with their places in this order, and as fully told as these deserve. */
export const placed = (papers: readonly EditionPaper[]): EditionPaper[] =>
  papers.map((paper, index) => ({
    ...paper,
    position: index + 1,
    depth: depthAt(index + 1, paper.score),
  }))

const reasonOf = ({ listedOn }: Paper, { parts }: Score): string =>
  parts.back && listedOn ? writeBackAgain(parts.back, shortDay(listedOn)) : writeReason(parts)
