import type { Edition } from '../ranking/edition.ts'
import { LIGHT, SANS } from '../wording/brand.ts'
import { editionPage } from '../wording/links.ts'
import { digestSubject } from '../wording/subject.ts'
import { counted, linesOf } from '../wording/words.ts'
import { claimOf, headingOf, headingOfBrief, orderOf, preheaderOf } from './claim.ts'
import { clipEscaped } from './clip-escaped.ts'
import { BriefPapers, EarlyPapers, FullPaper } from './digest-papers.tsx'
import { digestText } from './digest-text.ts'
import { type DigestOptions, MAIL_LIMITS, type MailSite } from './mail.ts'
import { apart, earlyApart, PLACEHOLDER, withoutPlaceholders } from './placeholders.ts'
import { FONT, linkOf, MailShell, SET } from './shell.tsx'

/**
 * An edition as mail, with placeholders (placeholders.ts) for the per-reader links. html and text
 * carry the same content. Same edition, same bytes.
 */
export function renderDigest(
  edition: Edition,
  site: MailSite,
  options: DigestOptions = {},
): { subject: string; html: string; text: string } {
  const safe = withoutPlaceholders(edition)
  const early = (options.early ?? []).map(earlyApart)
  const only = options.only && {
    ...options.only,
    words: apart(clipEscaped(options.only.words, MAIL_LIMITS.words)),
  }
  const moved = [...(options.own ?? [])].map(
    ([id, to]) => [id, { ...to, name: apart(clipEscaped(to.name, MAIL_LIMITS.name)) }] as const,
  )
  const given = { ...options, only, early, own: options.own && new Map(moved) }
  return {
    subject: digestSubject(safe),
    html: `<!doctype html>${<Digest edition={safe} site={site} options={given} />}\n`,
    text: digestText(safe, site, given),
  }
}

const SMALL = `font-family:${SANS};font-size:13px;line-height:20px;color:${LIGHT.soft}`

type Props = { edition: Edition; site: MailSite; options: DigestOptions }

const Digest = ({ edition, site, options }: Props) => {
  const { early = [] } = options
  const full = edition.papers.filter((paper) => paper.depth === 'full')
  const brief = edition.papers.filter((paper) => paper.depth === 'brief')
  return (
    <MailShell
      brand={site.brand}
      title={digestSubject(edition)}
      preheader={preheaderOf(edition)}
      aside={counted(edition.papers.length, 'paper')}
    >
      <h1 class="i" style={`${SET.serif};margin:26px 0 0;font-size:24px;line-height:32px;font-weight:bold`}>
        {headingOf(edition, options)}
      </h1>
      {options.only && (
        <p class="s" style={`${SET.sans};margin:6px 0 0`}>
          Only papers {options.only.words}.
        </p>
      )}
      {edition.operatorNote && (
        <p
          class="i w"
          style={`${FONT.sans};color:${LIGHT.ink};background:${LIGHT.wash};margin:20px 0 0;padding:10px 14px`}
        >
          {linesOf(edition.operatorNote).map((line, index) => (
            <>
              {index > 0 && <br />}
              {line}
            </>
          ))}
        </p>
      )}
      {edition.state === 'partial' && edition.note && (
        <p
          class="i w"
          style={`${FONT.sans};color:${LIGHT.ink};background:${LIGHT.wash};margin:20px 0 0;padding:10px 14px`}
        >
          {clipEscaped(edition.note, MAIL_LIMITS.note)}
        </p>
      )}
      {full.map((paper) => (
        <FullPaper paper={paper} site={site} moved={options.own?.get(paper.id)} />
      ))}
      {brief.length > 0 && (
        <BriefPapers papers={brief} heading={headingOfBrief(brief, options)} site={site} own={options.own} />
      )}
      {early.length > 0 && <EarlyPapers papers={early} site={site} />}
      <Footer edition={edition} site={site} options={options} />
    </MailShell>
  )
}

const Footer = ({ edition, site, options }: Props) => (
  <>
    <div class="r" style={`${SET.rule};margin-top:30px`}>
      &nbsp;
    </div>
    <p class="s" style={`${SET.sans};margin:18px 0 0`}>
      {orderOf(options)}
    </p>
    <p class="s" style={`${SET.sans};margin:12px 0 0`}>
      <a
        class="a"
        href={options.only?.url ?? editionPage(site.publicUrl, edition.date)}
        style={linkOf(site.brand)}
      >
        Read on the web
      </a>
      {' \u00a0 '}
      <a class="a" href={PLACEHOLDER.preferences} style={linkOf(site.brand)}>
        Preferences
      </a>
      {' \u00a0 '}
      <a class="a" href={PLACEHOLDER.unsubscribe} style={linkOf(site.brand)}>
        Unsubscribe
      </a>
    </p>
    <p class="s" style={`${SET.sans};margin:12px 0 0`}>
      Forwarded to you?{' '}
      <a class="a" href={`${site.publicUrl}/`} style={linkOf(site.brand)}>
        Subscribe
      </a>
      .
    </p>
    <p class="s" style={`${SMALL};margin:12px 0 0`}>
      You get this mail because you subscribed at{' '}
      <a class="a" href={site.publicUrl} style={linkOf(site.brand)}>
        {site.publicUrl.replace(/^https?:\/\//, '')}
      </a>{' '}
      and confirmed it. {claimOf(edition, options)} No tracking: we do not know whether you opened it.
    </p>
    <p class="s" style={`${SMALL};margin:8px 0 0`}>
      {site.postalAddress}
    </p>
  </>
)
