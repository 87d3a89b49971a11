import type { EditionPaper } from '../ranking/edition.ts'
import { splitGain } from '../ranking/reason.ts'
import { LIGHT } from '../wording/brand.ts'
import { paperLinks, paperPage } from '../wording/links.ts'
import { paperLine } from '../wording/paper-line.ts'
import { shownLead } from '../wording/shown-lead.ts'
import { byline, clip } from '../wording/words.ts'
import { MAIL_LIMITS, type MailSite } from './mail.ts'
import { FONT, linkOf, SET } from './shell.tsx'

/** A title is a link, and says so where a pointer is not yet. */
const TITLE = `color:${LIGHT.ink};text-decoration:underline;text-decoration-color:${LIGHT.edge};text-decoration-thickness:1px`

/** A paper with authors, lead, reason and links. */
export const FullPaper = ({ paper, site }: { paper: EditionPaper; site: MailSite }) => (
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
      <td valign="top">
        <h2 style={`${FONT.serif};margin:0;font-size:20px;line-height:27px;font-weight:bold`}>
          <a class="i" href={paperPage(site.publicUrl, paper.id)} style={TITLE}>
            {clip(paper.title, MAIL_LIMITS.title)}
          </a>
        </h2>
        <p class="s" style={`${SET.sans};margin:5px 0 0`}>
          {byline(paper.authors, paper.moreAuthors)}
          <br />
          {paperLine(paper)}
        </p>
        <Lead paper={paper} />
        <p class="s" style={`${SET.sans};margin:9px 0 0`}>
          <Reason reason={paper.reason} colour={site.brand.light.accent} />
        </p>
        <p class="s" style={`${SET.sans};margin:8px 0 0;text-wrap:balance`}>
          {paperLinks(paper).map(({ label, href }) => (
            <>
              <a class="a" href={href} style={`${linkOf(site.brand)};white-space:nowrap`}>
                {label}
              </a>
              {' \u00a0 '}
            </>
          ))}
        </p>
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
      {clip(text, MAIL_LIMITS.lead)}
    </p>
  )
}

/** What was gained stands out; a reason that claims no gain does not. */
const Reason = ({ reason, colour }: { reason: string; colour: string }) => {
  const { before, gain, rest } = splitGain(clip(reason, MAIL_LIMITS.reason))
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

type Brief = { papers: EditionPaper[]; heading: string; site: MailSite }

/** Papers in a line each, with their reason. */
export const BriefPapers = ({ papers, heading, site }: Brief) => (
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
          <td class="r" valign="top" style={`padding:11px 0;border-top:1px solid ${LIGHT.rule}`}>
            <a
              class="i"
              href={paperPage(site.publicUrl, paper.id)}
              style={`${FONT.serif};font-size:16px;line-height:23px;${TITLE}`}
            >
              {clip(paper.title, MAIL_LIMITS.title)}
            </a>
            <p class="s" style={`${SET.sans};margin:3px 0 0`}>
              <Reason reason={paper.reason} colour={site.brand.light.accent} />
              <br />
              {paperLine(paper)}
            </p>
          </td>
        </tr>
      ))}
    </table>
  </>
)
