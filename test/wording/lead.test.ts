import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ListedPaper } from '../../scripts/replay/archive.ts'
import hfDays from '../../scripts/replay/hf-days.jsonl.gz?url&inline'
import { leadOf } from '../../src/wording/lead.ts'
import { trimmedSentencesOf } from '../../src/wording/sentences.ts'
import labels from '../fixtures/leads.jsonl?raw'
import { unpack } from '../helpers/unpack.ts'

type Label = { id: string; lead: string; saysWhatIsNew: boolean }

const BACKGROUND = 'Language models have been shown to be useful in many important applications of our time.'
const PROBLEM = 'However, existing models often fail to remember long conversations with their many users.'
const NEW = 'We propose Elephant, a memory for language models that keeps every conversation with its users.'
const RESULT = 'Experiments show that it improves recall by 12.5% over the best model on three benchmarks.'
const CODE = 'Our code is publicly available at https://github.com/example/elephant.'
const title = 'Elephant: A Memory for Language Models'

test('of 30 replayed papers at least 27 lead with a sentence that says what is new', async () => {
  // Labelled by hand: every 11th paper of the replay, each with all sentences that say what the
  // paper did, and its first sentence with some other tempting ones, which mostly do not.
  const judged = labels
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Label)
  const good = new Set(judged.filter((label) => label.saysWhatIsNew).map(({ id, lead }) => `${id} ${lead}`))
  const ids = new Set(judged.map(({ id }) => id))
  const papers = (await unpack<ListedPaper>(hfDays)).filter(({ id }) => ids.has(id))
  expect(papers).toHaveLength(30)
  const says = (lead: (paper: ListedPaper) => string | undefined) =>
    papers.filter((paper) => good.has(`${paper.id} ${lead(paper)}`)).length
  expect(says((paper) => leadOf(paper)?.sentence)).toBeGreaterThanOrEqual(27)
  expect(says(({ abstract }) => trimmedSentencesOf(abstract)[0])).toBeLessThan(5)
})

test('the lead is the sentence that announces the work, the result the one with its number', () => {
  const abstract = [BACKGROUND, PROBLEM, NEW, RESULT, CODE].join(' ')
  expect(leadOf({ title, abstract })).toEqual({ sentence: NEW, result: RESULT })
})

test('what is new wins over what is not, in either order', () => {
  const pairs: [better: string, worse: string][] = [
    [
      'In this paper, we study memory for language models.',
      'Memory for language models is an old and open problem.',
    ],
    [
      'This work introduces a memory for language models.',
      'Existing work introduces a memory for language models.',
    ],
    [
      'We introduce Elephant, a memory that never forgets.',
      'We study whether any memory of models ever forgets.',
    ],
    [
      'We show that a memory makes language models better.',
      'A memory makes language models better and also faster.',
    ],
    ['We propose a memory for all language models.', 'Memory for language models has been proposed by many.'],
    ['We propose a memory for all language models.', 'We propose a diet of peanuts for all mammals.'],
    ['We propose a memory that helps all language models to recall.', 'Our approach is simple.'],
  ]
  for (const [better, worse] of pairs)
    for (const abstract of [`${better} ${worse}`, `${worse} ${better}`])
      expect(leadOf({ title, abstract })?.sentence).toBe(better)
})

test('without a number, after a long lead, or before the lead there is no result', () => {
  const without = RESULT.replace('by 12.5% ', '')
  expect(leadOf({ title, abstract: `${BACKGROUND} ${NEW} ${without}` })?.result).toBeNull()
  expect(leadOf({ title, abstract: `${RESULT} ${BACKGROUND} ${NEW}` })?.result).toBeNull()
  const long = NEW.replace('.', `${', and with all those of their friends'.repeat(7)}.`)
  expect(leadOf({ title, abstract: `${BACKGROUND} ${long} ${RESULT}` })).toEqual({
    sentence: long,
    result: null,
  })
})

test('only a measured gain is a result', () => {
  const resultOf = (sentence: string) => leadOf({ title, abstract: `${NEW} ${sentence}` })?.result
  for (const result of [
    'It improves recall of long conversations by 3 points on average.',
    'Elephant is faster than all of its rivals: 2-3x on a phone, without loss.',
    'The rate of forgotten names is reduced from 40 to 7 in a hundred talks.',
    'On the LongTalk benchmark, Elephant achieves a recall of 86.3 at once.',
    'Elephant needs fewer tokens, 40\\% of what others need for the same.',
  ])
    expect(resultOf(result)).toBe(result)
  for (const other of [
    'We train Step1X-Talk with it, which improves much over other models.',
    'It outperforms GPT-4.1 and Wan2.1 on all of the benchmarks we used.',
    '(3) It improves recall of long conversations by 30% on the average.',
    'Our data set holds 12.5 million conversations of 40 times 100 users.',
    'Code that achieves 86.3% is at https://github.com/example/elephant.',
    'It improves by 30%.',
  ])
    expect(resultOf(other)).toBeNull()
})

test('a shorter sentence that is nearly as good wins over a long one', () => {
  const short =
    'We thus introduce Elephant, a memory for models of language that never forgets any of its users.'
  const long = (times: number) =>
    `${NEW.slice(0, -1)}${', and with all those of their friends'.repeat(times)}.`
  const leadWith = (times: number) =>
    leadOf({ title, abstract: `${BACKGROUND} ${long(times)} ${short}` })?.sentence
  expect(leadWith(0)).toBe(long(0))
  expect(leadWith(3)).toBe(long(3))
  expect(leadWith(12)).toBe(short)
})

test('an abstract of one sentence leads with it, a blank one with none', () => {
  expect(leadOf({ title, abstract: ' TBD ' })).toEqual({ sentence: 'TBD', result: null })
  expect(leadOf({ title, abstract: `  ${BACKGROUND}\n` })).toEqual({ sentence: BACKGROUND, result: null })
  expect(leadOf({ title, abstract: '' })).toBeNull()
  expect(leadOf({ title: '', abstract: ' \n\t ' })).toBeNull()
})

test('a sentence of 800 characters may lead, a longer one never', () => {
  const sentence = (length: number) => `We ${'x'.repeat(length - 4)}.`
  expect(leadOf({ title, abstract: sentence(800) })?.sentence).toHaveLength(800)
  expect(leadOf({ title, abstract: sentence(801) })).toBeNull()
  expect(leadOf({ title, abstract: `${sentence(801)} ${BACKGROUND}` })?.sentence).toBe(BACKGROUND)
})

test('what comes after 10,000 characters is not read, and no sentence is cut there', () => {
  const filler = (length: number) => 'It is so. '.repeat(length / 10)
  const leadAfter = (length: number) =>
    leadOf({ title, abstract: filler(length) + NEW + filler(1000) })?.sentence
  expect(leadAfter(9_000)).toBe(NEW)
  expect(leadAfter(9_990)).toBe('It is so.')
  expect(leadAfter(10_000)).toBe('It is so.')
})

test('every replayed paper has a lead, word for word, and most are short', async () => {
  const papers = await unpack<ListedPaper>(hfDays)
  const leads = papers.map((paper) => leadOf(paper)?.sentence ?? '')
  for (const [index, paper] of papers.entries()) {
    expect(leads[index]).not.toBe('')
    expect(paper.abstract).toContain(leads[index])
  }
  expect(leads.filter((lead) => lead.length <= 220).length / leads.length).toBeGreaterThan(0.75)
})

const PIECES = [
  BACKGROUND,
  PROBLEM,
  NEW,
  RESULT,
  CODE,
  'A. ',
  '. ',
  '(',
  ')',
  '"',
  '$x$',
  '\\',
  '\n\n',
  '3.5%',
  ' ',
  '\ud83d',
  '<b>',
  '漢。',
]
const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((parts) => parts.join(' ')),
)

test('lead and result are different sentences of the abstract, word for word, whatever it holds', () => {
  fc.assert(
    fc.property(texts, texts, (anyTitle, abstract) => {
      const lead = leadOf({ title: anyTitle, abstract })
      if (lead === null) return
      expect(abstract).toContain(lead.sentence)
      expect(lead.sentence.trim()).toBe(lead.sentence)
      expect(lead.sentence).not.toBe('')
      if (lead.result === null) return
      expect(abstract).toContain(lead.result)
      expect(abstract.indexOf(lead.sentence)).toBeLessThan(abstract.lastIndexOf(lead.result))
    }),
  )
})

test('an abstract or a title of 200 kB of any kind is read at once', { timeout: 120_000 }, () => {
  for (const piece of [
    '.',
    '(',
    'We propose ',
    'a ',
    '. ',
    'A. ',
    'in this ',
    'we usually ',
    'wely',
    '\\',
    '1.',
    'x: ',
  ]) {
    const huge = piece.repeat(200_000 / piece.length)
    expect(leadOf({ title: huge, abstract: `${BACKGROUND} ${NEW}` })?.sentence).toBe(NEW)
    expect(leadOf({ title, abstract: `${NEW} ${huge}` })?.sentence ?? NEW).not.toBe('')
  }
})
