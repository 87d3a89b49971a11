import type { MailSite } from './mail.ts'
import { PLACEHOLDER } from './placeholders.ts'
import { linkOf, MailShell, SET } from './shell.tsx'
import { wrap } from './wrap.ts'

const SUBJECT = 'No new paper of your topics this week'
const SAY = 'For a week no new paper was of your topics. On the first day that has one, it comes as always.'

/**
 * The mail of a week in which no paper was of a reader's topics (`url`: their list), so that they
 * know that it works.
 */
export function renderQuietWeek(
  url: string,
  site: MailSite,
): { subject: string; html: string; text: string } {
  const links = [
    { label: 'Change your topics', href: PLACEHOLDER.preferences },
    { label: 'All papers of them', href: url },
    { label: 'Unsubscribe', href: PLACEHOLDER.unsubscribe },
  ]
  const longest = Math.max(...links.map(({ label }) => label.length))
  return {
    subject: SUBJECT,
    html: `<!doctype html>${(
      <MailShell brand={site.brand} title={SUBJECT} preheader={SAY} aside="A quiet week">
        <p class="i" style={`${SET.serif};margin:24px 0 0;font-size:16px;line-height:25px`}>
          {SAY}
        </p>
        <p class="s" style={`${SET.sans};margin:18px 0 0`}>
          {links.map(({ label, href }) => (
            <>
              <a class="a" href={href} style={linkOf(site.brand)}>
                {label}
              </a>
              {' \u00a0 '}
            </>
          ))}
        </p>
        <p class="s" style={`${SET.sans};margin:12px 0 0`}>
          {site.postalAddress}
        </p>
      </MailShell>
    )}\n`,
    text: `${[
      `${site.brand.name}\n\n${wrap(SAY)}`,
      links.map(({ label, href }) => `${label.padEnd(longest)}  ${href}`).join('\n'),
      wrap(site.postalAddress),
    ].join('\n\n')}\n`,
  }
}
