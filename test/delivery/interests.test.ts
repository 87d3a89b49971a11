import { beforeEach, expect, test } from 'vitest'
import { atomically } from '../../src/db/client.ts'
import { appendObservations } from '../../src/db/observations.ts'
import { papers } from '../../src/db/schema.ts'
import { previewTopics } from '../../src/delivery/preview.ts'
import { indexPapers } from '../../src/jobs/index-papers.ts'
import { updateScores } from '../../src/jobs/update-scores.ts'
import type { Paper } from '../../src/papers/paper.ts'
import { readTopics, writeTopics } from '../../src/search/topics.ts'
import { aMessage, deliverAt } from '../helpers/delivering.ts'
import { anObservation, aPaper } from '../helpers/papers.ts'
import { aPublishedEdition, someReaders } from '../helpers/readers.ts'
import { aNewWorld, type World } from '../helpers/world.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** A Tuesday; day 0 is the Monday before it. */
const TUESDAY = Date.parse('2026-01-20T00:00:00Z')
const ADA = 'ada@example.org'
let world: World
beforeEach(async () => {
  world = await aNewWorld('2026-01-19T12:00:00Z')
})

const dateOf = (at: number) => new Date(at).toISOString().slice(0, 10)
const written = (q: string, more: Record<string, string> = {}) => {
  const topics = writeTopics(new URLSearchParams({ q, ...more }))
  if (typeof topics !== 'string') throw new Error(topics.error)
  return topics
}

let number = 0
/** A paper of a day (0 is Monday the 19th): on its list with votes, or only seen. */
const seenOn = (day: number, given: Partial<Paper> & { title: string }, listed = true): Paper => {
  const at = TUESDAY + (day - 1) * DAY
  return aPaper({
    id: `2601.${String(10_000 + number++)}`,
    authors: ['Nobody Known'],
    categories: ['cs.CL'],
    abstract: 'It reads.',
    firstSeenAt: at + 8 * HOUR,
    bornAt: listed ? at : null,
    listedOn: listed ? dateOf(at) : null,
    ...given,
  })
}

/** Stores papers, observes the listed ones, and publishes the edition of the next day. */
async function aDay(day: number, given: readonly Paper[]): Promise<void> {
  const at = TUESDAY + day * DAY
  const { deps } = world
  for (const paper of given) await deps.db.insert(papers).values(paper)
  const listed = given.filter(({ listedOn }) => listedOn !== null)
  const votes = listed.map(({ id }, index) =>
    anObservation({ paperId: id, at: at + 2 * HOUR, upvotes: 50 - index }),
  )
  await atomically(deps.db, [appendObservations(votes)])
  world.at(at + 2 * HOUR)
  await updateScores(deps, aMessage('scores', at + 2 * HOUR))
  await indexPapers(deps)
  await aPublishedEdition(world, dateOf(at), at + 2.25 * HOUR)
}
const deliverDay = (day: number) => deliverAt(world, TUESDAY + day * DAY + 7 * HOUR)
const titlesIn = (text: string) => [...text.matchAll(/Paper [A-Z]\w*/g)].map(([title]) => title)

test('a reader of two authors and one organisation gets their next papers in the mail, one unlisted among them', async () => {
  const topics = written('author:"Xipeng Qiu", author:"Hanghang Tong", org:nvidia')
  await someReaders(world, [ADA], { topics })
  await aDay(0, [
    seenOn(0, { title: 'Paper Other' }),
    seenOn(0, { title: 'Paper Qiu', authors: ['Ada Lovelace', 'Xipeng Qiu'] }),
    seenOn(0, { title: 'Paper Tong', authors: ['Hanghang X. Tong'] }, false),
    seenOn(0, { title: 'Paper Nvidia', organization: 'nvidia', organizationName: 'NVIDIA' }),
    seenOn(0, { title: 'Paper Unlisted' }, false),
    seenOn(0, { title: 'Paper Across', authors: ['Li Xipeng', 'Qiu Wei'] }),
  ])
  await deliverDay(0)
  const [mail] = world.resend.to(ADA)
  expect(new Set(titlesIn(mail?.text ?? ''))).toEqual(new Set(['Paper Qiu', 'Paper Nvidia', 'Paper Tong']))
  for (const part of [mail?.text.replace(/\s+/g, ' '), mail?.html]) {
    expect(part).toContain('you follow papers by Xipeng Qiu.')
    expect(part).toContain('You follow papers by Hanghang Tong; on no daily list yet.')
    expect(part).toContain('you follow papers from nvidia.')
  }
})

test('an author’s paper comes once: when we first saw it, and not again when it is listed', async () => {
  await someReaders(world, [ADA], { topics: written('author:"Xipeng Qiu", reads') })
  const early = seenOn(0, { title: 'Paper Early', authors: ['Xipeng Qiu'] }, false)
  await aDay(0, [early, seenOn(0, { title: 'Paper First' })])
  await deliverDay(0)
  await world.deps.db.update(papers).set({ listedOn: '2026-01-20', bornAt: TUESDAY })
  await aDay(1, [seenOn(1, { title: 'Paper Next' })])
  await deliverDay(1)
  const sent = world.resend.to(ADA).map(({ text }) => [...new Set(titlesIn(text))].sort())
  expect(sent[0]).toEqual(['Paper Early', 'Paper First'])
  expect(sent[1]).not.toContain('Paper Early')
})

test('stems are one matcher for lists, previews and mails: a plural finds the singular, and mutes it', async () => {
  await someReaders(world, [ADA], { topics: written('transformers', { mute: 'surveys' }) })
  await aDay(0, [
    seenOn(0, { title: 'Paper One', abstract: 'A transformer.' }),
    seenOn(0, { title: 'Paper Two', abstract: 'Transformers.' }),
    seenOn(0, { title: 'Paper Three', abstract: 'A survey of transformers.' }),
    seenOn(0, { title: 'Paper Four', abstract: 'A transform.' }),
  ])
  const topics = readTopics(written('transformers', { mute: 'surveys' }))
  if (!topics) throw new Error('unreadable')
  expect((await previewTopics(world.deps, topics)).papers).toBe(3)
  await deliverDay(0)
  // Porter takes a transform and a transformer for one word, as the search always did.
  expect(new Set(titlesIn(world.resend.to(ADA)[0]?.text ?? ''))).toEqual(
    new Set(['Paper One', 'Paper Two', 'Paper Four']),
  )
})

test('the preview equals what seven days then bring, whatever is followed', async () => {
  const asked = [
    'author:"Xipeng Qiu", org:nvidia',
    'transformer',
    'transformer or org:nvidia',
    'author:"Xipeng Qiu" transformers',
    'zeppelin',
  ].map((q) => written(q))
  const all = [...asked, written('reading', { category: '-cs.RO', mute: 'transformer' }), 'category=cs.RO']
  for (const [n, topics] of all.entries()) await someReaders(world, [`r${n}@example.org`], { topics })
  for (let day = 0; day < 7; day++) {
    await aDay(day, [
      seenOn(day, { title: `Paper Plain${day}`, categories: [day % 2 ? 'cs.RO' : 'cs.CL'] }),
      seenOn(day, { title: `Paper Trans${day}`, abstract: 'Transformers read.' }),
      ...(day % 3 === 0
        ? [
            seenOn(
              day,
              { title: `Paper Qiu${day}`, authors: ['Xipeng Qiu'], abstract: 'A transformer.' },
              day > 3,
            ),
          ]
        : []),
      ...(day % 2 === 1 ? [seenOn(day, { title: `Paper Nvidia${day}`, organization: 'nvidia' })] : []),
    ])
    await deliverDay(day)
  }
  for (const [n, topics] of all.entries()) {
    const read = readTopics(topics)
    if (!read) throw new Error(topics)
    const preview = await previewTopics(world.deps, read)
    const sent = world.resend.to(`r${n}@example.org`).flatMap(({ text }) => [...new Set(titlesIn(text))])
    expect(new Set(sent).size, topics).toBe(sent.length)
    expect(preview.papers, topics).toBe(sent.length)
    expect(
      preview.titles.every((title) => sent.includes(title)),
      topics,
    ).toBe(true)
    expect(preview.titles.length, topics).toBe(Math.min(3, sent.length))
  }
  expect(world.resend.to('r0@example.org').length).toBeGreaterThan(3)
})

test('after a week without a paper a line says so, once, and again only after another week', async () => {
  await someReaders(world, [ADA], { topics: written('zeppelins'), from: '2026-01-20' })
  for (let day = 0; day < 15; day++) {
    await aDay(day, [seenOn(day, { title: `Paper ${day}` })])
    await deliverDay(day)
    await deliverAt(world, TUESDAY + day * DAY + 8 * HOUR)
  }
  const mails = world.resend.to(ADA)
  expect(mails.map(({ subject }) => subject)).toEqual(Array(2).fill('No new paper of your topics this week'))
  for (const part of [mails[0]?.text.replace(/\s+/g, ' '), mails[0]?.html]) {
    expect(part).toContain('For a week no new paper was of your topics.')
    expect(part).toMatch(/\/unsubscribe\?token=/)
    expect(part).toMatch(/\/preferences\?token=/)
  }
})
