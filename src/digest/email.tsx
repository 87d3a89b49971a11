import { longDay } from './days.ts'
import type { Edition, EditionPaper } from './edition.ts'
import { HOLE, withoutHoles } from './holes.ts'
import { editionPage, paperLinks, paperPage } from './links.ts'
import { MAIL_LIMITS, type MailSite } from './mail.ts'
import { MailShell, SET } from './mail-shell.tsx'
import { digestSubject } from './subject.ts'
import { digestText } from './text.ts'
import { LIGHT } from './theme.ts'
import { byline, clip, counted, opening } from './words.ts'

/**
 * An edition as mail, with holes (holes.ts) for the per-reader links. html and text carry the same content.
 * Same edition, same bytes.
 */
export function renderDigest(edition: Edition, site: MailSite): { subject: string; html: string; text: string } {
  const safe = withoutHoles(edition)
  return {
    subject: digestSubject(safe),
    html: `<!doctype html>${<Digest edition={safe} site={site} />}\n`,
    text: digestText(safe, site),
  }
}

type Props = { edition: Edition; site: MailSite }

const Digest = ({ edition, site }: Props) => {
  const full = edition.papers.filter((paper) => paper.depth === 'full')
  const brief = edition.papers.filter((paper) => paper.depth === 'brief')
  return (
    <MailShell title={digestSubject(edition)} preheader={preheader(edition)} aside={longDay(edition.date)}>
      {edition.state === 'partial' && edition.note && (
        <p class="i w" style={`${SET.sans};color:${LIGHT.ink};background:${LIGHT.wash};margin:20px 0 0;padding:10px 14px`}>
          {clip(edition.note, MAIL_LIMITS.note)}
        </p>
      )}
      {full.map((paper) => (
        <FullPaper paper={paper} site={site} />
      ))}
      {brief.length > 0 && <BriefPapers papers={brief} site={site} />}
      <Footer edition={edition} site={site} />
    </MailShell>
  )
}

/** What an inbox shows after the subject: the next titles. */
const preheader = ({ papers }: Edition) =>
  clip(`Also rising: ${papers.slice(1, 4).map((paper) => clip(paper.title, 60)).join('; ')}`, 150)

const FullPaper = ({ paper, site }: { paper: EditionPaper; site: MailSite }) => (
  <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin-top:30px">
    <tr>
      <td class="n s" width="34" valign="top" style={`${SET.serif};color:${LIGHT.soft};font-size:20px;line-height:27px`}>
        {paper.position}
      </td>
      <td valign="top">
        <h2 class="i" style={`${SET.serif};margin:0;font-size:20px;line-height:27px;font-weight:bold`}>
          <a class="i" href={paperPage(site.publicUrl, paper.id)} style={`color:${LIGHT.ink};text-decoration:none`}>
            {clip(paper.title, MAIL_LIMITS.title)}
          </a>
        </h2>
        <p class="s" style={`${SET.sans};margin:4px 0 0`}>
          {byline(paper.authors)}
        </p>
        <p class="a" style={`${SET.sans};color:${LIGHT.accent};font-weight:600;margin:8px 0 0`}>
          {clip(paper.receipt, MAIL_LIMITS.receipt)}
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

const BriefPapers = ({ papers, site }: { papers: EditionPaper[]; site: MailSite }) => (
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
              {clip(paper.receipt, MAIL_LIMITS.receipt)}
            </span>
          </td>
        </tr>
      ))}
    </table>
  </>
)

const Footer = ({ edition, site }: Props) => (
  <>
    <div class="r" style={`${SET.rule};margin-top:30px`}>
      &nbsp;
    </div>
    <p class="s" style={`${SET.sans};margin:18px 0 0`}>
      <a class="a" href={editionPage(site.publicUrl, edition.date)} style={SET.link}>
        Read on the web
      </a>
      {' \u00a0 '}
      <a class="a" href={HOLE.preferences} style={SET.link}>
        Preferences
      </a>
      {' \u00a0 '}
      <a class="a" href={HOLE.unsubscribe} style={SET.link}>
        Unsubscribe
      </a>
    </p>
    <p class="s" style={`${SET.sans};font-size:13px;line-height:20px;margin:12px 0 0`}>
      You get this mail because you subscribed at{' '}
      <a class="a" href={site.publicUrl} style={SET.link}>
        {site.publicUrl.replace(/^https?:\/\//, '')}
      </a>{' '}
      and confirmed it. {counted(edition.papers.length, 'paper')}, none of which we mailed before. No tracking: we do not
      know whether you opened it.
    </p>
    <p class="s" style={`${SET.sans};font-size:13px;line-height:20px;margin:8px 0 0`}>
      {site.postalAddress}
    </p>
  </>
)
