import { type Adapter, bearer, codeText, masked, type PostPaper } from './channel.ts'
import { escapeLine, fitNotes, plainPaper } from './escape.ts'
import { bytesOf, numbered, splitPapers } from './fit.ts'
import { readServer } from './public-url.ts'

/** Both texts as JSON (bytes): an event may have 65,536, signatures and all. */
const TEXTS = 48_000

/** A room (https://spec.matrix.org/v1.18/client-server-api/#sending-events-to-a-room). */
export const matrix: Adapter = {
  label: 'Matrix',
  fields: [
    { name: 'url', label: 'Homeserver', hint: 'Of the account that posts: https://matrix.org.' },
    { name: 'name', label: 'Room', hint: 'Its internal id, !…:server; not encrypted, the account in it.' },
    { name: 'secret', label: 'Access token', hint: 'Of an account for nothing else.', hidden: true },
  ],
  host: null,
  knowsIds: true,
  read({ url: given, name, secret }, { publicUrl }) {
    const url = readServer(given, new URL(publicUrl).hostname)
    if ('error' in url) return url
    if (!/^![\x21-\x7e]{1,254}$/.test(name.trim())) return { error: 'A room is its id: !…:server.' }
    if (!/^[\x21-\x7e]{8,500}$/.test(secret.trim())) return { error: 'That is no access token.' }
    return { url: url.href, name: name.trim(), secret: secret.trim() }
  },
  shown: ({ url, name }) => masked(`${new URL(url).host} ${name.slice(0, 3)}`, name.replace(/:.*/, '')),
  messages({ title, notes, url, papers }) {
    const groups = splitPapers(papers, { size: TEXTS, papers: 50 }, 4000, textsOf)
    const more = fitNotes(notes, 2000, escapeLine)
    return groups.map((texts, index) => {
      const heading = numbered(title, index, groups.length)
      const html = `<h4><a href="${escapeLine(url)}">${escapeLine(heading)}</a></h4><p>${more}</p>`
      const body = [heading, ...texts.map(({ text }) => text), url].join('\n\n')
      return JSON.stringify(asEvent(body, html + texts.map((one) => one.html).join('')))
    })
  },
  code: (code, publicUrl) => JSON.stringify(asEvent(codeText(code, publicUrl))),
  request: ({ url, name, secret }, { body, id }) => ({
    url: `${url}_matrix/client/v3/rooms/${encodeURIComponent(name)}/send/m.room.message/${encodeURIComponent(id)}`,
    method: 'PUT',
    headers: bearer(secret),
    body,
  }),
  gone: (status) => [401, 403, 404, 410].includes(status),
}

/** Nobody is mentioned (`m.mentions`, v1.7). */
const asEvent = (body: string, html?: string) => ({
  msgtype: 'm.notice',
  body,
  'm.mentions': {},
  ...(html && { format: 'org.matrix.custom.html', formatted_body: html }),
})

function textsOf(paper: PostPaper) {
  const title = `<b>${paper.position}. <a href="${escapeLine(paper.url)}">${escapeLine(paper.title)}</a></b>`
  const html = `<p>${title}<br>${escapeLine(paper.lead)}<br><i>${escapeLine(paper.reason)}</i></p>`
  const made = { text: plainPaper(paper), html }
  return { made, size: bytesOf(JSON.stringify(made)) }
}
