import { shortDay } from '../digest/days.ts'
import { paperLinks, paperPage } from '../digest/links.ts'
import type { Paper } from '../trending/paper.ts'
import type { Score } from '../trending/score.ts'
import { toBibtex } from './bibtex.ts'
import { plain } from './markdown.ts'

/** A paper as Markdown (CommonMark): heading, authors, receipt, abstract, links, dates, BibTeX. */
export function paperMarkdown(paper: Paper, score: Score, receipt: string, publicUrl: string): string {
  const dates = [
    paper.publishedAt !== null && `submitted on ${shortDay(paper.publishedAt)}`,
    paper.listedOn !== null && `on the Hugging Face list of ${shortDay(paper.listedOn)}`,
    `first seen on ${shortDay(paper.firstSeenAt)}`,
  ].filter((date) => date !== false)
  const parts = [
    `# ${plain(paper.title)}`,
    plain(paper.authors.join(', ')),
    paper.withdrawn ? '**Withdrawn by its authors.**' : '',
    `**${plain(receipt)}**`,
    plain(paper.abstract),
    paperLinks(paper, score.parts.stars)
      .map(({ label, href }) => `[${label}](<${href}>)`)
      .join(' · '),
    plain([`arXiv:${paper.id}`, ...paper.categories, ...dates].join(' · ')),
    // Four marks: no text of a paper can end the block, its lines begin otherwise.
    `\`\`\`\`bibtex\n${toBibtex(paper)}\`\`\`\``,
    `<${paperPage(publicUrl, paper.id)}>`,
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}
