/** Text on its ground has at least this ratio (WCAG 2.2, 1.4.3). */
export const READABLE = 4.5

type Channels = readonly [number, number, number]

const channelsOf = (colour: string): Channels => {
  const value = Number.parseInt(colour.slice(1), 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channelsOf(colour).map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/**
 * The ratio of two colours (`#rrggbb`), 1 to 21 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).
 */
export function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

const STEPS = 50

/** The colour itself, or as much of it in `ink` as can be read on every ground. All `#rrggbb`. */
export function readable(colour: string, grounds: readonly string[], ink: string): string {
  for (let step = 0; step < STEPS; step++) {
    const mixed = mix(colour, ink, step / STEPS)
    if (grounds.every((ground) => contrast(mixed, ground) >= READABLE)) return mixed
  }
  return ink
}

/** `share` of the second colour, the rest of the first. */
function mix(colour: string, other: string, share: number): string {
  const others = channelsOf(other)
  const channels = channelsOf(colour).map((value, index) => value + share * ((others[index] ?? 0) - value))
  return `#${channels.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`
}
