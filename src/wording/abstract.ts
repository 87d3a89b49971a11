import { ANNOUNCES } from './lead-cues.ts'
import { trimmedSentencesOf } from './sentences.ts'

// arXiv allows abstracts of 1,920 characters; longer texts are not read to the end.
const READ = 10_000
// A longer sentence is a list, or not a sentence.
const LONGEST_SENTENCE = 800

export type Sentence = { text: string; index: number; words: number; stems: ReadonlySet<string> }

/** Facts about all sentences of an abstract. */
export type Abstract = {
  sentences: readonly Sentence[]
  /** Stems of the title. */
  title: ReadonlySet<string>
  /** `elephant` for the title `Elephant: A Memory`; empty without such a name. */
  name: string
  /** In how many sentences each stem occurs. */
  spread: ReadonlyMap<string, number>
  firstAnnouncing: Sentence | undefined
}

/**
 * Reads the first 10,000 characters, without a sentence that is cut there. Sentences of more than
 * 800 characters are left out.
 */
export function readAbstract(title: string, abstract: string): Abstract {
  const all = trimmedSentencesOf(abstract.slice(0, READ))
  const sentences = (abstract.length > READ ? all.slice(0, -1) : all)
    .filter((text) => text.length <= LONGEST_SENTENCE)
    .map((text, index) => ({ text, index, words: wordsOf(text).length, stems: stemsOf(text) }))
  const spread = new Map<string, number>()
  for (const { stems } of sentences) for (const stem of stems) spread.set(stem, (spread.get(stem) ?? 0) + 1)
  return {
    sentences,
    title: stemsOf(title.slice(0, READ)),
    name: (/^([^:]{2,30}):/.exec(title)?.[1] ?? '').toLowerCase(),
    spread,
    firstAnnouncing: sentences.find(({ text }) => ANNOUNCES.test(text)),
  }
}

const COMMON_WORDS = new Set(
  (
    'an the of in on for to and or with by from via at as is are be been was were that this these those it its we ' +
    'our can which their they into using based than not such has have also more between both most but over under ' +
    'when while how what toward towards do does all you your'
  ).split(' '),
)

const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

/**
 * The words that are not in every text, shortened to five letters: `learning` and `learned` are
 * one.
 */
function stemsOf(text: string): Set<string> {
  const content = wordsOf(text).filter((word) => word.length > 1 && !COMMON_WORDS.has(word))
  return new Set(content.map((word) => word.slice(0, 5)))
}
