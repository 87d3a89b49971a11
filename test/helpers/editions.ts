import type { Edition, EditionPaper } from '../../src/ranking/edition.ts'
import real from './edition-papers.json'

/**
 * Everything a paper could try: markup, the end of CDATA, a placeholder, reordering, a control, a
 * bad address.
 */
export const HOSTILE: Partial<EditionPaper> = {
  title:
    '</title><script>alert("1")</script> & ]]> %%UNSUBSCRIBE_URL%% %%%PREFERENCES_URL%%%\u0007\r\nBcc: a@b.c',
  abstract: '<img src=x onerror=alert(1)> ]]> %%PREFERENCES_URL%% &lt;b&gt; \u0000 \uFFFE \uD800 end.',
  authors: ['<b>Bobby</b> "Tables"', "O'Neil & Sons"],
  categories: ['cs.<script>'],
  repo: '../..//evil.example',
  projectPage: 'javascript:alert(1)',
  reason: '<i>+1</i> upvote %%UNSUBSCRIBE_URL%%',
}

/** A paper of an edition: the top one unless told otherwise. */
export function anEditionPaper(changes: Partial<EditionPaper> = {}): EditionPaper {
  return { ...realPaper(0), ...changes }
}

/** Fifteen papers, five in full: fourteen real ones and, last, a hostile one. */
export function anEdition(changes: Partial<Edition> = {}): Edition {
  const papers = real.map((_, index) => realPaper(index))
  return {
    date: '2026-01-30',
    state: 'complete',
    note: null,
    publishedAt: Date.UTC(2026, 0, 30, 2, 30),
    papers: [...papers, { ...realPaper(13), id: 'astro-ph/0601001', position: 15, ...HOSTILE }],
    ...changes,
  }
}

function realPaper(index: number): EditionPaper {
  const paper = real[index]
  if (!paper) throw new RangeError(`there is no paper ${index}`)
  const { upvotes, gained, stars, starsGained, age, publishedAt, ...rest } = paper
  return {
    ...rest,
    publishedAt: Date.parse(publishedAt),
    position: index + 1,
    depth: index < 5 ? 'full' : 'brief',
    score: {
      now: upvotes / Math.sqrt(age),
      mail: upvotes / age ** 0.1,
      parts: {
        upvotes,
        gained,
        gainedOver: gained === null ? null : 24,
        stars,
        starsGained,
        age,
        points: null,
        followers: null,
        listed: age,
        blind: 0,
        place: null,
        above: null,
      },
    },
  }
}
