import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DARK, LIGHT, makeBrand, PAPERTIDE } from '../../src/wording/brand.ts'
import { contrast, READABLE } from '../../src/wording/contrast.ts'

test('the contrast of two colours is that of WCAG', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.478, 3)
  expect(contrast('#ffffff', '#0000ff')).toBeCloseTo(8.592, 3)
})

const aColour = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value) => `#${value.toString(16).padStart(6, '0')}`)
test('any colour can be read on every ground, light and dark, and so can text on a button of it', () => {
  fc.assert(
    fc.property(aColour, (accent) => {
      const { light, dark } = makeBrand({ accent })
      for (const { accent, ground, wash } of [light, dark])
        expect(Math.min(contrast(accent, ground), contrast(accent, wash))).toBeGreaterThanOrEqual(READABLE)
    }),
  )
})

test('a colour that can be read stays as it is, and other colours do not change', () => {
  expect(makeBrand({ accent: '#0a5866' }).light).toEqual(LIGHT)
  expect(makeBrand({ accent: '#82cad0' }).dark).toEqual(DARK)
  for (const accent of ['#ffff00', '#000000', '#ffffff', '#ff0000']) {
    const { light } = makeBrand({ accent })
    expect({ ...light, accent: LIGHT.accent }).toEqual(LIGHT)
  }
})

test('where only ASCII may stand, a name is a token; where programs rely on names, it does not show', () => {
  const tokens = { 'Lab Papers': 'Lab-Papers', 'a/b "c"': 'a-b-c', 日本語: 'Papers', '.-': 'Papers' }
  for (const [name, token] of Object.entries(tokens))
    expect(makeBrand({ name })).toMatchObject({ token, protocol: 'papers' })
  expect(PAPERTIDE).toMatchObject({ token: 'Papertide', protocol: 'papertide', credit: false })
  expect(makeBrand({ claim: 'Ours.' })).toMatchObject({ hasPicture: false, protocol: 'papertide' })
})
