import type { Brand } from '../../wording/brand.ts'
import { escapeHtml } from '../../wording/escape-html.ts'
import { paperPage } from '../../wording/links.ts'
import { SHEET, WATER } from './logo.tsx'

/**
 * Widths in hundredths of the type size, of DejaVu Sans, which is as wide as Verdana. What is not
 * named here is as wide as a digit.
 */
const WIDTHS: Readonly<Record<string, number>> = Object.fromEntries(
  Object.entries({
    28: "'ijl",
    30: 'IJ',
    32: ' ,.·',
    34: '/:;f',
    37: '-()t',
    41: 'r!',
    53: 's?z',
    56: 'cL',
    59: 'Fkvxy',
    61: 'PTYaoe',
    63: 'ESbdghnpqu',
    67: 'AKV',
    69: 'BCRXZ',
    75: 'HNUDG',
    79: 'OQ&',
    83: 'w#+',
    86: 'M',
    98: 'm%W',
  }).flatMap(([width, characters]) => [...characters].map((one) => [one, Number(width)])),
)
const DIGIT = 64

const SIZE = 11
const HEIGHT = 20
const PADDING = 7
/** Left of the name: the mark, and what is between. */
const MARK = 15

/** How wide a text is (px). */
export const textWidth = (text: string): number =>
  Math.ceil(([...text].reduce((sum, one) => sum + (WIDTHS[one] ?? DIGIT), 0) * SIZE) / 100)

/**
 * A badge as SVG: the name, and what is said of the paper. White on colours that are legible on any
 * ground, without script, style or anything to load. `isRanked`: in our colour, not in grey.
 */
export function drawBadge(
  { name: title, logo, light, dark }: Brand,
  said: string,
  isRanked: boolean,
): string {
  const [name, told] = [textWidth(title), textWidth(said)]
  const mark = logo === null ? MARK : 0
  const left = PADDING + mark + name + PADDING
  const width = left + PADDING + told + PADDING
  const words = escapeHtml(`${title} ${said}`)
  const drawn = `<g transform="translate(${PADDING - 2} 3.4) scale(.55)" fill="none" stroke="${dark.accent}" stroke-width="2" stroke-linejoin="round"><path d="${WATER}" fill="${dark.accent}" stroke="none"/><path d="${SHEET}"/></g>`
  // textLength: another font is set as wide as the ground is.
  const text = (content: string, x: number, length: number) =>
    `<text x="${x}" y="14" textLength="${length}" lengthAdjust="spacingAndGlyphs">${escapeHtml(content)}</text>`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-label="${words}"><title>${words}</title><clipPath id="r"><rect width="${width}" height="${HEIGHT}" rx="3"/></clipPath><g clip-path="url(#r)"><rect width="${left}" height="${HEIGHT}" fill="${light.ink}"/><rect x="${left}" width="${width - left}" height="${HEIGHT}" fill="${isRanked ? light.accent : light.soft}"/></g><rect x=".5" y=".5" width="${width - 1}" height="${HEIGHT - 1}" rx="2.5" fill="none" stroke="#fff" stroke-opacity=".2"/>${mark === 0 ? '' : drawn}<g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="${SIZE}">${text(title, PADDING + mark, name)}${text(said, left + PADDING, told)}</g></svg>\n`
}

/** What a badge says of a paper: its frozen place in the edition it was in. */
export const badgeWords = (position: number, day: string) => `no. ${position} · ${day}`

/** The badge to copy, as Markdown and HTML. */
export function badgeSnippets(name: string, publicUrl: string, id: string, said: string) {
  const page = paperPage(publicUrl, id)
  const image = `${page}/badge.svg`
  const words = `${name} ${said}`
  return {
    markdown: `[![${words.replace(/[\\[\]]/g, '\\$&')}](${image})](${page})`,
    html: `<a href="${page}"><img src="${image}" alt="${escapeHtml(words)}" height="${HEIGHT}"></a>`,
  }
}
