import { execFileSync } from 'node:child_process'
import type { Seen } from './documents.ts'

/**
 * What sfeed (https://codemadness.org/sfeed.html) makes of a feed: fields between tabs, a line for
 * each item.
 */
export const readWithSfeed = (text: string): Seen[] =>
  execFileSync('sfeed', { input: text, encoding: 'utf8', maxBuffer: 1 << 26 })
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [, title = '', link = '', , , id = ''] = line.split('\t')
      return { id, title, link }
    })
