import type { MailSite } from './mail.ts'
import { linkOf, MailShell, SET, SiteFooter } from './shell.tsx'
import { wrap } from './wrap.ts'

export type ConfirmationMail = MailSite & {
  confirmUrl: string
  /** Ends all mail to the address for good. */
  neverUrl: string
  /** What was chosen, in words of ours alone (chosen.ts): a stranger may have typed it. */
  chosen: string
}

const subjectOf = (name: string) => `Confirm your ${name} subscription`
const ask = ({ brand: { name }, chosen }: ConfirmationMail) =>
  `Someone, hopefully you, asked for ${name} at this address: ${chosen}. Please confirm and the next edition is yours.`
const IGNORE =
  'If this was not you, ignore this mail. Nothing more comes by itself, and the address is forgotten. Should somebody ask again, at most three such mails come in a year. To rule that out too:'

/**
 * The mail that asks a new subscriber to confirm. Besides the product it links the two answers to
 * it.
 */
export function renderConfirmation(mail: ConfirmationMail): { subject: string; html: string; text: string } {
  return {
    subject: subjectOf(mail.brand.name),
    html: `<!doctype html>${<Confirmation {...mail} />}\n`,
    text: `${[
      mail.brand.name,
      wrap(ask(mail)),
      `Confirm your subscription:\n${mail.confirmUrl}`,
      `${wrap(IGNORE)}\n${mail.neverUrl}`,
      `${mail.publicUrl}\n${wrap(mail.postalAddress)}`,
    ].join('\n\n')}\n`,
  }
}

const Confirmation = (mail: ConfirmationMail) => {
  const { brand, confirmUrl, neverUrl } = mail
  const { light } = brand
  return (
    <MailShell
      brand={brand}
      title={subjectOf(brand.name)}
      preheader="One click, and the next edition is yours."
      aside="Almost there"
    >
      <h1 class="i" style={`${SET.serif};margin:30px 0 0;font-size:24px;line-height:32px;font-weight:bold`}>
        {brand.claim}
      </h1>
      <p class="i" style={`${SET.serif};margin:14px 0 0;font-size:16px;line-height:25px`}>
        {ask(mail)}
      </p>
      <table role="presentation" cellpadding="0" cellspacing="0" style="margin-top:24px">
        <tr>
          <td class="b" bgcolor={light.accent} style={`background:${light.accent};border-radius:4px`}>
            <a
              class="b"
              href={confirmUrl}
              style={`${SET.sans};display:inline-block;padding:12px 22px;font-size:16px;line-height:22px;font-weight:600;color:${light.ground};text-decoration:none;border-radius:4px`}
            >
              Confirm my subscription
            </a>
          </td>
        </tr>
      </table>
      <p class="s" style={`${SET.sans};margin:24px 0 0`}>
        Or open this address:
        <br />
        <a class="a" href={confirmUrl} style={`${linkOf(brand)};word-break:break-all`}>
          {confirmUrl}
        </a>
      </p>
      <p class="s" style={`${SET.sans};margin:16px 0 0`}>
        {IGNORE}{' '}
        <a class="a" href={neverUrl} style={linkOf(brand)}>
          Never write to this address
        </a>
      </p>
      <SiteFooter {...mail} />
    </MailShell>
  )
}
