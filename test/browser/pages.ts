// Every kind of page in a real browser: what axe finds (https://github.com/dequelabs/axe-core), whether the HTML is
// valid, whether anything is cut off on a small screen or loaded from elsewhere.
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

test('nothing is cut off at 320 px or at twice the text size, and nothing is loaded from elsewhere', async () => {
  const page = await (await browser.newContext({ viewport: { width: 320, height: 640 } })).newPage()
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).origin))
  for (const path of paths) {
    for (const size of ['100%', '200%']) {
      // 200 % of text on 640 px is what a browser's zoom shows there.
      await page.setViewportSize({ width: size === '100%' ? 320 : 640, height: 640 })
      await page.goto(product.url + path)
      await page.evaluate((size) => {
        document.documentElement.style.fontSize = size
      }, size)
      const wider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
      assert.equal(wider, false, `${path} at ${size}`)
    }
  }
  assert.deepEqual([...new Set(asked)], [product.url])
})
