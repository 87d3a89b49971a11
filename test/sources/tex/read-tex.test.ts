import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readTex } from '../../../src/sources/tex/read-tex.ts'

const PARTS =
  '{|}|{}|{a}|{A|\\[|\\]|\\(|\\)|\\(x\\)|\\[x\\]|$|$$|$x$|$a|$5 |^{|^|_{|a^|a^{circ}|\\textbf{|\\frac{|\\frac|<|&|[|]|' +
  "[a]|\\foo[|\\foo[a]|\\cite[a]|\\foo{a}|\\begin{|\\begin{math}|\\end{math}|`|``|`a' |''| \"a|{a b c d e f |\\ce{|" +
  "\\ce{a}|\\SI{|\\unicode{|https://a.b/{|http://|text{|{\\em |-|- |~|\\hat|\\'|\\\\|\\ |\\|{\\{$|\\$|\\{|\\href{a}|" +
  '\\"{|\\text{|\\label{a}|\\protect|\\u2019|\\textcolor[a]|\\emph |\\not|\\footnote{|\u0316\u0301| '

/**
 * Commands that cannot use their argument and are read as something else: none of them may read it
 * twice.
 */
const NESTS = [
  'overline',
  'frac',
  'hat',
  'not',
  'SI',
  'ce',
  'href',
  'textcolor',
  'mine',
  'v',
  'unicode',
  'color',
].map((name) => `${`\\${name}{`.repeat(12)}ab${'}'.repeat(12)} `)

const parts = [...PARTS.split('|'), ...NESTS]

/**
 * Steps for each character (count) to read a text of this part over and over, at a length and at
 * twice the length.
 */
function stepsOf(part: string, length: number): [number, number] {
  const short = part.repeat(Math.ceil(length / part.length))
  return [readTex(short).steps / length, readTex(short + short).steps / length]
}

test('twice the text takes twice the steps, whatever is repeated', () => {
  for (const part of parts) {
    const [once, twice] = stepsOf(part, 20_000)
    expect(twice, part).toBeLessThanOrEqual(2.05 * once)
    expect(once, part).toBeLessThan(30)
  }
})

test('twice the text takes twice the steps, for any mixture of TeX', () => {
  const mixtures = fc.array(fc.constantFrom(...parts), { minLength: 2, maxLength: 12 })
  fc.assert(
    fc.property(mixtures, (mixture) => {
      const [once, twice] = stepsOf(mixture.join(''), 4_000)
      expect(twice).toBeLessThanOrEqual(2.2 * once)
      expect(once).toBeLessThan(60)
    }),
    { numRuns: 500 },
  )
})

test('a text that nests without end is given up, and no stack overflows', () => {
  for (const [open, close] of [
    ['{\\em a', '}'],
    ['\\textbf{', '}'],
    ['$\\sqrt{', '}$'],
    ['x^{', '}'],
    ['\\cite[', ']{a}'],
    ['\\begin{quote}', '\\end{quote}'],
    ['\\footnote{``', "''}"],
  ] as const) {
    const nest = (depth: number) => readTex(open.repeat(depth) + close.repeat(depth)).text
    expect(nest(10), open).not.toBeNull()
    expect(nest(50_000), open).toBeNull()
  }
  const deep = (depth: number) => readTex(`${'{\\em '.repeat(depth)}a${'}'.repeat(depth)}`).text
  expect([deep(40), deep(41)]).toEqual(['a', null])
  expect(readTex('\\hat'.repeat(50_000)).text).toBeNull()
})

test('no file of the TeX reader imports, over others, itself', () => {
  const files = import.meta.glob<string>('../../../src/sources/tex/*.ts', {
    query: '?raw',
    import: 'default',
    eager: true,
  })
  const importsOf = (name: string) =>
    [...(files[`../../../src/sources/tex/${name}`] ?? '').matchAll(/from '\.\/([\w-]+\.ts)'/g)].map(
      ([, target]) => target ?? '',
    )
  const reachable = (name: string, seen: Set<string>): Set<string> => {
    for (const target of importsOf(name)) if (!seen.has(target)) reachable(target, seen.add(target))
    return seen
  }
  const names = Object.keys(files).map((path) => path.split('/').at(-1) ?? '')
  expect(names.length).toBeGreaterThan(5)
  expect(names.filter((name) => reachable(name, new Set()).has(name))).toEqual([])
})
