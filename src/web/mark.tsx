import { LIGHT } from '../digest/theme.ts'

/** A sheet of paper, and the tide has come in. Drawn on 24 by 24. */
const SHEET = 'M5 2.75h9.25L19 7.5v13.75H5z'
const WATER = 'M5 14.6c2.3 0 2.4-2.3 4.7-2.3s2.3 2.3 4.6 2.3 2.4-2.3 4.7-2.3v8.95H5z'

/** The mark beside the name; says nothing to a screen reader, the name does. */
export const Mark = () => (
  <svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
    <path d={WATER} fill="currentColor" />
    <path d={SHEET} fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round" />
  </svg>
)

/** The same as a file of its own, on a ground, for light and dark tabs alike: `/favicon.svg`, `image/svg+xml`. */
export const FAVICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="5" fill="${LIGHT.accent}"/><g transform="translate(2.4 2.4) scale(.8)"><path d="${WATER}" fill="#fff"/><path d="${SHEET}" fill="none" stroke="#fff" stroke-width="1.6" stroke-linejoin="round"/></g></svg>\n`
