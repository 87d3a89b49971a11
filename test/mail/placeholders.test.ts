import { expect, test } from 'vitest'
import { fillPlaceholders, PLACEHOLDER } from '../../src/mail/placeholders.ts'

const links = {
  unsubscribe: 'https://a.example/u?token=1',
  preferences: 'https://a.example/p?token=2',
  mark: 'https://a.example/m?token=3',
}

test('every placeholder is filled, and nothing else is touched', () => {
  expect(
    fillPlaceholders(
      `a ${PLACEHOLDER.unsubscribe} b ${PLACEHOLDER.preferences} c ${PLACEHOLDER.unsubscribe} d ${PLACEHOLDER.mark}&amp;more=2601.1 $& %%OTHER_URL%%`,
      links,
    ),
  ).toBe(
    'a https://a.example/u?token=1 b https://a.example/p?token=2 c https://a.example/u?token=1 d https://a.example/m?token=3&amp;more=2601.1 $& %%OTHER_URL%%',
  )
})

test('a link is never searched for placeholders, nor for replacement patterns', () => {
  const sly = {
    ...links,
    unsubscribe: `https://a.example/$&${PLACEHOLDER.preferences}`.replace('&', ''),
    preferences: 'https://a.example/p',
  }
  expect(fillPlaceholders(PLACEHOLDER.unsubscribe, sly)).toBe(sly.unsubscribe)
})

test('a link that would need escaping in html is refused', () => {
  for (const bad of [
    'https://a.example/?a=1&b=2',
    'https://a.example/"',
    'https://a.example/ x',
    'https://a.example/<',
  ])
    expect(() => fillPlaceholders('', { ...links, unsubscribe: bad })).toThrow(RangeError)
})
