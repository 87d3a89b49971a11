import type { Brand } from '../../wording/brand.ts'
import { FORMS } from './forms.ts'
import { PAGE, paint } from './page.ts'
import { PAPERS } from './papers.ts'
import { TABLES } from './tables.ts'

/**
 * FNV-1a, 32 bit (http://www.isthe.com/chongo/tech/comp/fnv/): a name for the content, not for
 * security.
 */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}

/**
 * The one style sheet of all pages of a site. Its path changes with whatever every page shows, so
 * it may be cached for ever, and names the release in the keys of caches.
 */
export type StyleSheet = { css: string; path: string }

const made = new WeakMap<Brand, StyleSheet>()
export function styleSheetOf(brand: Brand): StyleSheet {
  const known = made.get(brand)
  if (known) return known
  const css = [paint(brand), PAGE, PAPERS, FORMS, TABLES].join('\n')
  const sheet = { css, path: `/style-${fingerprint(css + JSON.stringify(brand))}.css` }
  made.set(brand, sheet)
  return sheet
}
