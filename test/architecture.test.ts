import { expect, test } from 'vitest'
import { JOBS } from '../src/jobs/table.ts'
import wrangler from '../wrangler.toml?raw'

const files = Object.entries(
  import.meta.glob('../src/**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true }) as Record<
    string,
    string
  >,
).map(([path, text]) => ({ path: path.replace('../src/', ''), text }))

const RULE =
  'Imports point one way: worker -> web | jobs | delivery -> sources, subscribers, db -> digest, feeds, search -> trending -> papers, wording.'
const TIERS = [
  ['papers', 'wording'],
  ['trending'],
  ['digest', 'feeds', 'search'],
  ['sources', 'subscribers', 'db'],
  ['web', 'jobs', 'delivery'],
  ['worker.ts'],
]
const PURE = ['papers', 'wording', 'trending', 'digest', 'feeds', 'search']

const folderOf = (path: string) => path.split('/')[0] ?? ''
const tierOf = (folder: string) => TIERS.findIndex((folders) => folders.includes(folder))

/** Where the relative imports of a file lead, from src/. */
function importsOf({ path, text }: { path: string; text: string }): string[] {
  return [...text.matchAll(/from '(\.[^']+)'/g)].map(([, target]) =>
    new URL(target ?? '', `file:///${path}`).pathname.slice(1),
  )
}

test('imports point one way', () => {
  expect(files.length).toBeGreaterThan(30)
  const broken = files.flatMap((file) =>
    importsOf(file).flatMap((target) => {
      const [from, to] = [tierOf(folderOf(file.path)), tierOf(folderOf(target))]
      return from >= 0 && to > from ? [`${file.path} imports ${target}. ${RULE}`] : []
    }),
  )
  expect(broken).toEqual([])
})

test('pure folders know no configuration, clock, randomness, network or database', () => {
  const forbidden = /Date\.now|new Date\(\)|Math\.random|crypto\.|\bfetch\(|drizzle|cloudflare:|process\.env/
  const broken = files
    .filter(({ path }) => PURE.includes(folderOf(path)))
    .flatMap((file) => {
      const leaks = importsOf(file).filter(
        (target) => tierOf(folderOf(target)) < 0 || tierOf(folderOf(target)) > 2,
      )
      const match = forbidden.exec(file.text)
      return [...leaks, ...(match ? [match[0]] : [])].map(
        (what) => `${file.path}: ${what}. PURE folders take what they need as parameters.`,
      )
    })
  expect(broken).toEqual([])
})

test('sources never see the database', () => {
  const broken = files
    .filter(({ path }) => folderOf(path) === 'sources')
    .flatMap((file) => importsOf(file).filter((target) => folderOf(target) === 'db'))
  expect(broken).toEqual([])
})

test('SQL lives in db/', () => {
  const broken = files.filter(
    ({ path, text }) => folderOf(path) !== 'db' && /drizzle-orm|\.prepare\(/.test(text),
  )
  expect(broken.map(({ path }) => path)).toEqual([])
})

test('the only real clock is in deps.ts', () => {
  const broken = files.filter(
    ({ path, text }) => path !== 'deps.ts' && /Date\.now\(\)|new Date\(\)/.test(text),
  )
  expect(broken.map(({ path }) => path)).toEqual([])
})

test('every job runs at a cron of wrangler.toml and every cron runs a job', () => {
  const crons = [...(/crons = \[([^\]]*)\]/.exec(wrangler)?.[1] ?? '').matchAll(/"([^"]+)"/g)].map(
    ([, cron]) => cron,
  )
  expect(new Set(JOBS.map((job) => job.cron))).toEqual(new Set(crons))
})
