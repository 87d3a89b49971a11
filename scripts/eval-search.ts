// Judges search: indexes collections of papers in a local D1 and answers questions through the
// product's own query path. npm run eval:search -- SEARCH_FOLDER ARCHIVE.jsonl.gz -o RESULTS.json
// question id -> paper ids, best first
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import type { D1Database } from '@cloudflare/workers-types'
import { getPlatformProxy, unstable_splitSqlQuery } from 'wrangler'
import { indexDocuments } from '../src/db/search-index.ts'
import { searchPapers } from '../src/lists/search-papers.ts'
import { asDocument } from '../src/search/document.ts'
import { parseQuery } from '../src/search/query.ts'

type PaperLine = {
  id: string
  title: string
  abstract?: string
  authors?: string[]
  categories?: string[] | null
}
type QuestionLine = { qid: string; query: string }

const ROOT = join(import.meta.dirname, '..')
const AT_ONCE = 100

const { values, positionals } = parseArgs({
  options: { o: { type: 'string', short: 'o' } },
  allowPositionals: true,
})
const [folder, archive] = positionals
if (!folder || !archive || !values.o) {
  console.error('usage: npm run eval:search -- SEARCH_FOLDER ARCHIVE.jsonl.gz -o RESULTS.json')
  process.exit(1)
}

const named = (start: string) =>
  readdirSync(folder)
    .filter((name) => name.startsWith(start))
    .map((name) => join(folder, name))
const collections = [
  { papers: [archive, ...named('arxiv-extra-')], questions: named('queries-') },
  { papers: named('spar-corpus'), questions: named('spar-queries') },
  { papers: named('autoscholar-titles'), questions: named('autoscholar-queries') },
]

const results: Record<string, string[]> = {}
for (const { papers, questions } of collections) {
  // Collections are searched apart from each other, so each has an index of its own.
  const { env, dispose } = await getPlatformProxy<{ SEARCH: D1Database }>({
    configPath: join(ROOT, 'wrangler.toml'),
    persist: false,
  })
  await migrate(env.SEARCH)
  const began = performance.now()
  const lines = papers.flatMap((path) => readLines<PaperLine>(path))
  await indexAll(env.SEARCH, lines)
  const indexed = performance.now()
  const asked = questions.flatMap((path) => readLines<QuestionLine>(path))
  for (const { qid, query } of asked) results[qid] = await answer(env.SEARCH, query)
  const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(1)
  console.log(
    `${lines.length} papers indexed in ${seconds(began, indexed)} s, ` +
      `${asked.length} questions answered in ${seconds(indexed, performance.now())} s`,
  )
  await dispose()
}
writeFileSync(values.o, JSON.stringify(results))

async function migrate(index: D1Database) {
  const path = join(ROOT, 'migrations/search')
  for (const name of readdirSync(path).sort())
    for (const statement of unstable_splitSqlQuery(readFileSync(join(path, name), 'utf8')))
      await index.prepare(statement).run()
}

async function indexAll(index: D1Database, lines: readonly PaperLine[]) {
  const documents = lines.map(({ id, title, abstract = '', authors = [], categories }) =>
    asDocument({ id, title, abstract, authors: [authors].flat(), categories: categories ?? [], revision: 1 }),
  )
  for (let from = 0; from < documents.length; from += AT_ONCE)
    await indexDocuments(index, documents.slice(from, from + AT_ONCE))
}

async function answer(index: D1Database, text: string): Promise<string[]> {
  const query = parseQuery(text)
  if ('error' in query) return []
  return (await searchPapers(index, query, { categories: [], exceptCategories: [], muted: [] })).paperIds
}

function readLines<Line>(path: string): Line[] {
  const bytes = readFileSync(path)
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line)
}
