import { expect, test } from 'vitest'
import type { ArchivePaper } from '../../scripts/eval/archive.ts'
import archive from '../../scripts/eval/lists.jsonl.gz?url&inline'
import { evaluate, type Row } from '../../scripts/eval/table.ts'
import { unpack } from '../helpers/unpack.ts'

test('the score foretells what papers gather, on twenty weeks of real lists, as well as the README says', async () => {
  const rows = new Map(evaluate(await unpack<ArchivePaper>(archive)).map((row) => [row.name, row]))
  const { sameDay, nextGain } = rows.get('now') as Row
  const { mail } = rows.get('mail') as Row
  expect([sameDay.n, nextGain.n, mail.n]).toEqual([76, 75, 20])
  expect(nextGain.ndcg10).toBeGreaterThanOrEqual(0.72)
  expect(sameDay.ndcg10).toBeGreaterThanOrEqual(0.935)
  expect(mail.recall10).toBeGreaterThanOrEqual(0.98)
  expect(mail.recall25).toBeGreaterThanOrEqual(0.86)
  expect(mail.delay).toBeLessThanOrEqual(0.5)
  // What anybody could do without a formula.
  const plain = rows.get('upvotes / age^0.5') as Row
  expect(nextGain.ndcg10 - plain.nextGain.ndcg10).toBeGreaterThan(0.03)
})
