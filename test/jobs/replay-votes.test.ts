import fc from 'fast-check'
import { expect, test } from 'vitest'
import { upvotesAt } from '../../scripts/replay/votes.ts'

const HOUR = 3_600_000
const look = (at: number, upvotes?: number) => ({
  at: new Date(at).toISOString(),
  src: 'hf-api',
  ...(upvotes !== undefined && { upvotes }),
})
const paper = { id: '2601.00001', snapshots: [look(0, 10), look(5 * HOUR), look(10 * HOUR, 110)] }

test('votes of the replay are exact at every record, grow between two, and stand still after the last', () => {
  expect(upvotesAt(paper, -1)).toBeNull()
  expect(upvotesAt(paper, 0)).toBe(10)
  expect(upvotesAt(paper, 10 * HOUR)).toBe(110)
  expect(upvotesAt(paper, 99 * HOUR)).toBe(110)
  const half = upvotesAt(paper, 5 * HOUR) ?? 0
  expect(half).toBeGreaterThan(40)
  expect(half).toBeLessThan(80)
  expect(upvotesAt(paper, 5 * HOUR)).toBe(half)
  // Another paper's votes come at other instants.
  expect(upvotesAt({ ...paper, id: '2601.00002' }, 5 * HOUR)).not.toBe(half)
})

test('votes of the replay are never fewer later, unless a record says so', () => {
  const instants = fc.array(fc.integer({ min: 0, max: 20 * HOUR }), { minLength: 2, maxLength: 20 })
  fc.assert(
    fc.property(fc.nat(300), fc.nat(300), instants, (first, gained, at) => {
      const one = { id: '2601.00003', snapshots: [look(0, first), look(20 * HOUR, first + gained)] }
      const counts = at.toSorted((a, b) => a - b).map((now) => upvotesAt(one, now) ?? -1)
      expect(counts).toEqual(counts.toSorted((a, b) => a - b))
      for (const count of counts) expect(count).toBeLessThanOrEqual(first + gained)
    }),
  )
  const dip = { id: '2601.00004', snapshots: [look(0, 8), look(HOUR, 7)] }
  expect([upvotesAt(dip, HOUR - 1), upvotesAt(dip, HOUR)]).toEqual([8, 7])
})
