import { paperLinks } from '../wording/links.ts'
import { byline, oneLine } from '../wording/words.ts'
import { entryOf, printable } from './entry.ts'
import type { List, ListItem } from './list.ts'

/** The list as Markdown (CommonMark): a heading, then a numbered list, best first. */
export function toMarkdown(list: List): string {
  const items = list.items.map((item, index) => {
    const number = `${index + 1}. `
    return number + lines(item, list.publicUrl).join(`  \n${' '.repeat(number.length)}`)
  })
  return `${[`# ${plain(list.title)}`, plain(list.description), `<${list.pageUrl}>`, ...items].join('\n\n')}\n`
}

function lines(item: ListItem, publicUrl: string): string[] {
  const entry = entryOf(item, publicUrl)
  const head = [`**[${plain(entry.title)}](<${entry.url}>)**`]
  if ('edition' in item) return [...head, plain(entry.summary)]
  const links = paperLinks(item.paper)
  return [
    ...head,
    plain(byline(item.paper.authors)),
    plain(entry.summary),
    links.map(({ label, href }) => `[${label}](<${href}>)`).join(' · '),
    plain(item.paper.abstract),
  ].filter(Boolean)
}

/** One line in which nothing is markup: ASCII punctuation may be escaped (CommonMark §2.4), `&` and `<` among it. */
export const plain = (text: string) => oneLine(printable(text)).replace(/[\\`*_{}[\]<>#|~&!$]/g, '\\$&')
