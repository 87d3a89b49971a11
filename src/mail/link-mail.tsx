import { NAME } from '../wording/brand.ts'
import { MailShell, SET, SiteFooter } from './shell.tsx'
import { wrap } from './wrap.ts'

export type LinkMail = { publicUrl: string; preferencesUrl: string; postalAddress: string }

const SUBJECT = `Your ${NAME} link`
const SAY = `Somebody, hopefully you, asked for a link to what ${NAME} has stored for this address. With it you can change or end your digest, take your data along, or erase it. If it was not you, ignore this mail: nobody else has the link.`

/** The mail that brings a reader a new link to their preferences. */
export const renderLinkMail = (mail: LinkMail): { subject: string; html: string; text: string } => ({
  subject: SUBJECT,
  html: `<!doctype html>${<Link {...mail} />}\n`,
  text: `${[NAME, wrap(SAY), mail.preferencesUrl, `${mail.publicUrl}\n${wrap(mail.postalAddress)}`].join('\n\n')}\n`,
})

const Link = ({ publicUrl, preferencesUrl, postalAddress }: LinkMail) => (
  <MailShell title={SUBJECT} preheader="Change, end, take along or erase." aside="Your link">
    <p class="i" style={`${SET.serif};margin:30px 0 0;font-size:16px;line-height:25px`}>
      {SAY}
    </p>
    <p class="s" style={`${SET.sans};margin:24px 0 0`}>
      <a class="a" href={preferencesUrl} style={`${SET.link};word-break:break-all`}>
        {preferencesUrl}
      </a>
    </p>
    <SiteFooter publicUrl={publicUrl} postalAddress={postalAddress} />
  </MailShell>
)
