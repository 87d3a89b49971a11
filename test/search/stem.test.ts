import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import extra from '../../scripts/replay/arxiv-extra.jsonl.gz?url&inline'
import days from '../../scripts/replay/hf-days.jsonl.gz?url&inline'
import { stemOf } from '../../src/search/stem.ts'
import { wordsOf } from '../../src/search/words.ts'
import { unpack } from '../helpers/unpack.ts'

type Line = { title: string; abstract: string; authors: string[] }

beforeAll(async () => {
  await env.SEARCH.prepare(
    "create virtual table stemming using fts5(word, tokenize = 'porter unicode61 remove_diacritics 2')",
  ).run()
  await env.SEARCH.prepare("create virtual table stemmed using fts5vocab(stemming, 'instance')").run()
})

/** What SQLite makes of each word, in their order. */
async function stemmedBySqlite(words: readonly string[]): Promise<string[]> {
  const [, , { results = [] } = {}] = await env.SEARCH.batch<{ term: string }>([
    env.SEARCH.prepare('delete from stemming'),
    env.SEARCH.prepare('insert into stemming (rowid, word) select key, value from json_each(?)').bind(
      JSON.stringify(words),
    ),
    env.SEARCH.prepare('select term from stemmed order by doc, offset'),
  ])
  return results.map(({ term }) => term)
}

test('our stems are those of the index, for every word of the replay', async () => {
  const papers = [...(await unpack<Line>(days)), ...(await unpack<Line>(extra))]
  const words = [
    ...new Set(
      papers.flatMap(({ title, abstract, authors }) => wordsOf([title, abstract, ...authors].join(' '))),
    ),
  ]
  expect(words.length).toBeGreaterThan(10_000)
  expect(words.map(stemOf)).toEqual(await stemmedBySqlite(words))
  expect(words.filter((word) => stemOf(word) !== word).length).toBeGreaterThan(4_000)
})

test('so they are for any letters before any ending, however short or long', async () => {
  const endings =
    `s es ies sses ed eed ing ational tional enci anci izer logi bli alli entli eli ousli ization ation
    ator alism iveness fulness ousness aliti iviti biliti icate ative alize iciti ical ful ness al ance ence er ic
    able ible ant ement ment ent ion sion tion ou ism ate iti ous ive ize e ll y yy ly`.split(/\s+/)
  const letters = fc.string({ unit: fc.constantFrom(...'abceilnosty0яß字'), minLength: 0, maxLength: 7 })
  const word = fc
    .tuple(letters, fc.constantFrom(...endings, ''), fc.constantFrom(...endings, ''))
    .map((parts) => parts.join(''))
    .filter((text) => text !== '' && !/yy(?:ed|ing)$/.test(text))
  await fc.assert(
    fc.asyncProperty(fc.array(word, { minLength: 200, maxLength: 200 }), async (words) => {
      expect(words.map(stemOf)).toEqual(await stemmedBySqlite(words))
    }),
    { numRuns: 20 },
  )
  for (const length of [63, 64, 65, 66]) {
    const long = `${'ab'.repeat(32).slice(0, length - 3)}ing`
    expect([stemOf(long)], String(length)).toEqual(await stemmedBySqlite([long]))
  }
})
