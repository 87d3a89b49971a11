import fc from 'fast-check'
import { expect, test } from 'vitest'
import { headOf, shortName } from '../../src/wording/short-name.ts'
import { digestSubject } from '../../src/wording/subject.ts'
// 200 titles of Hugging Face's daily lists, every 42nd from May 2024 to January 2026, each with its
// name.
import table from '../fixtures/short-names.tsv?raw'

const rows = table
  .trim()
  .split('\n')
  .map((line) => {
    const [title = '', name = ''] = line.split('\t')
    return { title, name: name === '' ? null : name }
  })

test('200 real titles have these names', () => {
  expect(rows).toHaveLength(200)
  for (const { title, name } of rows) expect(shortName(title), title).toBe(name)
  expect(rows.filter(({ name }) => name === null).length).toBeLessThan(5)
})

test('a name is whole words of its title, of at most 60 characters, and ends in no dot', () => {
  for (const { title, name } of rows) {
    if (name === null) continue
    expect(name.length).toBeLessThanOrEqual(60)
    expect(name).not.toMatch(/[.…,:;]$/)
    const at = title.indexOf(name)
    expect(at, title).toBeGreaterThanOrEqual(0)
    const [before = ' ', after = ' '] = [title[at - 1], title[at + name.length]]
    expect(`${before}${after}`, title).toMatch(/^[^\p{L}\d][^\p{L}\d]$/u)
  }
})

test('the coined name before a colon is the name, unless it names nothing', () => {
  expect(shortName('EvoCUA: Evolving Computer Use Agents via Learning from Scalable Experience')).toBe(
    'EvoCUA',
  )
  expect(shortName('The Flexibility Trap: Why Arbitrary Order Limits Reasoning Potential')).toBe(
    'The Flexibility Trap',
  )
  expect(shortName('Position: LLMs Need Memory')).toBe('LLMs Need Memory')
  expect(shortName('A Survey: Agents of Everyday Life')).toBe('Agents of Everyday Life')
  expect(shortName('SoK: Jailbreak Guardrails')).toBe('Jailbreak Guardrails')
  expect(shortName('CompeteSMoE -- Guaranteed Mixture of Experts')).toBe('CompeteSMoE')
  expect(shortName('Only-IF:Revealing the Effect')).toBe('Only-IF')
  expect(shortName('At 12:30 We Sleep')).toBe('At 12:30 We Sleep')
})

test('without a colon a long title is named by its beginning before a preposition', () => {
  expect(shortName('Learnable Sparse Steering Vectors for Controlling Large Language Models')).toBe(
    'Learnable Sparse Steering Vectors',
  )
  expect(shortName('Can LLMs Clean Up Your Mess? A Survey of Application-Ready Data Preparation')).toBe(
    'Can LLMs Clean Up Your Mess?',
  )
  // A single common word is no name.
  expect(shortName('Guidance in a Domain That Nobody Has Ever Looked at Before', 30)).toBeNull()
})

test('the head of a title is what stands before its colon, whole', () => {
  const long = 'A Title That Is Rather Long And Goes On And On Before Its Colon Comes At Last'
  expect(headOf(`${long}: Really`)).toBe(long)
  expect(headOf('No Colon Here')).toBe('No Colon Here')
})

test('subjects of real titles name two or three papers in at most 70 characters', () => {
  for (let from = 0; from + 15 <= rows.length; from += 3) {
    const papers = rows.slice(from, from + 15)
    const subject = digestSubject({ date: '2026-01-30', papers })
    expect(subject.length).toBeLessThanOrEqual(70)
    expect(subject).not.toMatch(/[.…]/)
    expect(subject).toMatch(/ \+ 1[234] more$/)
  }
  const subjects = Array.from({ length: 60 }, (_, from) =>
    digestSubject({ date: '2026-01-30', papers: rows.slice(from * 3, from * 3 + 15) }),
  )
  expect(subjects.filter((subject) => / \+ 1[23] more$/.test(subject)).length).toBeGreaterThan(55)
})

test('one paper is named by its whole title if that fits, and none by the day', () => {
  const date = '2026-01-30'
  expect(digestSubject({ date, papers: [{ title: 'EvoCUA: Evolving Agents...' }] })).toBe(
    'EvoCUA: Evolving Agents',
  )
  expect(digestSubject({ date, papers: [{ title: `EvoCUA: ${'long '.repeat(30)}` }] })).toBe('EvoCUA')
  expect(digestSubject({ date, papers: [] })).toBe('Rising papers of Friday, 30 January 2026')
  expect(digestSubject({ date, papers: [{ title: 'a'.repeat(300) }] })).toBe(
    'Rising papers of Friday, 30 January 2026',
  )
})

test('no titles make a subject that is empty, too long, or of two lines', () => {
  const titles = fc.array(fc.string({ unit: 'binary', maxLength: 200 }), { maxLength: 8 })
  fc.assert(
    fc.property(titles, (given) => {
      const subject = digestSubject({ date: '2026-01-30', papers: given.map((title) => ({ title })) })
      expect(subject).not.toMatch(/[\p{Cc}\u2028\u2029\u202E]/u)
      expect(subject.length).toBeGreaterThan(0)
      expect(subject.length).toBeLessThanOrEqual(70)
    }),
  )
})
