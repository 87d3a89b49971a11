import { expect, test } from 'vitest'
import { parseConfig } from '../src/config.ts'

const good = {
  PUBLIC_URL: 'https://papertide.example/',
  MAIL_FROM: 'Papertide <digest@papertide.example>',
  MAIL_POSTAL_ADDRESS: 'Papertide, 1 Example Street, 10115 Berlin',
  TOKEN_SECRET: 'a-secret-for-tests-only',
  RESEND_API_KEY: 're_test',
}

test('what is not set has the defaults of the README', () => {
  expect(parseConfig(good)).toMatchObject({
    PUBLIC_URL: 'https://papertide.example',
    RESEND_BASE_URL: 'https://api.resend.com',
    HUGGINGFACE_URL: 'https://huggingface.co',
    ARXIV_URL: 'https://export.arxiv.org',
    ARXIV_CATEGORIES: ['cs.AI', 'cs.CL', 'cs.CV', 'cs.LG', 'cs.RO', 'stat.ML'],
    MAIL_BATCH_SIZE: 100,
    CLOCK: 'real',
  })
})

test('every missing variable is named at once, with the way to set it', () => {
  expect(() => parseConfig({})).toThrow(
    /PUBLIC_URL is not set; MAIL_FROM is not set; .*TOKEN_SECRET is not set.*wrangler secret put/,
  )
})

const bad: [string, string][] = [
  ['PUBLIC_URL', 'papertide.example'],
  ['PUBLIC_URL', 'ftp://papertide.example'],
  ['MAIL_FROM', 'digest@papertide.example'],
  ['MAIL_FROM', 'Papertide\r\nBcc: eve@example.org <digest@papertide.example>'],
  ['MAIL_POSTAL_ADDRESS', ' '],
  ['TOKEN_SECRET', 'short'],
  ['RESEND_API_KEY', ''],
  ['ARXIV_CATEGORIES', 'cs.CL,not a category'],
  ['MAIL_BATCH_SIZE', '101'],
  ['MAIL_BATCH_SIZE', 'many'],
]
for (const [name, value] of bad) {
  test(`${name}=${JSON.stringify(value)} stops with a message that names it and does not tell a secret`, () => {
    expect(() => parseConfig({ ...good, [name]: value })).toThrow(new RegExp(`^${name}`))
    if (name === 'TOKEN_SECRET') expect(() => parseConfig({ ...good, [name]: value })).not.toThrow(/short/)
  })
}
