import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanAbstract, cleanName, cleanText, cleanTitle } from '../../src/sources/text.ts'
import tex from '../fixtures/tex.txt?raw'

// tex.txt: a promise behind each `#`, below it what a source sent, `=>`, what it says.
for (const section of tex.split(/^# /m).filter(Boolean)) {
  const [promise = '', ...lines] = section.trim().split('\n')
  test(promise, () => {
    for (const line of lines) {
      const [raw = '', text = ''] = line.split(' => ')
      expect(cleanText(raw)).toBe(text)
      expect(cleanText(text)).toBe(text)
    }
  })
}

test('white space becomes single blanks; control, invisible and turning characters go', () => {
  expect(cleanText('  A\n  title\t of\u00a0two\r\nlines ')).toBe('A title of two lines')
  expect(
    cleanText(
      'a\u0000b\u001b[31m \u200bc\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeffd\u00ad\u0085e\ufffe',
    ),
  ).toBe('ab[31m cde')
  expect(cleanText('e\u0301')).toBe('é')
  expect(cleanText('\ud800x')).toBe('\ufffdx')
  expect(cleanText(`Z${'\u0300'.repeat(500)}`).length).toBeLessThan(10)
})

test('TeX that comes to light is read up to six times, then the text stays as it is', () => {
  // Each pass makes a backslash of the first one.
  const hidden = (times: number) => `\\unicode{x5c}${'unicode{x5c}'.repeat(times - 1)}alpha`
  expect(cleanText(hidden(4))).toBe('α')
  expect(cleanText(hidden(5))).toBe(hidden(5))
})

test('titles and abstracts are cut at a word', () => {
  const title = cleanTitle('word '.repeat(1_000))
  expect(title.length).toBeLessThanOrEqual(500)
  expect(title).toMatch(/ word…$/)
  expect(cleanTitle('x'.repeat(10_000))).toBe(`${'x'.repeat(499)}…`)
  expect(cleanTitle('😀'.repeat(400)).isWellFormed()).toBe(true)
  expect(cleanAbstract('word '.repeat(100_000)).length).toBeLessThanOrEqual(10_000)
  expect(cleanTitle('x'.repeat(500))).toBe('x'.repeat(500))
})

test('names lose what belongs to a list or to footnotes, and every brace', () => {
  for (const [raw, name] of [
    ['Ada Lovelace,', 'Ada Lovelace'],
    ['and Grace Hopper ;', 'Grace Hopper'],
    ['Alan Turing$^{1,2}$', 'Alan Turing'],
    ['Kurt G{\\"o}del$^*$', 'Kurt Gödel'],
    ['Emmy Noether\\textsuperscript{1,†}', 'Emmy Noether'],
    ['John~von Neumann\\thanks{Supported by nobody}', 'John von Neumann'],
    ['{van der Berg}, Jan', 'van der Berg, Jan'],
    ['Peter St\\ütz', 'Peter Stütz'],
    ["Jos{\\'e} D\\'{\\i}az\\footnotemark[1]", 'José Díaz'],
    ['Ng{\\^o} B{\\h a}o,', 'Ngô Bảo'],
    ['Jane Doe,~\\IEEEmembership{Member, IEEE}', 'Jane Doe'],
    ['J{\\"u}rgen,~and', 'Jürgen'],
    ['Lee$^{a,b,*}$', 'Lee'],
    ['Doe\\footnote{Equal contribution}', 'Doe'],
    ['*, ', ''],
    ['Anders And', 'Anders And'],
    ["Sinéad O'Connor", "Sinéad O'Connor"],
    ['Louis XIV, Jr.', 'Louis XIV, Jr.'],
  ] as const)
    expect(cleanName(raw)).toBe(name)
})

const TEX = fc.constantFrom(
  ...[
    '\\',
    '{',
    '}',
    '$',
    '$$',
    '^',
    '_',
    '~',
    ' ',
    '-',
    '--',
    '`',
    "'",
    '"',
    'a',
    'i',
    '1',
    '(',
    ')',
    '[',
    ']',
    '.',
    '%',
    '\u0301',
  ],
  ...[
    '\\alpha',
    '\\frac',
    '\\hat',
    '\\emph',
    '\\em',
    '\\foo',
    '\\url',
    '\\cite',
    '\\left',
    '\\choose',
    '\\v',
    "\\'",
    '\\{',
    '\\$',
    '\\(',
  ],
  ...[
    '\\)',
    '\\mathbb',
    '\\text',
    '\\sqrt',
    '\\log',
    '\\eg',
    '\\deg',
    'http://a.b/',
    '\\pha',
    'al',
    '\u202e',
    '\u0000',
    '{}',
    '\\color',
  ],
  ...[
    '``',
    "''",
    '{A}',
    'textit{',
    '^circ',
    '\\ce{',
    '\\unicode{x24}',
    '\\unicode{x5c}',
    '\\textdollar',
    '\\u2019',
  ],
  ...['\\begin{math}', '\\end{math}', '\\protect', '\\footnote{', '\\thanks{', '\\SI{', '\\percent', '\\not'],
  ...[
    '\\}',
    '\\[',
    '\\]',
    '\\href{',
    '$5',
    'and',
    ',',
    '\\textasciicircum',
    '\\textbackslash',
    '\ufdd0',
    '/',
    '=',
  ],
)
const texts = fc.oneof(
  fc.array(TEX, { maxLength: 40 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary' }),
  fc.string(),
)

test('cleaning a clean text changes nothing, whatever the text', () => {
  fc.assert(
    fc.property(texts, (raw) => {
      const text = cleanText(raw)
      expect(cleanText(text)).toBe(text)
      const name = cleanName(raw)
      expect(cleanName(name)).toBe(name)
    }),
    { numRuns: 5_000 },
  )
})

test('a clean text is at most three times as long as what was sent', () => {
  fc.assert(
    fc.property(texts, (raw) => {
      expect(cleanText(raw).length).toBeLessThanOrEqual(3 * raw.length)
    }),
    { numRuns: 2_000 },
  )
})

test('no clean text has control or format characters, line ends or blanks at its ends, whatever the text', () => {
  fc.assert(
    fc.property(texts, (raw) => {
      const text = cleanText(raw)
      expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}]|^ | $| {2}/u)
    }),
    { numRuns: 2_000 },
  )
})

test('100 kB of nests, dollars and accents end, and are kept', () => {
  for (const part of [
    '{\\{$',
    '{',
    '\\overline{',
    '\\frac{',
    '$',
    '\\(',
    '^',
    '_{',
    '\\hat',
    "\\'",
    '~',
    '--',
    "''",
    '\\foo{}a',
    '\u0316\u0301',
  ]) {
    const clean = cleanText(part.repeat(100_000 / part.length))
    expect(typeof clean).toBe('string')
    expect(cleanText(clean)).toBe(clean)
  }
})
