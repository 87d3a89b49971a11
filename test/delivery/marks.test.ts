import { env } from 'cloudflare:workers'
import { eq, like } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { openDatabase } from '../../src/db/client.ts'
import { batches, digests, earlyPicks, gists, papers, schedules, subscribers } from '../../src/db/schema.ts'
import { OWN_AT_ONCE } from '../../src/delivery/own-digests.ts'
import { deliverBatch } from '../../src/delivery/send.ts'
import { withdrawPaper } from '../../src/delivery/withdraw.ts'
import { planOwnDigests } from '../../src/jobs/deliver.ts'
import { readMarks, writeMarks } from '../../src/ranking/marks.ts'
import { readerLinks } from '../../src/subscribers/links.ts'
import { markPaper } from '../../src/subscribers/marks.ts'
import { DAY, HOUR } from '../../src/time/dates.ts'
import { aMessage, planAt } from '../helpers/delivering.ts'
import { dyingDatabase } from '../helpers/dying.ts'
import { aMarkableEdition, idOf, markedTick, planOwnAt, titleOf } from '../helpers/marking.ts'
import { aPaper } from '../helpers/papers.ts'
import { someReaders } from '../helpers/readers.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

const TUESDAY = Date.parse('2026-01-20T00:00:00Z')
const SEVEN = TUESDAY + 7 * HOUR
/** Papers of day 0, a Monday's edition that all have had: 0 is of robots, 1 of speech. */
const MORE_ROBOTS = `+${idOf(0, 0)}@2026-01-19`
const LESS_SPEECH = `-${idOf(0, 1)}@2026-01-19`
let world: World
beforeEach(async () => {
  world = await aNewWorld('2026-01-19T12:00:00Z')
  await aMarkableEdition(world, '2026-01-19', 0)
  await aMarkableEdition(world, '2026-01-20', 1)
})

type Given = Parameters<typeof someReaders>[2]
/** Readers who marked something before; they had the edition of Monday. */
async function marking(emails: string[], marks: string, given: Given = {}): Promise<number[]> {
  const ids = await someReaders(world, emails, { from: '2026-01-20', ...given })
  const [first] = await world.deps.db
    .select()
    .from(subscribers)
    .where(eq(subscribers.id, ids[0] ?? 0))
  const { id: _, ...schedule } =
    (await world.deps.db
      .select()
      .from(schedules)
      .where(eq(schedules.id, first?.scheduleId ?? 0))
      .get()) ?? {}
  const [made] = await world.deps.db
    .insert(schedules)
    .values({ ...(schedule as typeof schedules.$inferSelect), id: undefined, marks })
    .returning()
  for (const id of ids)
    await world.deps.db
      .update(subscribers)
      .set({ scheduleId: made?.id ?? 0 })
      .where(eq(subscribers.id, id))
  return ids
}
const mailOf = (email: string) => world.resend.to(email).at(-1)
const TITLE = /(Robots|Speech|Proofs) \d+-\d+: a study/g
/** What the papers of a reader's last mail are about, in its order. */
const titles = (email: string) => (mailOf(email)?.text ?? '').match(TITLE) ?? []
const kinds = (email: string) => titles(email).map((title) => title.split(' ')[0])
const ownDigests = () => world.deps.db.select().from(digests).where(like(digests.variant, '%as marked%'))

test('papers like a marked one come first and say why, each once; who marked nothing has the common order', async () => {
  await marking(['ada@example.org'], `${MORE_ROBOTS} ${LESS_SPEECH}`)
  await someReaders(world, ['carol@example.org'])
  await markedTick(world, SEVEN)
  expect(kinds('ada@example.org')).toEqual(
    ['Robots', 'Proofs', 'Speech'].flatMap((kind) => Array.from({ length: 5 }, () => kind)),
  )
  expect(titles('ada@example.org').toSorted()).toEqual(titles('carol@example.org').toSorted())
  expect(kinds('carol@example.org').slice(0, 3)).toEqual(['Robots', 'Speech', 'Proofs'])
  const [own, common] = [mailOf('ada@example.org'), mailOf('carol@example.org')]
  expect(own?.subject).toBe('Robots 1-0, Robots 1-3, Robots 1-6 + 12 more')
  expect(own?.text).toContain('Earlier, because you marked Robots 0-0.')
  expect(own?.text).toContain('Later, because you marked Speech 0-1 “less like this”.')
  expect(own?.text.replace(/\s+/g, ' ')).toContain('In your own order: papers like those you marked')
  expect(own?.html).toMatch(/Earlier, because you marked <a [^>]*\/papers\/2601\.10000"[^>]*>Robots 0-0<\/a>/)
  for (const part of [common?.html, common?.text]) expect(part).not.toMatch(/because you marked|own order/)
  // A second tick brings nobody anything.
  await markedTick(world, SEVEN + HOUR)
  expect(world.resend.taken).toHaveLength(2)
})

test('each mail has the two links of each paper, signed for its reader alone', async () => {
  const [ada = 0] = await marking(['ada@example.org'], MORE_ROBOTS)
  await markedTick(world, SEVEN)
  const { mark } = await readerLinks(world.deps.config, ada)
  const { html = '', text = '' } = mailOf('ada@example.org') ?? {}
  for (let n = 0; n < 15; n++)
    for (const wants of ['more', 'less']) {
      expect(html).toContain(`href="${mark}&amp;${wants}=${idOf(1, n)}"`)
      expect(text).toContain(`${mark}&${wants}=${idOf(1, n)}\n`)
    }
  expect(new Set(html.match(/mark\?token=[^&"]+/g)).size).toBe(1)
})

test('readers who marked alike share one digest, on whatever days they did, and five papers are the first of it', async () => {
  await marking(['ada@example.org', 'alan@example.org'], `${MORE_ROBOTS} ${LESS_SPEECH}`)
  await marking(['bob@example.org'], `-${idOf(0, 1)}@2026-01-12 +${idOf(0, 0)}@2026-01-15`)
  await marking(['five@example.org'], MORE_ROBOTS, { papers: 5 })
  await markedTick(world, SEVEN)
  expect(mailOf('bob@example.org')?.subject).toBe(mailOf('ada@example.org')?.subject)
  expect(titles('alan@example.org')).toEqual(titles('ada@example.org'))
  expect(kinds('five@example.org')).toEqual(Array.from({ length: 5 }, () => 'Robots'))
  expect((await ownDigests()).map(({ variant }) => variant.split(' ')[0]).toSorted()).toEqual(['5', 'all'])
  // Words are weighed once a paper: the fifteen of the edition, and the two that were marked.
  expect(await world.deps.db.$count(gists)).toBe(17)
})

test('a unit writes a few own digests and comes again; nobody else waits, and nobody gets two', async () => {
  const many = 2 * OWN_AT_ONCE + 1
  for (let n = 0; n < many; n++)
    await marking(
      [`r${n}@example.org`],
      writeMarks(readMarks(`+${idOf(0, n % 15)}@2026-01-19 -${idOf(0, (n + 1) % 15)}@2026-01-19`)),
    )
  await someReaders(world, ['carol@example.org'])
  world.at(SEVEN)
  await planAt(world.deps, SEVEN)
  expect(world.messages).toHaveLength(1)
  const first = await planOwnDigests(world.deps, aMessage('own', SEVEN))
  expect(first).toMatchObject({ digests: OWN_AT_ONCE, batches: OWN_AT_ONCE, again: 0 })
  // The same message twice, at once.
  await Promise.all([planOwnAt(world.deps, SEVEN), planOwnAt(world.deps, SEVEN)])
  expect(await planOwnDigests(world.deps, aMessage('own', SEVEN))).toEqual({
    ...{ outcome: 'nothing', digests: 0, batches: 0 },
  })
  for (const { batchId = 0 } of world.messages.splice(0)) await deliverBatch(world.deps, batchId)
  const counts = world.resend.taken.map(({ to }) => String(to)).toSorted()
  expect(counts).toEqual(
    [...Array.from({ length: many }, (_, n) => `r${n}@example.org`), 'carol@example.org'].toSorted(),
  )
})

test('wherever a run dies, between a digest and its batch too, the next one brings each mail once', async () => {
  await marking(['ada@example.org'], MORE_ROBOTS)
  await marking(['bob@example.org'], LESS_SPEECH)
  world.at(SEVEN)
  let died = 0
  for (let call = 0; call < 20; call++)
    for (const when of ['before', 'after'] as const) {
      const deps = { ...world.deps, db: openDatabase(dyingDatabase(env.DB, call, when)) }
      await planOwnDigests(deps, aMessage('own', SEVEN)).catch(() => died++)
    }
  expect(died).toBeGreaterThan(8)
  await markedTick(world, SEVEN + HOUR / 4)
  expect(world.resend.taken.map(({ to }) => String(to)).toSorted()).toEqual([
    'ada@example.org',
    'bob@example.org',
  ])
  expect(await ownDigests()).toHaveLength(2)
  expect(await world.deps.db.$count(batches)).toBe(2)
})

test('a mark of a paper that left or was withdrawn moves nothing, and its name is mailed to nobody', async () => {
  await marking(['ada@example.org'], `+2512.00001@2026-01-19 ${LESS_SPEECH}`)
  await marking(['bob@example.org'], MORE_ROBOTS)
  await world.deps.db
    .update(papers)
    .set({ withdrawn: true })
    .where(eq(papers.id, idOf(0, 1)))
  world.at(SEVEN)
  await planAt(world.deps, SEVEN)
  await planOwnAt(world.deps, SEVEN)
  // Bob's mail is made, and waits, when the operator withdraws what he marked.
  expect((await ownDigests()).some(({ html }) => html.includes('because you marked'))).toBe(true)
  expect(await withdrawPaper(world.deps, idOf(0, 0))).toBe(true)
  for (const { batchId = 0 } of world.messages.splice(0)) await deliverBatch(world.deps, batchId)
  expect(kinds('ada@example.org').slice(0, 3)).toEqual(['Robots', 'Speech', 'Proofs'])
  expect(kinds('bob@example.org').slice(0, 3)).toEqual(['Robots', 'Speech', 'Proofs'])
  for (const { text, html } of world.resend.taken)
    expect(text + html).not.toMatch(/because you marked|Robots 0-0|Speech 0-1/)
})

test('a withdrawn paper of an own digest that waits is left out of it, and the order stays', async () => {
  await marking(['ada@example.org'], `+${idOf(0, 2)}@2026-01-19`)
  world.at(SEVEN)
  await planOwnAt(world.deps, SEVEN)
  expect(await withdrawPaper(world.deps, idOf(1, 5))).toBe(true)
  for (const { batchId = 0 } of world.messages.splice(0)) await deliverBatch(world.deps, batchId)
  expect(titles('ada@example.org')).toHaveLength(14)
  expect(titles('ada@example.org').slice(0, 5)).toEqual([2, 8, 11, 14, 0].map((n) => titleOf(1, n)))
})

test('of topics only those papers come, in the own order; a week is ordered as a whole', async () => {
  const list = (await world.deps.db.select().from(papers)).map(({ id }) => id)
  for (const [place, id] of list.entries())
    await env.DB.prepare(
      "insert into observations (paper_id, source, at, upvotes) values (?, 'huggingface', ?, ?)",
    )
      .bind(id, TUESDAY + HOUR, 100 - place)
      .run()
  await marking(['robots@example.org'], `+${idOf(0, 1)}@2026-01-19`, { topics: 'category=cs.RO' })
  await marking(['week@example.org'], `+${idOf(0, 2)}@2026-01-19`, {
    kind: 'weekly',
    days: 0b100,
    papers: 10,
  })
  await markedTick(world, SEVEN)
  const ofRobots = titles('robots@example.org')
  expect(ofRobots.slice(0, 2)).toEqual([4, 10].map((n) => titleOf(1, n)))
  expect(ofRobots.toSorted()).toEqual([0, 2, 4, 6, 8, 10, 12, 14].map((n) => titleOf(1, n)).toSorted())
  expect(mailOf('robots@example.org')?.text).toContain('Only papers in cs.RO.')
  await markedTick(world, SEVEN + DAY)
  expect(kinds('week@example.org')).toEqual(Array.from({ length: 10 }, () => 'Proofs'))
  expect(mailOf('week@example.org')?.text).toContain('The week to')
})

test('a mark counts from the next day on: today’s digest is the common one, and no day has two', async () => {
  const [ada = 0] = await someReaders(world, ['ada@example.org'], { from: '2026-01-20' })
  await markedTick(world, SEVEN)
  world.at(SEVEN + HOUR)
  const token = (await readerLinks(world.deps.config, ada)).mark.split('token=')[1] ?? ''
  expect(await markPaper(world.deps, token, idOf(1, 2), 'more')).toMatchObject({ did: 'marked' })
  for (let hour = 8; hour < 24; hour++) await markedTick(world, TUESDAY + hour * HOUR)
  expect(world.resend.taken).toHaveLength(1)
  await aMarkableEdition(world, '2026-01-21', 2)
  for (let hour = 24; hour < 36; hour++) await markedTick(world, TUESDAY + hour * HOUR)
  expect(world.resend.taken).toHaveLength(2)
  expect(kinds('ada@example.org').slice(0, 5)).toEqual(Array.from({ length: 5 }, () => 'Proofs'))
})

test('an own order ends with early picks for who has them on; one that is withdrawn leaves what waits', async () => {
  const { db } = world.deps
  for (const position of [1, 2, 3, 4]) {
    const id = `2601.3000${position}`
    await db.insert(papers).values(aPaper({ id, title: `Pick ${position}`, listedOn: null, bornAt: null }))
    const pickedAt = TUESDAY + HOUR
    const pick = { day: '2026-01-20', position, paperId: id, newcomer: false, reason: 'It is new', pickedAt }
    await db.insert(earlyPicks).values(pick)
  }
  await marking(['on@example.org'], MORE_ROBOTS, { early: true })
  await marking(['off@example.org'], MORE_ROBOTS)
  await marking(['later@example.org'], MORE_ROBOTS, { early: true, hour: 8 })
  const picksOf = (email: string) => mailOf(email)?.text.match(/^Pick \d$/gm) ?? []
  await markedTick(world, SEVEN)
  expect(picksOf('on@example.org')).toEqual(['Pick 1', 'Pick 2', 'Pick 3'])
  expect(picksOf('off@example.org')).toEqual([])
  expect(titles('on@example.org')).toEqual(titles('off@example.org'))
  await withdrawPaper(world.deps, '2601.30002')
  await markedTick(world, SEVEN + HOUR)
  expect(picksOf('later@example.org')).toEqual(['Pick 1', 'Pick 3', 'Pick 4'])
  expect(titles('later@example.org')).toEqual(titles('on@example.org'))
})
