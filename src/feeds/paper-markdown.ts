import { withdrawalNotice } from '../papers/withdrawn.ts'
import type { PaperReport } from '../ranking/report.ts'
import { longDay } from '../wording/days.ts'
import { editionPage, paperLinks, paperPage } from '../wording/links.ts'
import { leadFor } from '../wording/shown-lead.ts'
import { everyAuthor } from '../wording/words.ts'
import { toBibtex } from './bibtex.ts'
import { explainScore } from './explain-score.ts'
import { bareLink, link, plain } from './markdown.ts'
import { datesOf, describeSignal, versionsOf } from './paper-facts.ts'

/** A paper as Markdown (CommonMark), with the content of its page. */
export function paperMarkdown(report: PaperReport, publicUrl: string): string {
  const { paper, score, reason, formula, signals, edition, earlyPick, similar } = report
  const counts = signals.map((signal) => describeSignal(signal, paper))
  const parts = [
    `# ${plain(paper.title)}`,
    plain(everyAuthor(paper.authors, paper.moreAuthors).join(', ')),
    paper.withdrawn ? `**${withdrawalNotice(paper)}**` : '',
    plain(reason),
    links(paperLinks(paper)),
    report.lead?.by === 'huggingface' ? `Hugging Face’s summary: ${plain(report.lead.sentence)}` : '',
    marked(paper.abstract, leadFor(paper, 'own')?.sentence ?? null),
    section('Attention', [
      ...counts.map(({ name, href, count, change }) => item(name, `${count}, ${change}`, href)),
      ...(counts.length > 0
        ? explainScore(score, formula, report.unasked).map(({ name, value, means }) =>
            item(name, `${value} (${means})`),
          )
        : []),
    ]),
    section('About the paper', [
      item('arXiv', paper.id),
      ...(paper.categories.length > 0 ? [item('Categories', paper.categories.join(', '))] : []),
      ...(paper.organization === null
        ? []
        : [item('Organisation', paper.organizationName ?? paper.organization)]),
      ...datesOf(paper).map(({ name, value }) => item(name, value)),
      ...(paper.version === null ? [] : [`- Versions: ${links(versionsOf(paper))}`]),
      ...(paper.comment === null ? [] : [item('Authors’ note', paper.comment)]),
      ...(earlyPick ? [item('Early pick', `${longDay(earlyPick.day)}: ${earlyPick.reason}.`)] : []),
      edition
        ? `- Edition: ${link(longDay(edition.date), editionPage(publicUrl, edition.date))}, number ${edition.position}: ${plain(edition.reason)}`
        : '- Edition: not in one yet',
    ]),
    section(
      'Similar papers',
      similar.map(({ id, title }) => `- ${link(title, paperPage(publicUrl, id))}`),
    ),
    // Four backticks: no text of a paper can end the block, because its lines begin otherwise.
    `\`\`\`\`bibtex\n${toBibtex(paper)}\`\`\`\``,
    bareLink(paperPage(publicUrl, paper.id)),
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

/** A text with one of its sentences in bold. */
function marked(text: string, sentence: string | null): string {
  const at = sentence === null ? -1 : text.indexOf(sentence)
  if (sentence === null || at < 0) return plain(text)
  const parts = [plain(text.slice(0, at)), `**${plain(sentence)}**`, plain(text.slice(at + sentence.length))]
  return parts.filter(Boolean).join(' ')
}

const section = (heading: string, items: readonly string[]) =>
  items.length === 0 ? '' : `## ${heading}\n\n${items.join('\n')}`

const item = (name: string, value: string, href: string | null = null) =>
  `- ${href === null ? name : link(name, href)}: ${plain(value)}`

const links = (all: readonly { label: string; href: string }[]) =>
  all.map(({ label, href }) => link(label, href)).join(' · ')
