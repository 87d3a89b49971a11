import { abstractPage, huggingFacePage, type Paper, pdfPage, repoPage, storyPage } from '../papers/paper.ts'

/** The longest address we print (characters); mails have a size limit. */
const LONGEST = 250

/**
 * The normalised address, if it is http(s) without credentials; null for any other, which no reader
 * should be sent to.
 */
export function safeUrl(text: string | null): string | null {
  if (text === null || !URL.canParse(text)) return null
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null
  if (url.username || url.password || url.href.length > LONGEST) return null
  return url.href
}

/**
 * https://docs.github.com/en/get-started: owners have up to 39 characters, repositories up to 100.
 */
const REPO = /^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[\w.-]{1,100}$/

/** The page of a paper's code; null when no valid address can be made. */
export const codePage = ({ repo }: Pick<Paper, 'repo'>): string | null =>
  repo !== null && REPO.test(repo) ? repoPage(repo) : null

export type PaperLink = { label: string; href: string }

/** The other pages of a paper: arXiv, PDF, code, project page, discussions. */
export function paperLinks(
  paper: Pick<Paper, 'id' | 'repo' | 'projectPage' | 'listedOn'> & Partial<Pick<Paper, 'story'>>,
): PaperLink[] {
  const links = [
    { label: 'arXiv', href: abstractPage(paper.id) },
    { label: 'PDF', href: pdfPage(paper.id) },
  ]
  const code = codePage(paper)
  if (code) links.push({ label: 'Code', href: code })
  const project = safeUrl(paper.projectPage)
  if (project) links.push({ label: 'Project', href: project })
  // Hugging Face has no page for a paper that nobody listed there.
  if (paper.listedOn !== null) links.push({ label: 'Discussion', href: huggingFacePage(paper.id) })
  if (paper.story) links.push({ label: 'Hacker News', href: storyPage(paper.story) })
  return links
}

/** arXiv's own search for the same words. */
export const arxivSearch = (text: string) =>
  `https://arxiv.org/search/?${new URLSearchParams({ query: text, searchtype: 'all' })}`

/** Our own page of a paper. */
export const paperPage = (publicUrl: string, id: string) => `${publicUrl}/papers/${id}`
/** Our own page of an edition, by `YYYY-MM-DD`. */
export const editionPage = (publicUrl: string, date: string) => `${publicUrl}/editions/${date}`
