import { expect, test } from 'vitest'
import { CHAINS, UNITS } from '../src/jobs/table.ts'
import wrangler from '../wrangler.toml?raw'

const files = Object.entries(
  import.meta.glob('../src/**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true }) as Record<
    string,
    string
  >,
).map(([path, text]) => ({ path: path.replace('../src/', ''), text }))

const RULE =
  'A folder imports from tiers above it in this list, never from its own tier or below (docs/architecture.md).'
const TIERS = [
  ['time'],
  ['papers'],
  ['wording'],
  ['ranking'],
  ['search'],
  ['mail', 'feeds'],
  ['channels'],
  ['sources', 'config.ts'],
  ['mailer'],
  ['db'],
  ['deps.ts'],
  ['lists', 'subscribers'],
  ['editions'],
  ['delivery'],
  ['health'],
  ['jobs'],
  ['web'],
  ['worker.ts'],
]
const PURE = ['time', 'papers', 'wording', 'ranking', 'search', 'mail', 'feeds', 'channels']

const topOf = (path: string) => path.split('/')[0] ?? ''
const tierOf = (top: string) => TIERS.findIndex((names) => names.includes(top))

/** Where the relative imports of a file lead, from src/. */
const importsOf = ({ path, text }: { path: string; text: string }): string[] =>
  [...text.matchAll(/from '(\.[^']+)'/g)].map(([, target]) =>
    new URL(target ?? '', `file:///${path}`).pathname.slice(1),
  )

/** What breaks the rule, a sentence each. */
function brokenImports(given: typeof files): string[] {
  return given.flatMap((file) =>
    importsOf(file).flatMap((target) => {
      const [from, to] = [topOf(file.path), topOf(target)]
      if (tierOf(from) < 0 || tierOf(to) < 0) return [`${file.path}: ${from} or ${to} is in no tier. ${RULE}`]
      return from !== to && tierOf(to) >= tierOf(from) ? [`${file.path} imports ${target}. ${RULE}`] : []
    }),
  )
}

test('imports point one way, so no two folders form a circle', () => {
  expect(files.length).toBeGreaterThan(100)
  expect(brokenImports(files)).toEqual([])
})

test('the rule finds imports upwards, of the same tier, of deps.ts and of unknown folders', () => {
  const from = (path: string, target: string) => brokenImports([{ path, text: `import x from '${target}'` }])
  expect(from('mail/a.ts', '../db/b.ts')).toHaveLength(1)
  expect(from('jobs/a.ts', '../web/b.ts')).toHaveLength(1)
  expect(from('db/a.ts', '../deps.ts')).toHaveLength(1)
  expect(from('elsewhere/a.ts', '../db/b.ts')).toHaveLength(1)
  expect(from('db/a.ts', '../mail/b.ts')).toEqual([])
})

test('no file imports itself through others', () => {
  const graph = new Map(files.map((file) => [file.path, importsOf(file)]))
  const done = new Set<string>()
  const circles: string[] = []
  const visit = (path: string, trail: readonly string[]) => {
    if (trail.includes(path)) circles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '))
    else if (!done.has(path)) {
      for (const target of graph.get(path) ?? []) visit(target, [...trail, path])
      done.add(path)
    }
  }
  for (const path of graph.keys()) visit(path, [])
  expect(circles).toEqual([])
})

test('pure folders know no clock, randomness, network or database', () => {
  const forbidden = /Date\.now|new Date\(\)|Math\.random|crypto\.|\bfetch\(|drizzle|cloudflare:|process\.env/
  const broken = files
    .filter(({ path }) => PURE.includes(topOf(path)))
    .flatMap(({ path, text }) => {
      const match = forbidden.exec(text)
      return match ? [`${path}: ${match[0]}. PURE folders take what they need as parameters.`] : []
    })
  expect(broken).toEqual([])
})

test('SQL lives in db/', () => {
  const broken = files.filter(
    ({ path, text }) => topOf(path) !== 'db' && /drizzle-orm|\.prepare\(/.test(text),
  )
  expect(broken.map(({ path }) => path)).toEqual([])
})

test('the only real clock and randomness are in deps.ts', () => {
  const broken = files.filter(
    ({ path, text }) =>
      path !== 'deps.ts' && /Date\.now\(\)|new Date\(\)|Math\.random|randomUUID|getRandomValues/.test(text),
  )
  expect(broken.map(({ path }) => path)).toEqual([])
})

test('one cron drives everything, and each unit is due by itself in one chain or sent by another unit', () => {
  const crons = [...(/crons = \[([^\]]*)\]/.exec(wrangler)?.[1] ?? '').matchAll(/"([^"]+)"/g)]
  expect(crons.map(([, cron]) => cron)).toEqual(['*/15 * * * *'])
  const scheduled = UNITS.filter(({ due }) => due).map(({ name }) => name)
  expect(scheduled.toSorted()).toEqual([...new Set(CHAINS.flat())].toSorted())
})

test('comments of src have at most 100 characters a line, and no object is spread for layout', () => {
  const isComment = /^\s*(\/\/|\*|\/\*\*)/
  const wide = (line: string) => isComment.test(line) && line.length > 100
  const spread = (line: string) => /\.\.\.\{/.test(line)
  expect(wide(`// ${'x'.repeat(97)}`)).toBe(false)
  expect(wide(`// ${'x'.repeat(98)}`)).toBe(true)
  expect(spread('  ...{ a, b },')).toBe(true)
  const found = files.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, index) => (wide(line) || spread(line) ? [`${path}:${index + 1} ${line}`] : [])),
  )
  expect(found).toEqual([])
})
