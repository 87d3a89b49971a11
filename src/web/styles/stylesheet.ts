import { FORMS } from './forms.ts'
import { PAGE } from './page.ts'
import { PAPERS } from './papers.ts'
import { TABLES } from './tables.ts'

/** The one style sheet of all pages. */
export const STYLE = [PAGE, PAPERS, FORMS, TABLES].join('\n')

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

/** Changes with the content, so it may be cached for ever. */
export const STYLE_PATH = `/style-${fingerprint(STYLE)}.css`
