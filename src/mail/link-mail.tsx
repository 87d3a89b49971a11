import type { MailSite } from './mail.ts'
import { linkOf, MailShell, SET, SiteFooter } from './shell.tsx'
import { wrap } from './wrap.ts'

export type LinkMail = MailSite & { preferencesUrl: string }

const subjectOf = (name: string) => `Your ${name} link`
const say = (name: string) =>
  `Somebody, hopefully you, asked for a link to what ${name} has stored for this address. With it you can change or end your digest, take your data along, or erase it. If it was not you, ignore this mail: nobody else has the link.`

/** The mail that brings a reader a new link to their preferences. */
export const renderLinkMail = (mail: LinkMail): { subject: string; html: string; text: string } => ({
  subject: subjectOf(mail.brand.name),
  html: `<!doctype html>${<Link {...mail} />}\n`,
  text: `${[mail.brand.name, wrap(say(mail.brand.name)), mail.preferencesUrl, `${mail.publicUrl}\n${wrap(mail.postalAddress)}`].join('\n\n')}\n`,
})

const Link = ({ preferencesUrl, ...site }: LinkMail) => (
  <MailShell
    brand={site.brand}
    title={subjectOf(site.brand.name)}
    preheader="Change, end, take along or erase."
    aside="Your link"
  >
    <p class="i" style={`${SET.serif};margin:30px 0 0;font-size:16px;line-height:25px`}>
      {say(site.brand.name)}
    </p>
    <p class="s" style={`${SET.sans};margin:24px 0 0`}>
      <a class="a" href={preferencesUrl} style={`${linkOf(site.brand)};word-break:break-all`}>
        {preferencesUrl}
      </a>
    </p>
    <SiteFooter {...site} />
  </MailShell>
)
