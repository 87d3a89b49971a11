import type { Inbox } from './inbox.ts'

export const READER = 'ada@example.org'

/** How long the confirmation mail may take (ms). */
const PATIENCE = 15_000

/**
 * Signs a reader up as a browser would: the form, the mail, its link, the button. @throws Error
 * where that breaks
 */
export async function subscribeReader(product: string, inbox: Inbox) {
  const before = (await inbox.mails()).length
  await submit(`${product}/subscribe`, { email: READER, timezone: 'Europe/Berlin', hour: '7' })

  const arrived = (await inbox.waitFor(before + 1, PATIENCE)).slice(before)
  const mail = arrived.find((mail) => mail.to.includes(READER) && /confirm/i.test(mail.subject))
  const link = /https?:\/\/\S+\/confirm\?token=[^\s<>"')\]]+/.exec(mail?.text ?? '')?.[0]
  if (!link)
    throw new Error(`No confirmation mail with a link came for ${READER} within ${PATIENCE / 1000} seconds.`)

  const page = await fetch(link)
  const html = await page.text()
  if (!page.ok) throw new Error(`The confirmation page answered ${page.status}`)
  const form = readForm(html)
  await submit(new URL(form.action, link).href, form.fields)
}

async function submit(url: string, fields: Record<string, string>) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { origin: new URL(url).origin },
    body: new URLSearchParams(fields),
  })
  if (!response.ok)
    throw new Error(
      `POST ${new URL(url).pathname} answered ${response.status}: ${(await response.text()).slice(0, 300)}`,
    )
}

/** The page's posting form: our own page, so its plain HTML is read with patterns. */
function readForm(html: string): { action: string; fields: Record<string, string> } {
  const form = [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gis)].find(
    ([, tag]) => attribute(tag, 'method')?.toLowerCase() === 'post',
  )
  if (!form) throw new Error('The confirmation page shows no button.')
  const inputs = [...(form[2] ?? '').matchAll(/<input\b([^>]*)>/gi)].map((input) => [
    attribute(input[1], 'name'),
    attribute(input[1], 'value'),
  ])
  return {
    action: attribute(form[1], 'action') ?? '',
    fields: Object.fromEntries(inputs.flatMap(([name, value]) => (name ? [[name, value ?? '']] : []))),
  }
}

function attribute(tag: string | undefined, name: string): string | undefined {
  const value = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(tag ?? '')
  return (value?.[1] ?? value?.[2] ?? value?.[3])
    ?.replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
}
