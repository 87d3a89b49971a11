import type { Deps } from '../deps.ts'
import { previewEdition } from '../editions/make.ts'
import { renderDigest } from '../mail/digest.tsx'
import { type Mail, siteOf } from '../mail/mail.ts'
import { fillPlaceholders } from '../mail/placeholders.ts'
import { shortHash } from '../subscribers/hex.ts'

/** Two presses within a minute (ms) are one mail. */
const MINUTE = 60_000

/**
 * The mail of the next edition as it stands now. Its links to unsubscribe and to preferences lead
 * to the site: it is nobody's.
 */
export async function previewMail(deps: Deps): Promise<Mail> {
  const { config } = deps
  const { subject, html, text } = renderDigest(await previewEdition(deps), siteOf(config))
  const home = `${config.PUBLIC_URL}/`
  const links = { unsubscribe: home, preferences: home, mark: `${home}mark?token=nobody` }
  return {
    from: config.MAIL_FROM,
    to: config.OPERATOR_EMAIL ?? '',
    subject: `[Test] ${subject}`,
    headers: {},
    html: fillPlaceholders(html, links),
    text: fillPlaceholders(text, links),
  }
}

/** Mails it to OPERATOR_EMAIL, marked as a test. Answers why not, or null. */
export async function sendTest(deps: Deps): Promise<string | null> {
  const { config, mailer, now } = deps
  if (!config.OPERATOR_EMAIL) return 'OPERATOR_EMAIL is not set.'
  const minute = Math.floor(now() / MINUTE)
  const mail = await previewMail(deps)
  const outcome = await mailer.send(`test.${minute}.${await shortHash(mail.html)}`, mail)
  return outcome === 'taken' ? null : `The mail provider did not take it (${outcome}).`
}
