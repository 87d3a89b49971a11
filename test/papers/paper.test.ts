import { expect, test } from 'vitest'
import { parseArxivId } from '../../src/papers/paper.ts'

test('an arXiv id is read without its version, in both schemes', () => {
  expect(parseArxivId('2601.08441')).toEqual({ id: '2601.08441', version: null })
  expect(parseArxivId('2601.08441v12')).toEqual({ id: '2601.08441', version: 12 })
  expect(parseArxivId('astro-ph/0601001v1')).toEqual({ id: 'astro-ph/0601001', version: 1 })
  expect(parseArxivId('math.GT/0309136')).toEqual({ id: 'math.GT/0309136', version: null })
})

test('anything else is not an arXiv id', () => {
  for (const text of [
    '',
    '0',
    '2601',
    '2601.08441 ',
    'abs/2601.08441',
    '../2601.08441',
    '2601.08441v',
    'ASTRO/0601001',
  ])
    expect(parseArxivId(text)).toBeNull()
})
