import { Webhook } from 'standardwebhooks'
import { type Adapter, JSON_HEADERS, masked } from './channel.ts'
import { readPublicUrl } from './public-url.ts'

/** Any address, signed as https://www.standardwebhooks.com says. */
export const webhook: Adapter = {
  label: 'Webhook',
  fields: [
    {
      name: 'url',
      label: 'Address',
      hidden: true,
      hint: 'A public https address that takes a POST of JSON. Requests are signed.',
    },
  ],
  host: null,
  knowsIds: true,
  read({ url: given, secret }, { publicUrl }) {
    const url = readPublicUrl(given, new URL(publicUrl).hostname)
    return 'error' in url ? url : { url: url.href, name: '', secret }
  },
  shown: ({ url }) => masked(new URL(url).host, url),
  messages: ({ title, date, publishedAt, notes, url, papers }) => [
    JSON.stringify({
      type: 'digest.posted',
      timestamp: new Date(publishedAt).toISOString(),
      data: { title, edition: date, url, notes, papers },
    }),
  ],
  code: (code) => JSON.stringify({ type: 'channel.code', data: { code } }),
  request({ url, secret }, { body, id, at }) {
    const signature = new Webhook(secret).sign(id, new Date(at), body)
    const headers = {
      ...JSON_HEADERS,
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at / 1000)),
      'webhook-signature': signature,
    }
    return { url, method: 'POST', headers, body }
  },
}
