// Every kind of page in a real browser: what axe finds (https://github.com/dequelabs/axe-core),
// whether the HTML is valid, whether anything is cut off on a small screen or loaded from
// elsewhere.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import axe from 'axe-core'
import { HtmlValidate } from 'html-validate'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { OFFLINE, startProduct } from '../helpers/product.ts'

let product: Awaited<ReturnType<typeof startProduct>>
let browser: Browser
const TOKEN = 'a-token-for-the-operator'
const OPERATOR = 'ops@example.org'
let paths: string[]

before(async () => {
  product = await startProduct(3, [`ADMIN_TOKEN=${TOKEN}`, `OPERATOR_EMAIL=${OPERATOR}`])
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: OFFLINE,
  })
  const landing = await (await fetch(product.url)).text()
  const found = (pattern: RegExp) => pattern.exec(landing)?.[0] ?? ''
  const paper = found(/\/papers\/[\d.]+/)
  const author = /href="(\/authors\/[^"]+)"/.exec(await (await fetch(product.url + paper)).text())?.[1] ?? ''
  paths = [
    '/',
    '/editions',
    found(/\/editions\/\d{4}-\d\d-\d\d/),
    paper,
    author,
    '/trending',
    '/new?category=cs.CL,-cs.CY&q=language',
    '/top/month',
    '/search',
    '/search?q=languge+modle',
    '/search?q=zzzzqqq',
    '/new?category=cs.XX',
    '/status',
    '/confirm?token=x',
    '/unsubscribe?token=x',
    '/nothing-here',
  ]
  assert.ok(
    paths.every((path) => path.startsWith('/')),
    paths.join(' '),
  )
})
after(async () => {
  await browser?.close()
  await product?.stop()
})

test('axe finds nothing, light and dark', { timeout: 180_000 }, () => findNothing(paths))

type State = Awaited<ReturnType<BrowserContext['storageState']>>

/** What axe finds on pages, light and dark: nothing. */
async function findNothing(paths: readonly string[], storageState?: State): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    const given = { colorScheme, bypassCSP: true, ...(storageState && { storageState }) }
    const page = await (await browser.newContext(given)).newPage()
    for (const path of paths) {
      await page.goto(product.url + path)
      await page.evaluate(axe.source)
      const { violations } = await page.evaluate(() =>
        (
          globalThis as unknown as {
            axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
          }
        ).axe.run(),
      )
      const told = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
      assert.deepEqual(told, [], `${path} ${colorScheme}`)
    }
  }
}

test('the HTML of every page is valid', async () => {
  const validator = new HtmlValidate({
    extends: ['html-validate:standard'],
    // What the standard leaves open, and hono's JSX writes in its own way.
    rules: {
      'no-trailing-whitespace': 'off',
      'doctype-style': 'off',
      'void-style': 'off',
      'attribute-boolean-style': 'off',
      'attribute-empty-style': 'off',
      'long-title': 'off',
      'no-implicit-button-type': 'off',
    },
  })
  const authorization = { authorization: `Bearer ${TOKEN}` }
  for (const path of [...paths, '/operator', '/operator/preview']) {
    const html = await (await fetch(product.url + path, { headers: authorization })).text()
    const { results } = await validator.validateString(html)
    const told = results.flatMap(({ messages }) =>
      messages.map(({ ruleId, message, line }) => `${ruleId} ${line}: ${message}`),
    )
    assert.deepEqual(told, [], path)
  }
})

/**
 * Widths (px) and sizes of the root's font; 200 % on 640 px is what a browser's zoom shows on 320.
 */
const SCREENS = [
  [320, '100%'],
  [360, '150%'],
  [360, '200%'],
  [320, '200%'],
  [640, '200%'],
] as const

/** Whether a page with everything unfolded has to be moved sideways at a size of its root's font. */
const isWider = (page: Page, size: string): Promise<boolean> =>
  page.evaluate((size) => {
    document.documentElement.style.fontSize = size
    for (const details of document.querySelectorAll('details')) details.open = true
    return document.documentElement.scrollWidth > innerWidth
  }, size)

test('nothing is cut off on small screens at up to twice the text size, and nothing is loaded from elsewhere', async () => {
  const page = await (await browser.newContext({ viewport: { width: 320, height: 640 } })).newPage()
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).origin))
  for (const path of paths) {
    await page.goto(product.url + path)
    for (const [width, size] of SCREENS) {
      await page.setViewportSize({ width, height: 640 })
      assert.equal(await isWider(page, size), false, `${path} on ${width} px at ${size}`)
    }
  }
  assert.deepEqual([...new Set(asked)], [product.url])
})

test('on paper a paper is whole: abstracts and authors unfold, and its BibTeX wraps', async () => {
  const page = await browser.newPage({ viewport: { width: 680, height: 900 } })
  await page.emulateMedia({ media: 'print' })
  for (const path of paths.filter((path) => /^\/(papers|editions\/)/.test(path))) {
    await page.goto(product.url + path)
    const hidden = await page.evaluate(() =>
      [...document.querySelectorAll('.names details p, .whole p')].some((text) => !text.checkVisibility()),
    )
    assert.equal(hidden, false, path)
    const cut = await page.evaluate(() =>
      [...document.querySelectorAll('.bibtex')].some((entry) => entry.scrollWidth > entry.clientWidth),
    )
    assert.equal(cut, false, path)
  }
})

test('lines of a paper have at most 68 characters', async () => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  await page.goto(product.url + paths[3])
  const longest = await page.evaluate(() => {
    const lengths: number[] = []
    for (const text of document.querySelectorAll('main p.abstract, main .names p, main p.reason, main dd')) {
      const lines = new Map<number, number>()
      const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT)
      for (let node = walker.nextNode(); node; node = walker.nextNode())
        for (let at = 0; at < (node.textContent?.length ?? 0); at++) {
          const range = document.createRange()
          range.setStart(node, at)
          range.setEnd(node, at + 1)
          const { bottom, width } = range.getBoundingClientRect()
          const line = Math.round(bottom / 8)
          if (width > 0) lines.set(line, (lines.get(line) ?? 0) + 1)
        }
      lengths.push(Math.max(0, ...lines.values()))
    }
    return Math.max(...lengths)
  })
  assert.ok(longest > 40 && longest <= 68, `${longest} characters`)
})

test('the operator logs in and does everything by buttons, without script, light and dark and on 360 px', {
  timeout: 180_000,
}, async () => {
  const session = await browser.newContext({ javaScriptEnabled: false })
  const page = await session.newPage()
  const logIn = async (token: string) => {
    await page.goto(`${product.url}/operator`)
    await page.getByLabel('ADMIN_TOKEN').fill(token)
    await page.getByRole('button', { name: 'Log in' }).click()
  }
  await logIn('a-token-that-is-wrong')
  await page.getByText('That is not the token.').waitFor()
  await logIn(TOKEN)
  /** Presses a button that leads to the console again. */
  const press = async (name: string | RegExp) => {
    const again = page.waitForResponse(
      (answer) => answer.url() === `${product.url}/operator` && answer.request().method() === 'GET',
    )
    await page.getByRole('button', { name, exact: true }).click()
    assert.equal((await again).status(), 200, String(name))
    await page.waitForLoadState()
  }
  await press('Send it to me')
  const tests = (await product.mailsTo(OPERATOR)).filter(({ subject }) => subject.startsWith('[Test] '))
  assert.equal(tests.length, 1)
  await page.getByLabel('Note on top of it').fill('We moved.\n<b>Really.</b>')
  await press('Save the note')
  const { now } = (await (await fetch(`${product.url}/status.json`)).json()) as { now: number }
  await page
    .getByLabel('Day without an edition')
    .fill(new Date(now + 48 * 3_600_000).toISOString().slice(0, 10))
  await press('Skip the day')
  for (const what of ['Hold publishing', 'Hold delivering', 'Pause signups']) await press(what)
  await page.getByLabel('arXiv id').fill(paths[3]?.replace('/papers/', '') ?? '')
  await press('Withdraw')
  await page.getByLabel('Address, domain or network', { exact: true }).fill('spam.example')
  await press('Block')
  await page.getByText('Blocked: spam.example.').waitFor()

  const state = await session.storageState()
  const shown = ['/operator', '/operator/preview']
  await findNothing(shown, state)
  const small = await (
    await browser.newContext({ storageState: state, viewport: { width: 360, height: 640 } })
  ).newPage()
  for (const path of shown) {
    await small.goto(product.url + path)
    for (const size of ['100%', '200%']) assert.equal(await isWider(small, size), false, `${path} at ${size}`)
  }
  await page.goto(`${product.url}/operator/preview`)
  await page.getByText('<b>Really.</b>').waitFor()
  for (const form of ['mail', 'text'])
    assert.match(
      await (await session.request.get(`${product.url}/operator/preview/${form}`)).text(),
      /We moved\./,
    )

  await page.goto(`${product.url}/operator`)
  await press(/^Do not skip/)
  for (const what of ['Release publishing', 'Release delivering', 'Open signups', 'Bring back'])
    await press(what)
  await page.getByLabel('Address, domain or network to allow').fill('spam.example')
  await press('Allow again')
  await page.getByLabel('Note on top of it').fill('')
  await press('Save the note')
  const done = await page
    .locator('section', { has: page.getByRole('heading', { name: 'What was done' }) })
    .last()
    .locator('tbody tr')
    .count()
  assert.equal(done, 15)
  await page.getByRole('button', { name: 'Log out' }).click()
  await page.getByRole('button', { name: 'Log in' }).waitFor()
})
