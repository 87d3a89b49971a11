import type { Brand } from '../../wording/brand.ts'

/** A sheet of paper in rising water, drawn on 24 by 24. */
const SHEET = 'M5 2.75h9.25L19 7.5v13.75H5z'
const WATER = 'M5 14.6c2.3 0 2.4-2.3 4.7-2.3s2.3 2.3 4.6 2.3 2.4-2.3 4.7-2.3v8.95H5z'

/** The logo beside the name. It is hidden from screen readers, which read the name. */
export const Logo = () => (
  <svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
    <path d={WATER} fill="currentColor" />
    <path d={SHEET} fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round" />
  </svg>
)

const DRAWN = `<g transform="translate(2.4 2.4) scale(.8)"><path d="${WATER}" fill="#fff"/><path d="${SHEET}" fill="none" stroke="#fff" stroke-width="1.6" stroke-linejoin="round"/></g>`

/** The first character of a logo text as readers see one; nothing of it is markup. */
function initialOf(text: string): string {
  const [first] = new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)
  const escaped = [...(first?.segment ?? '')].map((character) => `&#${character.codePointAt(0)};`).join('')
  return `<text x="12" y="17.2" font-family="sans-serif" font-size="15" font-weight="700" text-anchor="middle" fill="#fff">${escaped}</text>`
}

/**
 * The logo as a file with a background, for light and dark tabs: `/favicon.svg`, `image/svg+xml`.
 * A logo text gives its first character instead.
 */
export const faviconOf = ({ light, logo }: Brand): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="5" fill="${light.accent}"/>${logo === null ? DRAWN : initialOf(logo)}</svg>\n`

const STEPS = 96
/** A wave that grows from left to right, `phase` in radians; 712 by 28, of straight pieces. */
const swell = (phase: number) =>
  Array.from({ length: STEPS + 1 }, (_, step) => {
    const t = step / STEPS
    const y = 20 - 8 * t ** 2 + (1 + 5 * t) * Math.sin(phase + 26 * t)
    return `${step === 0 ? 'M' : 'L'}${(712 * t).toFixed(1)} ${y.toFixed(1)}`
  }).join('')
const NEAR = swell(0)
const FAR = swell(1.1)

/** The rising tide as a line between two parts of a page. */
export const WaveRule = () => (
  <svg
    class="tide-rule"
    viewBox="0 0 712 28"
    preserveAspectRatio="xMaxYMid slice"
    aria-hidden="true"
    focusable="false"
  >
    <path class="far" d={FAR} />
    <path d={NEAR} />
  </svg>
)
