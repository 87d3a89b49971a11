import { abstractPage, huggingFacePage, type Paper, pdfPage, repoPage } from '../trending/paper.ts'
import { grouped } from './words.ts'

/** The longest address we print (characters); mails have a size limit. */
const LONGEST = 250

/** The address, normalised, if it is http(s) without credentials; null for anything a click should not reach. */
export function safeUrl(text: string | null): string | null {
  if (text === null || !URL.canParse(text)) return null
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null
  if (url.username || url.password || url.href.length > LONGEST) return null
  return url.href
}

/** https://docs.github.com/en/get-started: owners have up to 39 characters, repositories up to 100. */
const REPO = /^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[\w.-]{1,100}$/

export type PaperLink = { label: string; href: string }

/** Where else a paper is: arXiv, PDF, code with stars, project page, discussion. */
export function paperLinks(
  paper: Pick<Paper, 'id' | 'repo' | 'projectPage' | 'listedOn'>,
  stars: number | null,
): PaperLink[] {
  const links = [
    { label: 'arXiv', href: abstractPage(paper.id) },
    { label: 'PDF', href: pdfPage(paper.id) },
  ]
  if (paper.repo && REPO.test(paper.repo)) {
    links.push({ label: stars === null ? 'Code' : `Code ★ ${grouped(stars)}`, href: repoPage(paper.repo) })
  }
  const project = safeUrl(paper.projectPage)
  if (project) links.push({ label: 'Project page', href: project })
  // Hugging Face has no page for a paper that nobody listed there.
  if (paper.listedOn !== null) links.push({ label: 'Discussion', href: huggingFacePage(paper.id) })
  return links
}

/** Our own page of a paper. */
export const paperPage = (publicUrl: string, id: string) => `${publicUrl}/papers/${id}`
/** Our own page of an edition, by `YYYY-MM-DD`. */
export const editionPage = (publicUrl: string, date: string) => `${publicUrl}/editions/${date}`
