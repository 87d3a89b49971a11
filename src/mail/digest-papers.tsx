import type { EditionPaper } from '../ranking/edition.ts'
import { splitGain } from '../ranking/reason.ts'
import { LIGHT } from '../wording/brand.ts'
import { paperLinks, paperPage } from '../wording/links.ts'
import { paperLine } from '../wording/paper-line.ts'
import { shownLead } from '../wording/shown-lead.ts'
import { byline } from '../wording/words.ts'
import { EARLY_HEADING, EARLY_NOTE, markedAs, markLinks, movedFor, wordsOfPick } from './claim.ts'
import { clipEscaped } from './clip-escaped.ts'
import { type DigestOptions, type EarlyLine, MAIL_LIMITS, type MailSite, type Moved } from './mail.ts'
import { FONT, linkOf, SET } from './shell.tsx'

/** A title is a link, and says so where a pointer is not yet. */
const TITLE = `color:${LIGHT.ink};text-decoration:underline;text-decoration-color:${LIGHT.edge};text-decoration-thickness:1px`

/** A date, and "12 more", at the end of a line stay together on narrow screens. */
const unbroken = (text: string): string =>
  text.replace(/\d+ \p{L}+ \d{4}$|[\d,]+ more$/u, (end) => end.replaceAll(' ', '\u00a0'))

type Full = { paper: EditionPaper; site: MailSite; moved: Moved | undefined }

/** A paper with authors, lead, reason and links. */
export const FullPaper = ({ paper, site, moved }: Full) => (
  <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin-top:32px">
    <tr>
      <td
        class="n s"
        width="34"
        valign="top"
        style={`${FONT.serif};color:${LIGHT.soft};font-size:20px;line-height:27px`}
      >
        {paper.position}
      </td>
      <td class="s" valign="top" style={SET.sans}>
        <h2 style={`${FONT.serif};margin:0;font-size:20px;line-height:27px;font-weight:bold`}>
          <a class="i" href={paperPage(site.publicUrl, paper.id)} style={TITLE}>
            {clipEscaped(paper.title, MAIL_LIMITS.title)}
          </a>
        </h2>
        <p style="margin:5px 0 0">
          {unbroken(clipEscaped(byline(paper.authors, paper.moreAuthors), MAIL_LIMITS.byline))}
          <br />
          {unbroken(paperLine(paper))}
        </p>
        <Lead paper={paper} />
        <p style="margin:9px 0 0">
          <Reason reason={paper.reason} colour={site.brand.light.accent} />
          {wordsOfPick(paper)}
          <MovedFor moved={moved} site={site} />
        </p>
        <p style="margin:8px 0 0;text-wrap:balance">
          {paperLinks(paper).map(({ label, href }) => (
            <>
              <a class="a" href={href} style={`${linkOf(site.brand)};white-space:nowrap`}>
                {label}
              </a>
              {' \u00a0 '}
            </>
          ))}
        </p>
        <MarkLinks paper={paper} above={4} />
      </td>
    </tr>
  </table>
)

const Lead = ({ paper }: { paper: EditionPaper }) => {
  const { text, source } = shownLead(paper)
  return (
    <p class="i" style={`${SET.serif};margin:9px 0 0;font-size:16px;line-height:25px`}>
      {source && (
        <span class="s" style={SET.sans}>
          {source}:{' '}
        </span>
      )}
      {clipEscaped(text, MAIL_LIMITS.lead)}
    </p>
  )
}

/** What was gained stands out; a reason that claims no gain does not. */
const Reason = ({ reason, colour }: { reason: string; colour: string }) => {
  const { before, gain, rest } = splitGain(clipEscaped(reason, MAIL_LIMITS.reason))
  return (
    <>
      {before}
      {gain && (
        <b class="a" style={`color:${colour}`}>
          {gain}
        </b>
      )}
      {rest}
    </>
  )
}

/** Why it stands elsewhere than in the edition; nothing where no mark speaks for its place. */
const MovedFor = ({ moved, site }: { moved: Moved | undefined; site: MailSite }) =>
  moved ? (
    <>
      <br />
      {movedFor(moved)}{' '}
      <a class="a" href={paperPage(site.publicUrl, moved.id)} style={linkOf(site.brand)}>
        {moved.name}
      </a>
      {markedAs(moved)}
    </>
  ) : null

/** The two links that teach a reader's own order. `above`: px. */
const MarkLinks = ({ paper, above }: { paper: EditionPaper; above: number }) => (
  <p style={`margin:${above}px 0 0;font-size:13px`}>
    {markLinks(paper).map(({ label, href }) => (
      <>
        <a class="s" href={href} style={`color:${LIGHT.soft}`}>
          {label}
        </a>
        {' \u00a0 '}
      </>
    ))}
  </p>
)

type Brief = { papers: EditionPaper[]; heading: string; site: MailSite; own: DigestOptions['own'] }

/** Papers in a line each, with their reason. */
export const BriefPapers = ({ papers, heading, site, own }: Brief) => (
  <>
    <h2 class="i" style={`${SET.serif};margin:40px 0 6px;font-size:17px;line-height:25px;font-weight:bold`}>
      {heading}
    </h2>
    <table role="presentation" width="100%" cellpadding="0" cellspacing="0">
      {papers.map((paper) => (
        <tr>
          <td
            class="n s r"
            width="34"
            valign="top"
            style={`${FONT.serif};color:${LIGHT.soft};font-size:16px;line-height:23px;padding:11px 0;border-top:1px solid ${LIGHT.rule}`}
          >
            {paper.position}
          </td>
          <td
            class="s r"
            valign="top"
            style={`${SET.sans};padding:11px 0;border-top:1px solid ${LIGHT.rule}`}
          >
            <a
              class="i"
              href={paperPage(site.publicUrl, paper.id)}
              style={`${FONT.serif};font-size:16px;line-height:23px;${TITLE}`}
            >
              {clipEscaped(paper.title, MAIL_LIMITS.title)}
            </a>
            <p style="margin:3px 0 0">
              <Reason reason={paper.reason} colour={site.brand.light.accent} />
              {wordsOfPick(paper)}
              <MovedFor moved={own?.get(paper.id)} site={site} />
              <br />
              {unbroken(paperLine(paper))}
            </p>
            <MarkLinks paper={paper} above={2} />
          </td>
        </tr>
      ))}
    </table>
  </>
)

/** Papers that no list has yet: apart from those of the edition, and without a number. */
export const EarlyPapers = ({ papers, site }: { papers: readonly EarlyLine[]; site: MailSite }) => (
  <>
    <h2 class="i" style={`${SET.serif};margin:40px 0 0;font-size:17px;line-height:25px;font-weight:bold`}>
      {EARLY_HEADING}
    </h2>
    <p class="s" style={`${SET.sans};margin:3px 0 8px`}>
      {EARLY_NOTE}
    </p>
    {papers.map((paper) => (
      <div class="r" style={`padding:11px 0;border-top:1px solid ${LIGHT.rule}`}>
        <a
          class="i"
          href={paperPage(site.publicUrl, paper.id)}
          style={`${FONT.serif};font-size:16px;line-height:23px;${TITLE}`}
        >
          {clipEscaped(paper.title, MAIL_LIMITS.earlyTitle)}
        </a>
        <p class="s" style={`${SET.sans};margin:3px 0 0`}>
          {clipEscaped(paper.reason, MAIL_LIMITS.reason)}
          <br />
          {paperLine(paper)}
        </p>
      </div>
    ))}
  </>
)
