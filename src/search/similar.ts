import type { Paper } from '../papers/paper.ts'
import type { Frequencies } from './cost.ts'
import { STOP_WORDS } from './stop-words.ts'
import { fold, wordsOf } from './words.ts'

/**
 * The most papers read to find similar ones by one passage or word (count). Of a passage in more
 * papers only the newest are read, and a word in more papers is not used, as it says too little. So
 * a comparison costs the same however large the archive grows.
 */
export const MOST_READ = 60
/**
 * Passages of the title and of the abstract, and single words, that a paper is compared by
 * (counts): more of them hardly find better papers.
 */
const IN_TITLE = 12
const REPEATED = 4
const WORDS = 16
/** A word in the title counts as this many in the abstract. */
const TITLE_WEIGHT = 4

type Text = Pick<Paper, 'title' | 'abstract'>
type Passage = readonly string[]

/** Every word of a text that may say what it is about, as often as it occurs. */
export const wordsToWeigh = ({ title, abstract }: Text): string[] =>
  wordsOf(`${title} ${abstract}`).filter(isInformative)

/** The same, each once. */
export const wordsToCompare = (text: Text): string[] => [...new Set(wordsToWeigh(text))]

/**
 * The queries that find similar papers, each one or two words in a row: the passages of the title,
 * those that the abstract repeats, and the words that distinguish this text from others.
 * `frequencies`: in how many of `papers` papers each word is (counts).
 */
export function similarityQueries(text: Text, frequencies: Frequencies, papers: number): Passage[] {
  const titled = passagesOf(text.title)
  const times = counted([...titled, ...passagesOf(text.abstract)])
  const inTitle = new Set(titled.map(String))
  const repeated = [...times.values()]
    .filter(({ passage, count }) => count > 1 && !inTitle.has(String(passage)))
    .sort((a, b) => b.count - a.count)
  const isShared = (passage: Passage) => passage.every((word) => (frequencies.get(word) ?? 0) > 1)
  return [
    ...[...counted(titled).values()]
      .map(({ passage }) => passage)
      .filter(isShared)
      .slice(0, IN_TITLE),
    ...repeated
      .map(({ passage }) => passage)
      .filter(isShared)
      .slice(0, REPEATED),
    ...distinctiveWords(text, frequencies, papers).map((word) => [word]),
  ]
}

/**
 * The words that distinguish a text from others (tf-idf, saturated as in BM25), without those that
 * most papers have.
 */
function distinctiveWords({ title, abstract }: Text, frequencies: Frequencies, papers: number): string[] {
  const often = (word: string) => frequencies.get(word) ?? 0
  const weights = new Map<string, number>()
  const weigh = (part: string, weight: number) => {
    for (const word of wordsOf(part)) weights.set(word, (weights.get(word) ?? 0) + weight)
  }
  weigh(title, TITLE_WEIGHT)
  weigh(abstract, 1)
  return [...weights]
    .filter(([word]) => isInformative(word) && often(word) > 1)
    .map(([word, weight]) => ({
      word,
      tfIdf: (weight / (weight + 1.2)) * Math.log(1 + (papers - often(word) + 0.5) / (often(word) + 0.5)),
    }))
    .sort((a, b) => b.tfIdf - a.tfIdf || (a.word < b.word ? -1 : 1))
    .slice(0, WORDS)
    .flatMap(({ word }) => (often(word) <= MOST_READ ? [word] : []))
}

/**
 * Two words in a row that are no stop words, as often as they occur; no passage crosses a
 * punctuation mark.
 */
const passagesOf = (text: string): Passage[] =>
  fold(text)
    .split(/[.,:;!?()[\]"]/)
    .flatMap((part) => {
      const words = wordsOf(part)
      return words.slice(1).map((word, at) => [words[at] ?? '', word])
    })
    .filter((passage) => passage.every(isInformative))

const counted = (passages: readonly Passage[]) => {
  const counts = new Map<string, { passage: Passage; count: number }>()
  for (const passage of passages)
    counts.set(String(passage), { passage, count: (counts.get(String(passage))?.count ?? 0) + 1 })
  return counts
}

const isInformative = (word: string) => !STOP_WORDS.has(word)
