import type { Edition, EditionPaper } from '../ranking/edition.ts'
import { editionPage, paperLinks, paperPage } from '../wording/links.ts'
import { paperLine } from '../wording/paper-line.ts'
import { shownLead } from '../wording/shown-lead.ts'
import { byline, clip, linesOf } from '../wording/words.ts'
import { claimOf, headingOf, headingOfBrief, ORDER } from './claim.ts'
import { type DigestOptions, MAIL_LIMITS, type MailSite } from './mail.ts'
import { PLACEHOLDER } from './placeholders.ts'
import { wrap } from './wrap.ts'

const RULE = '-'.repeat(74)

/**
 * The text part of a digest: the content of the html part in lines of at most 74 characters,
 * addresses excepted.
 */
export function digestText(edition: Edition, site: MailSite, options: DigestOptions): string {
  const full = edition.papers.filter((paper) => paper.depth === 'full')
  const brief = edition.papers.filter((paper) => paper.depth === 'brief')
  const blocks = [
    `${site.brand.name}\n${headingOf(edition, options)}`,
    options.only ? wrap(`Only papers ${options.only.words}.`) : '',
    linesOf(edition.operatorNote ?? '')
      .map((line) => wrap(line))
      .join('\n'),
    edition.state === 'partial' && edition.note ? wrap(clip(edition.note, MAIL_LIMITS.note)) : '',
    RULE,
    ...full.map((paper) => fullPaper(paper, site)),
    brief.length > 0 ? `${RULE}\n\n${headingOfBrief(brief, options)}` : '',
    ...brief.map((paper) => briefPaper(paper, site)),
    footer(edition, site, options),
  ]
  return `${blocks.filter(Boolean).join('\n\n')}\n`
}

const numeral = (paper: EditionPaper) => `${String(paper.position).padStart(2)}. `
const BELOW = '    '

function fullPaper(paper: EditionPaper, site: MailSite): string {
  const links = [{ label: 'Read', href: paperPage(site.publicUrl, paper.id) }, ...paperLinks(paper)]
  const { text, source } = shownLead(paper)
  const longest = Math.max(...links.map(({ label }) => label.length))
  return [
    wrap(clip(paper.title, MAIL_LIMITS.title), numeral(paper)),
    wrap(byline(paper.authors, paper.moreAuthors), BELOW),
    wrap(paperLine(paper), BELOW),
    '',
    wrap(`${source ? `${source}: ` : ''}${clip(text, MAIL_LIMITS.lead)}`, BELOW),
    '',
    wrap(clip(paper.reason, MAIL_LIMITS.reason), BELOW),
    '',
    ...links.map(({ label, href }) => `${BELOW}${label.padEnd(longest)}  ${href}`),
  ].join('\n')
}

const briefPaper = (paper: EditionPaper, site: MailSite) =>
  [
    wrap(clip(paper.title, MAIL_LIMITS.title), numeral(paper)),
    wrap(clip(paper.reason, MAIL_LIMITS.reason), BELOW),
    wrap(paperLine(paper), BELOW),
    BELOW + paperPage(site.publicUrl, paper.id),
  ].join('\n')

const footer = (edition: Edition, site: MailSite, options: DigestOptions) =>
  [
    RULE,
    '',
    wrap(ORDER),
    '',
    `Read on the web  ${options.only?.url ?? editionPage(site.publicUrl, edition.date)}`,
    `Preferences      ${PLACEHOLDER.preferences}`,
    `Unsubscribe      ${PLACEHOLDER.unsubscribe}`,
    '',
    `Forwarded to you? Subscribe: ${site.publicUrl}/`,
    '',
    wrap(
      `You get this mail because you subscribed at ${site.publicUrl} and confirmed it. ` +
        `${claimOf(edition, options)} No tracking: we do not know whether you opened it.`,
    ),
    '',
    wrap(site.postalAddress),
  ].join('\n')
