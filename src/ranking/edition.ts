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
  // Editions that were frozen before these were known have none.
  Partial<Pick<Paper, 'moreAuthors' | 'organization' | 'organizationName'>> & {
    /** 1 is the top. */
    position: number
    /** `full`: with lead and reason; `brief`: a line. */
    depth: 'full' | 'brief'
    score: Score
    /** The one sentence that says what speaks for it. */
    reason: string
    /**
     * What it says first; null when nothing can lead, absent in editions made before there were
     * leads.
     */
    lead?: PaperLead | null
    /** The operator withdrew it since. */
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
  /** What the operator wrote on top of it (plain text, lines); absent: nothing. */
  operatorNote?: string
  /** Instant, ms since the epoch, UTC. */
  publishedAt: number
  /** In order, best first. */
  papers: EditionPaper[]
}

/** A frozen paper that the operator withdrew since: its title and who wrote it are left. */
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

/** Papers of an edition (counts): in full with abstract, then one line each. */
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
 * Whether a paper gains attention now: votes since about a day before its last look, or all of them
 * where its listing is younger than a day, or than two and was looked at once.
 */
export const isRising = ({ parts }: Score): boolean =>
  parts.back !== undefined ||
  (parts.gained ?? 0) > 0 ||
  ((parts.upvotes ?? 0) > 0 && parts.listed <= (parts.gained === null ? 48 : 24))

/** What stands above papers in a line: that they rise only if each of them does. */
export const briefHeading = (papers: readonly EditionPaper[]): string =>
  papers.every(({ score }) => isRising(score)) ? 'Also rising' : 'More papers'

/** `15 rising papers`, or `15 papers` where not each of them rises. */
export const countedPapers = ({ papers }: Edition): string =>
  counted(papers.length, papers.every(({ score }) => isRising(score)) ? 'rising paper' : 'paper')

/** The first papers are told in full; one that is back again never is. */
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
