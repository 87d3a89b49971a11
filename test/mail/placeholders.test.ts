import { expect, test } from 'vitest'
import { fillHoles, HOLE } from '../../src/mail/placeholders.ts'

const links = { unsubscribe: 'https://a.example/u?token=1', preferences: 'https://a.example/p?token=2' }

test('every hole is filled, and nothing else is touched', () => {
  expect(
    fillHoles(`a ${HOLE.unsubscribe} b ${HOLE.preferences} c ${HOLE.unsubscribe} $& %%OTHER_URL%%`, links),
  ).toBe(
    'a https://a.example/u?token=1 b https://a.example/p?token=2 c https://a.example/u?token=1 $& %%OTHER_URL%%',
  )
})

test('a link is never searched for holes, nor for replacement patterns', () => {
  const sly = {
    unsubscribe: `https://a.example/$&${HOLE.preferences}`.replace('&', ''),
    preferences: 'https://a.example/p',
  }
  expect(fillHoles(HOLE.unsubscribe, sly)).toBe(sly.unsubscribe)
})

test('a link that would need escaping in html is refused', () => {
  for (const bad of [
    'https://a.example/?a=1&b=2',
    'https://a.example/"',
    'https://a.example/ x',
    'https://a.example/<',
  ])
    expect(() => fillHoles('', { ...links, unsubscribe: bad })).toThrow(RangeError)
})
