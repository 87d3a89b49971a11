import type { EditionPaper } from '../ranking/edition.ts'
import { LIGHT } from '../wording/brand.ts'
import { paperLinks, paperPage } from '../wording/links.ts'
import { byline, clip, opening } from '../wording/words.ts'
import { MAIL_LIMITS, type MailSite } from './mail.ts'
import { SET } from './shell.tsx'

/** A paper with authors, reason, opening of the abstract and links. */
export const FullPaper = ({ paper, site }: { paper: EditionPaper; site: MailSite }) => (
  <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin-top:30px">
    <tr>
      <td
        class="n s"
        width="34"
        valign="top"
        style={`${SET.serif};color:${LIGHT.soft};font-size:20px;line-height:27px`}
      >
        {paper.position}
      </td>
      <td valign="top">
        <h2 class="i" style={`${SET.serif};margin:0;font-size:20px;line-height:27px;font-weight:bold`}>
          <a
            class="i"
            href={paperPage(site.publicUrl, paper.id)}
            style={`color:${LIGHT.ink};text-decoration:none`}
          >
            {clip(paper.title, MAIL_LIMITS.title)}
          </a>
        </h2>
        <p class="s" style={`${SET.sans};margin:4px 0 0`}>
          {byline(paper.authors)}
        </p>
        <p class="a" style={`${SET.sans};color:${LIGHT.accent};font-weight:600;margin:8px 0 0`}>
          {clip(paper.reason, MAIL_LIMITS.reason)}
        </p>
        <p class="i" style={`${SET.serif};margin:8px 0 0;font-size:16px;line-height:25px`}>
          {opening(paper.abstract)}
        </p>
        <p class="s" style={`${SET.sans};margin:10px 0 0`}>
          {paperLinks(paper, paper.score.parts.stars).map(({ label, href }) => (
            <>
              <a class="a" href={href} style={`${SET.link};white-space:nowrap`}>
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

/** Papers in a line and their reason. */
export const BriefPapers = ({ papers, site }: { papers: EditionPaper[]; site: MailSite }) => (
  <>
    <h2 class="i" style={`${SET.serif};margin:40px 0 6px;font-size:17px;line-height:25px;font-weight:bold`}>
      Also rising
    </h2>
    <table role="presentation" width="100%" cellpadding="0" cellspacing="0">
      {papers.map((paper) => (
        <tr>
          <td
            class="n s r"
            width="34"
            valign="top"
            style={`${SET.serif};color:${LIGHT.soft};font-size:16px;line-height:23px;padding:10px 0;border-top:1px solid ${LIGHT.rule}`}
          >
            {paper.position}
          </td>
          <td class="r" valign="top" style={`padding:10px 0;border-top:1px solid ${LIGHT.rule}`}>
            <a
              class="i"
              href={paperPage(site.publicUrl, paper.id)}
              style={`${SET.serif};font-size:16px;line-height:23px;text-decoration:none`}
            >
              {clip(paper.title, MAIL_LIMITS.title)}
            </a>
            <br />
            <span class="s" style={SET.sans}>
              {clip(paper.reason, MAIL_LIMITS.reason)}
            </span>
          </td>
        </tr>
      ))}
    </table>
  </>
)
