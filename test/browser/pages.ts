// Every kind of page in a real browser: what axe finds (https://github.com/dequelabs/axe-core),
// whether the HTML is valid, whether anything is cut off on a small screen or loaded from
// elsewhere.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import axe from 'axe-core'
import { HtmlValidate } from 'html-validate'
import { type Browser, chromium } from 'playwright-core'
import { OFFLINE, startProduct } from '../helpers/product.ts'

let product: Awaited<ReturnType<typeof startProduct>>
let browser: Browser
let paths: string[]

before(async () => {
  product = await startProduct(3)
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

test('axe finds nothing, light and dark', { timeout: 180_000 }, async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await (await browser.newContext({ colorScheme, bypassCSP: true })).newPage()
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
})

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
  for (const path of paths) {
    const html = await (await fetch(product.url + path)).text()
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

test('nothing is cut off on small screens at up to twice the text size, and nothing is loaded from elsewhere', async () => {
  const page = await (await browser.newContext({ viewport: { width: 320, height: 640 } })).newPage()
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).origin))
  for (const path of paths) {
    await page.goto(product.url + path)
    for (const [width, size] of SCREENS) {
      await page.setViewportSize({ width, height: 640 })
      const wider = await page.evaluate((size) => {
        document.documentElement.style.fontSize = size
        for (const details of document.querySelectorAll('details')) details.open = true
        return document.documentElement.scrollWidth > innerWidth
      }, size)
      assert.equal(wider, false, `${path} on ${width} px at ${size}`)
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
