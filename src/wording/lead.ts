import { type Abstract, readAbstract, type Sentence } from './abstract.ts'
import * as cues from './lead-cues.ts'

/** The sentences of an abstract that a reader sees first. */
export type Lead = {
  /** The sentence that says what is new. */
  sentence: string
  /** A later sentence with a measured gain. Null if there is none, or no room for it. */
  result: string | null
}

// Two lines of a page, a mail or a feed. Each further character costs some score.
const COMFORTABLE = 220
// Lead and result together fill four lines.
const LONGEST_WITH_RESULT = 400
// A shorter result ("Accuracy rises by 5%.") is unclear without the sentence before it.
const SHORTEST_RESULT = 40

type Signal = {
  weight: number
  reason: string
  /** 0 or 1, or a share between them, unless the reason says something else. */
  of: (sentence: Sentence, abstract: Abstract) => number
}

const yes = (is: boolean) => (is ? 1 : 0)

/**
 * The whole rating: a sentence's score is the sum of weight times signal. The weights were learned
 * on the training part of SciTLDR (which sentence shares most words with the summary its authors
 * wrote) and rounded. The weight of the length was set by hand; it costs 0.1 of ROUGE-1 there.
 */
export const SIGNALS: readonly Signal[] = [
  {
    weight: 11,
    reason: 'The title names what is new, so the sentence that shares most words with it says it in full.',
    of: ({ stems }, { title }) => {
      const shared = sum(stems, (stem) => yes(title.has(stem)))
      return (2 * shared) / (stems.size + title.size || 1)
    },
  },
  {
    weight: 9,
    reason:
      'The matter comes back in other sentences: the mean over its words of ln(sentences with it) / ln(all).',
    of: ({ stems }, { sentences, spread }) =>
      sum(stems, (stem) => Math.log(spread.get(stem) ?? 1)) / (stems.size * Math.log(sentences.length) || 1),
  },
  {
    weight: 5,
    reason: 'A full sentence has 20 words; shorter ones ("Our approach is simple.") say too little.',
    of: ({ words }) => Math.min(words, 20) / 20,
  },
  {
    weight: 2.5,
    reason: 'The first sentence that announces something is the main one; details follow.',
    of: (sentence, { firstAnnouncing }) => yes(sentence === firstAnnouncing),
  },
  {
    weight: 3,
    reason: '"We propose", "this paper introduces": the plainest announcements.',
    of: ({ text }) => yes(cues.INTRODUCES.test(text)),
  },
  {
    weight: 2,
    reason: 'A title "Name: ..." has coined a name; the sentence that announces that name explains it.',
    of: ({ text }, { name }) =>
      yes(name !== '' && cues.ANNOUNCES.test(text) && text.toLowerCase().includes(name)),
  },
  {
    weight: 1,
    reason: '"We show", "we find": some papers bring a finding.',
    of: ({ text }) => yes(cues.FINDS.test(text)),
  },
  {
    weight: 2.5,
    reason: 'Only where the authors speak of themselves can it be their work.',
    of: ({ text }) => yes(cues.AUTHORS.test(text)),
  },
  {
    weight: 1.5,
    reason: 'After a problem ("However, ...") comes the answer to it.',
    of: ({ index }, { sentences }) => yes(cues.OBJECTS.test(sentences[index - 1]?.text ?? '')),
  },
  {
    weight: -2,
    reason: '"Furthermore", "we also": more of the same.',
    of: ({ text }) => yes(cues.CONTINUES.test(text)),
  },
  {
    weight: -2,
    reason: '"Existing methods", "have been shown": what others did.',
    of: ({ text }) => yes(cues.LOOKS_BACK.test(text)),
  },
  {
    weight: -2.5,
    reason: 'Details and outlook come late: the share of the abstract before it.',
    of: ({ index }, { sentences }) => index / sentences.length,
  },
  {
    weight: -1.5,
    reason: `A lead is read at a glance: for each 100 characters beyond ${COMFORTABLE}, at most three times.`,
    of: ({ text }) => Math.min(3, Math.max(0, text.length - COMFORTABLE) / 100),
  },
]

/**
 * The sentence of an abstract that says what is new, and a result if there is room for it; both
 * word for word, without the white space around them. Nothing is ever cut: a long sentence costs
 * score (see `SIGNALS`), so a shorter one that is nearly as good wins, and the only good one stays
 * whole. An abstract of one sentence leads with it. Null for a blank abstract, and for one without
 * a sentence of at most 800 characters. Reads the first 10,000 characters.
 */
export function leadOf({ title, abstract }: { title: string; abstract: string }): Lead | null {
  const read = readAbstract(title, abstract)
  const best = firstOfHighest(read.sentences, (sentence) =>
    sum(SIGNALS, ({ weight, of }) => weight * of(sentence, read)),
  )
  if (best === undefined) return null
  const result = read.sentences.slice(best.index + 1).find(({ text }) => saysResult(text, best.text))
  return { sentence: best.text, result: result?.text ?? null }
}

function saysResult(text: string, lead: string): boolean {
  const fits = text.length >= SHORTEST_RESULT && lead.length + text.length <= LONGEST_WITH_RESULT
  // An item of a list, `(3) ...`, is unclear by itself.
  const standsAlone = /^\p{L}/u.test(text)
  return (
    fits &&
    standsAlone &&
    cues.GAINS.test(text) &&
    cues.MEASURES.test(text) &&
    !cues.POINTS_ELSEWHERE.test(text)
  )
}

function sum<Item>(items: Iterable<Item>, of: (item: Item) => number): number {
  let total = 0
  for (const item of items) total += of(item)
  return total
}

function firstOfHighest(
  sentences: readonly Sentence[],
  score: (sentence: Sentence) => number,
): Sentence | undefined {
  let best: Sentence | undefined
  let highest = Number.NEGATIVE_INFINITY
  for (const sentence of sentences) {
    const its = score(sentence)
    if (its > highest) [best, highest] = [sentence, its]
  }
  return best
}
