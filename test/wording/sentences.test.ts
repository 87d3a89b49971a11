import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sentencesOf, trimmedSentencesOf } from '../../src/wording/sentences.ts'

/** Splits a text written with ‖ between its sentences, and shows where the sentences end. */
const marked = (text: string) =>
  trimmedSentencesOf(text.replaceAll(' ‖ ', ' ').replaceAll('‖', '')).join(' ‖ ')
const holds = (...texts: string[]) => {
  for (const text of texts) expect(marked(text)).toBe(text)
}

test('a full stop, a question mark and an exclamation mark end a sentence', () => {
  holds(
    'Models fail. ‖ We ask why.',
    'Can models plan? ‖ They cannot. ‖ But they try!',
    'What a day! ‖ Nobody knew?! ‖ Then it ended.',
    'It works … ‖ The end.',
    'No stop at the end. ‖ It just ends',
  )
})

test('abbreviations do not', () => {
  holds(
    'Smith et al. (2020) and Jones et al. Proposed it, i.e. Transformers, e.g. BERT.',
    'See Fig. 3, Figs. 4 and 5, Eq. (2), Sec. 4 and Tab. 1 for A vs. B, cf. Table 2.',
    'Type I vs. Type II errors, resp. Their costs, are low.',
    'Dr. Zero beats Mr. Bean and Prof. Oak in No. 3 of Vol. 2.',
    'We met Ms. Smith after 10 ms. ‖ With luck.',
    'The App. 2 is not the App. ‖ Users like it. ‖ Is it new? ‖ We say no. ‖ We mean it.',
    'Models (e.g. LLaVA) and tasks (i.e. Visual QA) exist. ‖ It uses weights w.r.t. Riemannian metrics.',
  )
})

test('abbreviations that can end a sentence end it before a word that opens sentences', () => {
  holds(
    'Used in math, physics, etc. ‖ We test it.',
    'It was made in the U.S. ‖ The U.S. Customs rule it.',
    'Methods by Liao et al. ‖ However, they fail.',
    'Samples are i.i.d. ‖ In practice, Acme Inc. Tools are not.',
    'She holds a Ph.D. ‖ This helps.',
  )
})

test('initials are not the end, names in capitals are', () => {
  holds(
    'J. Smith and A. B. Jones wrote it with Michael I. Jordan.',
    'We avoid CF. ‖ Our results are clear.',
    'We map X to domain B. ‖ The reverse is hard.',
    'Costs grow with d. ‖ We show why.',
    'We propose MR. Video, an agent. ‖ MR. Video is good.',
  )
})

test('numbers, versions and addresses stay whole', () => {
  holds(
    'It gains 3.5 points over v1.2. ‖ GPT-4.5 gains .3 in 2.5x less time, up to 99.9. ‖ We stop at 5. ‖ 3 remain.',
    'Code is at https://example.org/a.b?c=d.E. ‖ More at x.github.io/y. ‖ We thank all.',
    'Use Node.js or torch.nn.Linear.',
    'We give: 1. A model, 2. A data set, 3. An award. ‖ It grew from 1 to 3. ‖ We wait.',
    'Two parts: (i) We train it. ‖ (ii) We test it. ‖ b) We sell it.',
  )
})

test('brackets and quotes hold together what is in them', () => {
  holds(
    'It is known (see Fig. 3. This is old. So is that) and good. ‖ We know.',
    'They said "God is dead." ‖ We say "so what?" ‖ “Nothing.” ‖ Then it ended.',
    'In "Is it true? No. Never." the author lies.'
      .replace('Never." the', 'Never" the')
      .replace('? No. ', ' or not '),
    '(This is a sentence.) ‖ [So is this.] ‖ We count two.',
    'He asked "why?" and left.',
    "``Quoted.'' ‖ We quote.",
  )
})

test('a bracket that is never closed holds nothing for long', () => {
  const text = `We use (a trick. ${'It is a very long story. '.repeat(20)}`
  expect(trimmedSentencesOf(text).length).toBeGreaterThan(5)
})

test('formulas and what is left of TeX stay whole', () => {
  holds(
    'Let $y \\approx Ax$. ‖ In $\\R^n$, $x_1, \\dots, x_n$ hold. ‖ \\emph{So it is}. ‖ $O(n^2)$ is slow.',
    'It is {\\em new}. ‖ We use $f(x. y)$ and $p < 0.05$. ‖ It costs $5. ‖ The rest is free.',
    'A rate of 40\\%. ‖ \\textsc{Tool} is fast.',
  )
})

test('names that begin small begin a sentence', () => {
  holds(
    'This is clustering. ‖ k-means is old.',
    'We built it. ‖ iPhone users like it. ‖ vLLM serves it.',
    'It is short. ‖ bsuite is a collection.',
    'We tested approx. five of them, incl. two.',
    'Users of Yahoo! Answers and Yahoo! Mail were asked.',
  )
})

test('sentences may be glued', () => {
  expect(sentencesOf('We use all of it.We propose more.The end.')).toEqual([
    'We use all of it.',
    'We propose more.',
    'The end.',
  ])
  expect(sentencesOf('We use torch.Tensor and OpenAI.Gym')).toHaveLength(1)
})

test('an empty line ends a sentence, a broken line does not', () => {
  expect(trimmedSentencesOf('A title\n\nWe propose\n  a model.\nIt works')).toEqual([
    'A title',
    'We propose\n  a model.',
    'It works',
  ])
})

test('blank texts have no sentence', () => {
  expect(sentencesOf('')).toEqual([])
  expect(trimmedSentencesOf(' \n\n ')).toEqual([])
  expect(sentencesOf('  ')).toEqual(['  '])
})

const PIECES = [
  'We ',
  'a',
  'A. ',
  '. ',
  '.',
  '? ',
  '! ',
  '(',
  ') ',
  '"',
  '$',
  '\\',
  '\n\n',
  'e.g. ',
  '3.',
  ' ',
  '…',
  '\ud83d',
  '漢。',
]
const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((parts) => parts.join('')),
)

test('sentences put together are the text', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const sentences = sentencesOf(text)
      expect(sentences.join('')).toBe(text)
      expect(sentences).not.toContain('')
    }),
  )
})

test('half a megabyte of any kind is split in linear time', { timeout: 120_000 }, () => {
  // In quadratic time each of these takes minutes.
  for (const piece of [
    '.',
    '(',
    '. ',
    'a',
    'A. ',
    '?)',
    ' ',
    '\n',
    '."',
    '(. ',
    'e.g. ',
    '.We ',
    '1.',
    '𝔸. ',
    '"',
  ])
    expect(sentencesOf(piece.repeat(500_000 / piece.length)).join('')).toContain(piece)
})
