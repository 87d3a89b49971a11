import * as cues from './lead-cues.ts'
import { sentencesOf } from './sentences.ts'

/** What a reader gets to see of an abstract first. Both are word for word in it. */
export type Lead = {
  /** The sentence that says what is new. */
  sentence: string
  /** Another sentence, with a number: the result. Null without one, or without room for it. */
  result: string | null
}

// An abstract of arXiv has at most 1,920 characters; nobody reads on in a longer text to find its point.
const READ = 10_000
// A lead fills two lines of a page, a mail or a feed. Beyond that, each character costs.
const COMFORTABLE = 220
// A longer sentence is a list or no sentence, and no lead.
const LONGEST = 800
// Two lines of lead and one of result.
const LONGEST_WITH_RESULT = 340
const SHORTEST_RESULT = 40

type Sentence = { text: string; words: number; stems: Set<string>; index: number }
type Abstract = {
  sentences: Sentence[]
  title: Set<string>
  /** In how many sentences a stem occurs. */
  spread: Map<string, number>
  firstAnnouncing: Sentence | undefined
  name: string
}
type Signal = {
  weight: number
  reason: string
  /** 0 or 1, or a share between them, unless the reason says else. */
  of: (sentence: Sentence, abstract: Abstract) => number
}

const yes = (is: boolean) => (is ? 1 : 0)

/**
 * The whole judgement: a sentence's score is the sum of weight times signal. The weights were learned from the training
 * part of SciTLDR (which sentence shares most words with the authors' own summary), then rounded.
 */
export const SIGNALS: readonly Signal[] = [
  {
    weight: 11,
    reason: 'The title names what is new, so the sentence that shares most words with it says it in full.',
    of: ({ stems }, { title }) =>
      (2 * countIf(stems, (stem) => title.has(stem))) / (stems.size + title.size || 1),
  },
  {
    weight: 4.5,
    reason:
      'Words of the matter come again in other sentences; the mean of ln(1 + other sentences) over its words.',
    of: ({ stems }, { spread }) => sum(stems, (stem) => Math.log(spread.get(stem) ?? 1)) / (stems.size || 1),
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
    weight: 2.5,
    reason: 'Only where the authors speak of themselves can it be their work.',
    of: ({ text }) => yes(cues.AUTHORS.test(text)),
  },
  {
    weight: 1,
    reason: 'A sentence that opens with "We" is about the work alone.',
    of: ({ text }) => yes(/^we\b/i.test(text)),
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
    reason: '"Have been shown" tells what others did.',
    of: ({ text }) => yes(cues.LOOKS_BACK.test(text)),
  },
  {
    weight: -5,
    reason: 'A link or a promise of code is no content.',
    of: ({ text }) => yes(cues.POINTS_ELSEWHERE.test(text)),
  },
  {
    weight: -2.5,
    reason: 'Details and outlook come late: the share of the abstract before it.',
    of: ({ index }, { sentences }) => index / sentences.length,
  },
  {
    weight: -1.5,
    reason: `A lead is read at a glance: for each 100 characters beyond ${COMFORTABLE}.`,
    of: ({ text }) => Math.min(3, Math.max(0, text.length - COMFORTABLE) / 100),
  },
  {
    weight: 2,
    reason:
      'A title "Name: ..." has coined a name; where the work is announced by that name, it is explained.',
    of: ({ text }, { name }) =>
      yes(name !== '' && cues.ANNOUNCES.test(text) && text.toLowerCase().includes(name)),
  },
  {
    weight: 1,
    reason: '"We show", "we find": some papers bring a finding.',
    of: ({ text }) => yes(cues.FINDS.test(text)),
  },
]

/**
 * The sentence of an abstract that says what is new, and the result if there is room for it. Sentences are never cut: a
 * long one costs (see `SIGNALS`), so a shorter one that is nearly as good wins, and the only good one stays whole. An
 * abstract of one sentence leads with it. Null for a blank abstract, and for one without any sentence of at most 800
 * characters. Reads the first 10,000 characters only.
 */
export function leadOf({ title, abstract }: { title: string; abstract: string }): Lead | null {
  const read = readAbstract(title, abstract)
  const best = bestOf(read.sentences, (sentence) =>
    sum(SIGNALS, ({ weight, of }) => weight * of(sentence, read)),
  )
  if (best === undefined) return null
  const result = bestOf(
    read.sentences.filter((sentence) => saysResult(sentence, best)),
    ({ text }) => -text.length,
  )
  return { sentence: best.text, result: result?.text ?? null }
}

function saysResult({ text, index }: Sentence, lead: Sentence): boolean {
  return (
    index > lead.index &&
    text.length >= SHORTEST_RESULT &&
    text.length + lead.text.length < LONGEST_WITH_RESULT &&
    cues.GAINS.test(text) &&
    cues.MEASURES.test(text) &&
    !cues.POINTS_ELSEWHERE.test(text)
  )
}

function readAbstract(title: string, abstract: string): Abstract {
  const all = sentencesOf(abstract.slice(0, READ))
  const whole = abstract.length > READ ? all.slice(0, -1) : all
  const sentences = whole
    .map((sentence) => sentence.trim())
    .filter((text) => text !== '' && text.length <= LONGEST)
    .map((text, index) => ({ text, index, words: wordsOf(text).length, stems: stemsOf(text) }))
  const spread = new Map<string, number>()
  for (const { stems } of sentences) for (const stem of stems) spread.set(stem, (spread.get(stem) ?? 0) + 1)
  const firstAnnouncing = sentences.find(({ text }) => cues.ANNOUNCES.test(text))
  return {
    sentences,
    title: stemsOf(title.slice(0, READ)),
    spread,
    firstAnnouncing,
    name: (/^([^:]{2,30}):/.exec(title)?.[1] ?? '').toLowerCase(),
  }
}

const STOP_WORDS = new Set(
  (
    'a an the of in on for to and or with by from via at as is are be been was were that this these those it its we our can ' +
    'which their they into using based than not such has have also more between both most but over under when while how ' +
    'what toward towards do does all you your'
  ).split(' '),
)

const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

/** Its words without those every sentence has, cut to five letters: `learning` and `learned` are one. */
function stemsOf(text: string): Set<string> {
  const words = wordsOf(text).filter((word) => word.length > 1 && !STOP_WORDS.has(word))
  return new Set(words.map((word) => word.slice(0, 5)))
}

function sum<Item>(items: Iterable<Item>, of: (item: Item) => number): number {
  let total = 0
  for (const item of items) total += of(item)
  return total
}

const countIf = <Item>(items: Iterable<Item>, is: (item: Item) => boolean) =>
  sum(items, (item) => yes(is(item)))

/** The first of those with the highest score. */
function bestOf<Item>(items: readonly Item[], score: (item: Item) => number): Item | undefined {
  let best: Item | undefined
  let highest = Number.NEGATIVE_INFINITY
  for (const item of items) {
    const its = score(item)
    if (its > highest) [best, highest] = [item, its]
  }
  return best
}
