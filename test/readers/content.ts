import { violations } from './schema.ts'

/** What is wrong with the HTML of a feed's items. */
export function contents(texts: readonly string[]): string[] {
  const empty = texts.filter((html) => html.trim() === '').map(() => 'an item has no content')
  const document = `<contents>\n${texts.map((html) => `<content>${html}</content>`).join('\n')}\n</contents>\n`
  return [...empty, ...violations('content', document).map((line) => `content ${line}`)]
}
