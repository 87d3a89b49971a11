import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import extra from '../../scripts/replay/arxiv-extra.jsonl.gz?inline'
import days from '../../scripts/replay/hf-days.jsonl.gz?inline'
import { indexDocuments } from '../../src/db/search-index.ts'
import { searchPapers } from '../../src/lists/search-papers.ts'
import { asDocument } from '../../src/search/document.ts'
import { parseQuery } from '../../src/search/query.ts'
import questions from '../fixtures/search-questions.jsonl?raw'

type Line = { id: string; title: string; abstract: string; authors: string[]; categories: string[] | null }
type Question = { set: string; query: string; relevant: string[] }

/**
 * Lowest NDCG@10 a set may have. The whole evaluation is `npm run eval:search`; this smaller one is
 * easier.
 */
const FLOORS: Record<string, number> = {
  name: 0.98,
  'name-typo': 0.9,
  author: 0.95,
  'author-accent': 0.97,
  'title-part': 0.98,
}

test('search finds names, misspelt names, authors and parts of titles in the replayed papers', async () => {
  const papers = [...(await unpack<Line>(days)), ...(await unpack<Line>(extra))]
  for (let from = 0; from < papers.length; from += 100) {
    const some = papers.slice(from, from + 100)
    await indexDocuments(
      env.SEARCH,
      some.map((line) => asDocument({ ...line, categories: line.categories ?? [], revision: 1 })),
    )
  }
  const gains = new Map<string, number[]>()
  for (const line of questions.trim().split('\n')) {
    const { set, query, relevant } = JSON.parse(line) as Question
    const parsed = parseQuery(query)
    const found =
      'error' in parsed
        ? []
        : (await searchPapers(env.SEARCH, parsed, { categories: [], exceptCategories: [], muted: [] }))
            .paperIds
    gains.set(set, [...(gains.get(set) ?? []), ndcg(found, relevant)])
  }
  for (const [set, floor] of Object.entries(FLOORS)) {
    const all = gains.get(set) ?? []
    expect(all.length, set).toBeGreaterThan(2)
    expect(all.reduce((sum, gain) => sum + gain, 0) / all.length, set).toBeGreaterThanOrEqual(floor)
  }
})

/** Normalised discounted gain of the first ten, each relevant paper worth the same. */
function ndcg(found: readonly string[], relevant: readonly string[]): number {
  const discount = (at: number) => 1 / Math.log2(at + 2)
  const best = relevant.slice(0, 10).reduce((sum, _, at) => sum + discount(at), 0)
  return (
    found.slice(0, 10).reduce((sum, id, at) => sum + (relevant.includes(id) ? discount(at) : 0), 0) / best
  )
}

async function unpack<Row>(dataUrl: string): Promise<Row[]> {
  const bytes = Uint8Array.from(atob(dataUrl.slice(dataUrl.indexOf(',') + 1)), (char) => char.charCodeAt(0))
  const text = await new Response(
    new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')),
  ).text()
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
}
