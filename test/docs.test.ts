import { expect, test } from 'vitest'
import packageJson from '../package.json'
import readme from '../README.md?raw'
import { parseConfig, VARIABLES } from '../src/config.ts'
import wrangler from '../wrangler.toml?raw'

const docs = import.meta.glob<string>(['../*.md', '../docs/*.md', '../src/**/*.md', '../scripts/**/*.md'], {
  query: '?raw',
  import: 'default',
  eager: true,
})
/** Every file that a doc may point to, from the top of the repository. */
const files = new Set([
  ...Object.keys(
    import.meta.glob(['../*', '../{docs,src,scripts,migrations}/**/*', '../.ci/*'], { exhaustive: true }),
  ).map((path) => path.replace('../', '')),
  ...Object.keys(import.meta.glob('./**/*')).map((path) => path.replace('./', 'test/')),
])
const folderOf = (path: string) => path.replace(/[^/]*$/, '')
const isThere = (path: string) =>
  files.has(path) || [...files].some((file) => file.startsWith(`${path.replace(/\/$/, '')}/`))

test('every relative link of a doc leads to a file', () => {
  expect(Object.keys(docs).length).toBeGreaterThan(8)
  const broken = Object.entries(docs).flatMap(([path, text]) =>
    [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)(?:#[^)]*)?\)/g)].flatMap(([, target = '']) => {
      const led = new URL(target, `file:///${folderOf(path.replace('../', ''))}`).pathname.slice(1)
      return isThere(led) ? [] : [`${path}: ${target}`]
    }),
  )
  expect(broken).toEqual([])
})

test('every file that a doc names in code style is there', () => {
  const broken = Object.entries(docs).flatMap(([path, text]) =>
    [...text.matchAll(/`((?:src|docs|scripts|test|migrations)\/[\w./-]+|[a-z]+\/[\w-]+\.tsx?)`/g)].flatMap(
      ([, named = '']) =>
        isThere(named) || isThere(`src/${named}`) || isThere(`${folderOf(path.replace('../', ''))}${named}`)
          ? []
          : [`${path}: ${named}`],
    ),
  )
  expect(broken).toEqual([])
})

test('every npm command that a doc names is a script of package.json', () => {
  const known = Object.keys(packageJson.scripts)
  const broken = Object.entries(docs).flatMap(([path, text]) =>
    [...text.matchAll(/npm run ([\w:]+)/g)].flatMap(([, name = '']) =>
      known.includes(name) ? [] : [`${path}: npm run ${name}`],
    ),
  )
  expect(broken).toEqual([])
})

/** The rows of the table under "Configure": names and what is said of them. */
const configured = [
  ...readme.slice(readme.indexOf('## Configure')).matchAll(/^\| (`[^|]+) \| (.+) \|$/gm),
].map(([, names = '', said = '']) => ({
  names: [...names.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
  said,
}))

test('the README names every variable of the configuration, and no other', () => {
  expect(configured.flatMap(({ names }) => names).sort()).toEqual([...VARIABLES].sort())
})

test('the README states the defaults that the code has', () => {
  const config = parseConfig({
    PUBLIC_URL: 'https://papertide.org',
    MAIL_FROM: 'Papertide <digest@papertide.org>',
    MAIL_POSTAL_ADDRESS: 'Papertide, 1 Long Street, 10115 Berlin',
    TOKEN_SECRET: 'a-secret-for-tests-only',
    RESEND_API_KEY: 're_test',
  }) as unknown as Record<string, unknown>
  const stated = configured.flatMap(({ names: [name = ''], said }) => {
    const [, value] = /default:? `?([^`;,]+(?:,[\w.-]+)*)`?/.exec(said) ?? []
    return value === undefined || value.startsWith('the real') ? [] : [[name, value]]
  })
  expect(stated.length).toBeGreaterThan(3)
  for (const [name = '', value] of stated) expect([name, String(config[name])]).toEqual([name, value])
})

test('the README is at most 150 lines, and its deployment names what wrangler.toml binds', () => {
  expect(readme.split('\n').length).toBeLessThanOrEqual(151)
  const names = [...wrangler.matchAll(/^(?:database_name|queue|dead_letter_queue) = "([^"]+)"/gm)].map(
    ([, name]) => name,
  )
  expect(names.length).toBeGreaterThan(3)
  for (const name of names) expect(readme).toContain(name)
})
