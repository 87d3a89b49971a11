// A reader's whole way, in a real browser, against the product as `npm start` runs it.
// `npm run test:browser`; needs a Chromium (CHROMIUM names another than /usr/bin/chromium).
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Browser, chromium, type Page } from 'playwright-core'
import { OFFLINE, startProduct } from '../helpers/product.ts'

const READER = 'grace@example.org'
let product: Awaited<ReturnType<typeof startProduct>>
let browser: Browser
let page: Page

before(async () => {
  product = await startProduct(8)
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: OFFLINE,
  })
  // As a reader without script: everything must work with links and forms.
  page = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
})
after(async () => {
  await browser?.close()
  await product?.stop()
})

const linkIn = (text: string | undefined, path: string) =>
  new RegExp(`\\S+/${path}\\?token=\\S+`).exec(text ?? '')?.[0] ?? ''

test('the landing page shows today’s edition and takes an address', async () => {
  await page.goto(product.url)
  assert.ok((await page.locator('article').count()) >= 5)
  await page.getByLabel('Your e-mail address').fill(READER)
  await page.getByRole('button', { name: 'Subscribe' }).click()
  await page.getByRole('heading', { name: 'Check your inbox' }).waitFor()
})

test('the mail asks to confirm, and only the button confirms', async () => {
  const [mail] = await waitFor(() => product.mailsTo(READER), 1)
  await page.goto(linkIn(mail?.text, 'confirm'))
  await product.nextDay()
  assert.equal((await product.mailsTo(READER)).length, 1, 'opening the link alone confirmed nothing')
  await page.getByRole('button', { name: /confirm/i }).click()
  await page.getByRole('heading', { name: 'You are in' }).waitFor()
})

test('the next edition comes, and leads to its page', async () => {
  await product.nextDay()
  const mails = await waitFor(() => product.mailsTo(READER), 2)
  const digest = mails.at(-1)
  assert.ok(digest && digest.html.length > 5_000 && digest.text.length > 2_000)
  const web = /href="([^"]*\/editions\/\d{4}-\d\d-\d\d)"/.exec(digest.html)?.[1]
  await page.goto(web ?? '')
  assert.ok((await page.locator('article').count()) >= 5)
})

test('the link to leave works, and nothing comes after it', async () => {
  const before = await product.mailsTo(READER)
  await page.goto(linkIn(before.at(-1)?.text, 'unsubscribe'))
  await page.getByRole('button', { name: 'Unsubscribe' }).click()
  await page.getByRole('heading', { name: 'You are unsubscribed' }).waitFor()
  const others = (await product.mailsTo('ada@example.org')).length
  await product.nextDay()
  await waitFor(() => product.mailsTo('ada@example.org'), others + 1)
  assert.equal((await product.mailsTo(READER)).length, before.length)
})

/** Asks until there are as many as expected; a mail comes a moment after the tick. */
async function waitFor<T>(ask: () => Promise<T[]>, count: number): Promise<T[]> {
  for (let tries = 0; tries < 100; tries++) {
    const got = await ask()
    if (got.length >= count) return got
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`expected ${count}, got ${(await ask()).length}`)
}
