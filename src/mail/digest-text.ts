import type { Edition, EditionPaper } from '../ranking/edition.ts'
import { editionPage, paperLinks, paperPage } from '../wording/links.ts'
import { paperLine } from '../wording/paper-line.ts'
import { shownLead } from '../wording/shown-lead.ts'
import { byline, linesOf } from '../wording/words.ts'
import {
  claimOf,
  EARLY_HEADING,
  EARLY_NOTE,
  headingOf,
  headingOfBrief,
  markedAs,
  markLinks,
  movedFor,
  orderOf,
  wordsOfPick,
} from './claim.ts'
import { clipEscaped } from './clip-escaped.ts'
import { type DigestOptions, type EarlyLine, MAIL_LIMITS, type MailSite, type Moved } from './mail.ts'
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
  const { early = [] } = options
  const blocks = [
    `${site.brand.name}\n${headingOf(edition, options)}`,
    options.only ? wrap(`Only papers ${options.only.words}.`) : '',
    linesOf(edition.operatorNote ?? '')
      .map((line) => wrap(line))
      .join('\n'),
    edition.state === 'partial' && edition.note ? wrap(clipEscaped(edition.note, MAIL_LIMITS.note)) : '',
    RULE,
    ...full.map((paper) => fullPaper(paper, site, options.own?.get(paper.id))),
    brief.length > 0 ? `${RULE}\n\n${headingOfBrief(brief, options)}` : '',
    ...brief.map((paper) => briefPaper(paper, site, options.own?.get(paper.id))),
    early.length > 0 ? `${RULE}\n\n${EARLY_HEADING}\n${wrap(EARLY_NOTE)}` : '',
    ...early.map((paper) => earlyPaper(paper, site)),
    footer(edition, site, options),
  ]
  return `${blocks.filter(Boolean).join('\n\n')}\n`
}

const numeral = (paper: EditionPaper) => `${String(paper.position).padStart(2)}. `
const BELOW = '    '

function fullPaper(paper: EditionPaper, site: MailSite, moved: Moved | undefined): string {
  const read = { label: 'Read', href: paperPage(site.publicUrl, paper.id) }
  const links = [read, ...paperLinks(paper), ...markLinks(paper)]
  const { text, source } = shownLead(paper)
  const longest = Math.max(...links.map(({ label }) => label.length))
  return [
    wrap(clipEscaped(paper.title, MAIL_LIMITS.title), numeral(paper)),
    wrap(clipEscaped(byline(paper.authors, paper.moreAuthors), MAIL_LIMITS.byline), BELOW),
    wrap(paperLine(paper), BELOW),
    '',
    wrap(`${source ? `${source}: ` : ''}${clipEscaped(text, MAIL_LIMITS.lead)}`, BELOW),
    '',
    ...reasons(paper, moved),
    '',
    ...links.map(({ label, href }) => `${BELOW}${label.padEnd(longest)}  ${href}`),
  ].join('\n')
}

const briefPaper = (paper: EditionPaper, site: MailSite, moved: Moved | undefined) =>
  [
    wrap(clipEscaped(paper.title, MAIL_LIMITS.title), numeral(paper)),
    ...reasons(paper, moved),
    wrap(paperLine(paper), BELOW),
    BELOW + paperPage(site.publicUrl, paper.id),
    ...markLinks(paper).map(({ label, href }) => `${BELOW}${label}  ${href}`),
  ].join('\n')

const earlyPaper = (paper: EarlyLine, site: MailSite) =>
  [
    wrap(clipEscaped(paper.title, MAIL_LIMITS.earlyTitle)),
    wrap(clipEscaped(paper.reason, MAIL_LIMITS.reason)),
    wrap(paperLine(paper)),
    paperPage(site.publicUrl, paper.id),
  ].join('\n')

const reasons = (paper: EditionPaper, moved: Moved | undefined): string[] => [
  wrap(clipEscaped(paper.reason, MAIL_LIMITS.reason) + wordsOfPick(paper), BELOW),
  ...(moved ? [wrap(`${movedFor(moved)} ${moved.name}${markedAs(moved)}`, BELOW)] : []),
]

const footer = (edition: Edition, site: MailSite, options: DigestOptions) =>
  [
    RULE,
    '',
    wrap(orderOf(options)),
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
