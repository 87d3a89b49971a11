import { expect, test } from 'vitest'
import { DARK, LIGHT } from '../../src/wording/brand.ts'

/** Contrast ratio of two `#rrggbb` colours, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
  const luminance = (colour: string) => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5]
      .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

test('text is readable on every ground, in light and dark', () => {
  for (const palette of [LIGHT, DARK])
    for (const ground of [palette.ground, palette.wash])
      for (const text of [palette.ink, palette.soft, palette.accent])
        expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5)
})

test('buttons and the edges of fields can be seen', () => {
  for (const palette of [LIGHT, DARK]) {
    expect(contrast(palette.ground, palette.accent)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(palette.edge, palette.ground)).toBeGreaterThanOrEqual(3)
  }
})
