import { type Adapter, bearer, codeText, masked } from './channel.ts'
import { fitNotes, plainLine, plainPaper } from './escape.ts'
import { bytesOf, numbered, splitPapers } from './fit.ts'
import { readServer } from './public-url.ts'

/**
 * Above it the server makes a file of a message (https://docs.ntfy.sh/publish/#limitations), bytes.
 */
const MESSAGE = 4096

/** A topic (https://docs.ntfy.sh/publish/#publish-as-json). */
export const ntfy: Adapter = {
  label: 'ntfy',
  fields: [
    { name: 'name', label: 'Topic', hint: 'Whoever knows it reads along: choose one that nobody guesses.' },
    { name: 'url', label: 'Server', hint: 'Empty: https://ntfy.sh.', optional: true },
    {
      name: 'secret',
      label: 'Access token',
      optional: true,
      hidden: true,
      hint: 'If the topic is protected: tk_…',
    },
  ],
  host: null,
  knowsIds: false,
  read({ url: given, name, secret }, { publicUrl }) {
    const url = readServer(given.trim() || 'https://ntfy.sh', new URL(publicUrl).hostname)
    if ('error' in url) return url
    if (!/^[-\w]{1,64}$/.test(name.trim())) return { error: 'A topic has 1 to 64 letters, digits, - and _.' }
    if (!/^[\x21-\x7e]{0,200}$/.test(secret.trim())) return { error: 'That is no access token.' }
    return { url: url.href, name: name.trim(), secret: secret.trim() }
  },
  shown: ({ url, name }) => masked(`${new URL(url).host}/${name.slice(0, 2)}`, name),
  messages({ title, notes, url, papers }) {
    const head = fitNotes(notes, MESSAGE / 8, plainLine)
    const groups = splitPapers(papers, { size: MESSAGE, papers: 50 }, bytesOf(head) + 2, (paper) => {
      const made = plainPaper(paper)
      return { made, size: bytesOf(made) + 2 }
    })
    return groups.map((texts, index) =>
      JSON.stringify({
        title: numbered(plainLine(title), index, groups.length),
        message: [head, ...texts].filter(Boolean).join('\n\n'),
        click: url,
      }),
    )
  },
  code: (code, publicUrl) => JSON.stringify({ message: codeText(code, publicUrl) }),
  request: ({ url, name, secret }, { body }) => ({
    url,
    method: 'POST',
    headers: bearer(secret),
    body: JSON.stringify({ topic: name, ...JSON.parse(body) }),
  }),
}
