import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wrap } from '../../src/mail/wrap.ts'
import { longDay, shortDay } from '../../src/wording/days.ts'
import { safeUrl } from '../../src/wording/links.ts'
import { byline, clip, grouped, opening } from '../../src/wording/words.ts'

test('a clipped text is never longer than its limit and never ends in half a character', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.integer({ min: 4, max: 80 }),
      (text, limit) => {
        const clipped = clip(text, limit)
        expect(clipped.length).toBeLessThanOrEqual(limit)
        expect(clipped.isWellFormed()).toBe(true)
      },
    ),
  )
})

test('a clip ends after a word', () => {
  expect(clip('Agentic reasoning for large models', 20)).toBe('Agentic reasoning…')
  expect(clip('Short', 20)).toBe('Short')
  expect(clip('Pneumonoultramicroscopic', 10)).toBe('Pneumonou…')
})

test('an opening is at most three whole sentences when they fit', () => {
  expect(opening('One is here. Two is here. Three is here. Four is here.')).toBe(
    'One is here. Two is here. Three is here.',
  )
  expect(opening('One is here. Two is here.')).toBe('One is here. Two is here.')
  expect(opening('Methods, e.g. Adam by Kingma et al. 2015, are shown in Fig. 2 here. Next.', 80)).toBe(
    'Methods, e.g. Adam by Kingma et al. 2015, are shown in Fig. 2 here. Next.',
  )
})

test('an opening without a sentence that fits is cut at a word', () => {
  const variant = opening(`${'word '.repeat(200)}end.`)
  expect(variant.length).toBeLessThanOrEqual(420)
  expect(variant).toMatch(/word…$/)
})

test('a byline names five authors and counts the others', () => {
  const authors = Array.from({ length: 25 }, (_, index) => `A${index + 1}`)
  expect(byline(authors)).toBe('A1, A2, A3, A4, A5 and 20 more')
  expect(byline(authors.slice(0, 6))).toBe('A1, A2, A3, A4, A5 and A6')
  expect(byline(['Jürgen Schmidhuber', 'Ada Lovelace'])).toBe('Jürgen Schmidhuber and Ada Lovelace')
  expect(byline(['Ada Lovelace'])).toBe('Ada Lovelace')
  expect(byline([])).toBe('')
})

test('days and numbers are written the English way, in UTC', () => {
  expect(longDay('2026-01-20')).toBe('Tuesday, 20 January 2026')
  expect(shortDay(Date.UTC(2026, 1, 28, 23, 59, 59))).toBe('28 February 2026')
  expect(grouped(1234567)).toBe('1,234,567')
})

test('only http(s) addresses without credentials and of sane length are links', () => {
  expect(safeUrl('https://project.example/a?b=1')).toBe('https://project.example/a?b=1')
  for (const bad of [
    'javascript:alert(1)',
    ' JavaScript:alert(1)',
    'data:text/html,x',
    'ftp://a.example/',
    '//a.example',
    'https://u:p@a.example/',
    `https://a.example/${'a'.repeat(400)}`,
    '',
    null,
  ])
    expect(safeUrl(bad)).toBeNull()
})

test('wrapped lines keep every word, in order, within the width', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{1,20}$/)), (words) => {
      const lines = wrap(words.join(' '), ' 1. ', 40).split('\n')
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(40)
      expect(lines.join(' ').replace(' 1. ', '').split(/\s+/).filter(Boolean)).toEqual(words)
    }),
  )
})
