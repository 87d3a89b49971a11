import type { Parts } from './score.ts'

const count = new Intl.NumberFormat('en-US')

/**
 * The one sentence that says why a paper ranks. Made from the parts alone: it claims nothing
 * that the observations do not hold, and a missing signal is left out, not called zero.
 */
export function writeReceipt(parts: Parts): string {
  if (parts.upvotes === null) return 'No votes observed yet.'
  return `${votes(parts, parts.upvotes)}${code(parts)}.`
}

function votes(parts: Parts, upvotes: number): string {
  const total = plural(upvotes, 'upvote')
  if (parts.gained === null || parts.gainedOver === null)
    return `${total}, ${span(parts.age)} after we first saw it`
  if (parts.gained === 0) return `${total} so far, none new in ${span(parts.gainedOver)}`
  return `+${plural(parts.gained, 'upvote')} in ${span(parts.gainedOver)}, ${count.format(upvotes)} so far`
}

function code(parts: Parts): string {
  if (parts.stars === null || parts.stars <= 0) return ''
  const gain = parts.starsGained ? ` (+${count.format(parts.starsGained)})` : ''
  return `; its code has ${plural(parts.stars, 'star')}${gain}`
}

const plural = (n: number, noun: string) => `${count.format(n)} ${noun}${n === 1 ? '' : 's'}`

/** Hours as a reader says them. */
function span(hours: number): string {
  if (hours < 48) return plural(Math.max(1, Math.round(hours)), 'hour')
  return plural(Math.round(hours / 24), 'day')
}
