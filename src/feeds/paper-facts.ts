import { abstractPage, huggingFacePage, type Paper, storyPage } from '../papers/paper.ts'
import { span } from '../ranking/reason.ts'
import type { Signal } from '../ranking/signals.ts'
import { clockTime, shortDay } from '../wording/days.ts'
import { codePage } from '../wording/links.ts'
import { grouped } from '../wording/words.ts'

/** A fact that the page and the Markdown of a paper both state, in the same words. */
export type Fact = { name: string; value: string }

/** When a paper was submitted, first seen and listed: these days may differ. */
export function datesOf(paper: Pick<Paper, 'publishedAt' | 'listedOn' | 'firstSeenAt'>): Fact[] {
  const { publishedAt, listedOn, firstSeenAt } = paper
  return [
    ...(publishedAt === null ? [] : [{ name: 'Submitted to arXiv', value: shortDay(publishedAt) }]),
    {
      name: 'First seen by us',
      value: `${shortDay(firstSeenAt)}, ${clockTime(firstSeenAt)}; arXiv had announced it by then`,
    },
    ...(listedOn === null
      ? []
      : [{ name: 'On the daily list', value: `${shortDay(listedOn)}, on Hugging Face` }]),
  ]
}

/** Versions that are linked one by one (count). */
const LINKED = 12

/** The versions that arXiv has named, newest first; empty until arXiv was asked. */
export const versionsOf = ({ id, version }: Pick<Paper, 'id' | 'version'>) =>
  Array.from({ length: Math.min(version ?? 0, LINKED) }, (_, back) => {
    const number = (version ?? 0) - back
    return { label: `v${number}`, href: `${abstractPage(id)}v${number}` }
  })

const NAMES = {
  'upvotes huggingface': 'Upvotes on Hugging Face',
  'comments huggingface': 'Comments on Hugging Face',
  'stars github': 'Stars on GitHub',
  'points hackernews': 'Points on Hacker News',
  'comments hackernews': 'Comments on Hacker News',
} as const

/** A count in words: `2,310`, `+120 in 24 hours`, and the page it is from (null: there is none). */
export function describeSignal(signal: Signal, paper: Pick<Paper, 'id' | 'listedOn' | 'repo' | 'story'>) {
  const { count, gained, over, at } = signal
  const pages = {
    huggingface: paper.listedOn === null ? null : huggingFacePage(paper.id),
    github: codePage(paper),
    hackernews: paper.story === null ? null : storyPage(paper.story),
    arxiv: null,
  }
  return {
    name: NAMES[`${signal.signal} ${signal.source}` as keyof typeof NAMES],
    href: pages[signal.source],
    count: grouped(count),
    /** True if the count grew. */
    rises: gained !== null && gained > 0,
    change:
      gained === null || over === null
        ? 'checked once so far'
        : `${gained > 0 ? `+${grouped(gained)}` : 'none new'} in ${span(over)}`,
    at,
  }
}
