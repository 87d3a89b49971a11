import { expect, test } from 'vitest'
import { parseConfig } from '../src/config.ts'

const good = {
  PUBLIC_URL: 'https://papertide.test.org/',
  MAIL_FROM: 'Papertide <digest@papertide.test.org>',
  MAIL_POSTAL_ADDRESS: 'Papertide, 7 Real Street, 10115 Berlin',
  TOKEN_SECRET: 'a-secret-for-tests-only',
  RESEND_API_KEY: 're_test',
}

test('what is not set has the defaults of the README', () => {
  expect(parseConfig(good)).toMatchObject({
    PUBLIC_URL: 'https://papertide.test.org',
    RESEND_BASE_URL: 'https://api.resend.com',
    HUGGINGFACE_URL: 'https://huggingface.co',
    ARXIV_URL: 'https://export.arxiv.org',
    ARXIV_CATEGORIES: ['cs.AI', 'cs.CL', 'cs.CV', 'cs.LG', 'cs.RO', 'stat.ML'],
    MAIL_BATCH_SIZE: 100,
    CLOCK: 'real',
    WELCOME: true,
    PLAN: 'free',
    KEEP_UNLISTED_DAYS: 60,
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
  ['PUBLIC_URL', 'https://tide.example/papers'],
  ['PUBLIC_URL', 'https://tide.example/?x=1'],
  ['PUBLIC_URL', 'https://tide.example/#top'],
  ['PUBLIC_URL', 'https://ada:secret@tide.example'],
  ['OPERATOR_EMAIL', 'nobody'],
  ['MAIL_FROM', 'Papertide <nobody>'],
  ['MAIL_FROM', ' <digest@papertide.example>'],
  ['MAIL_FROM', 'A <a@b.example> <digest@papertide.example>'],
  ['MAIL_FROM', 'digest@papertide.example'],
  ['MAIL_FROM', 'Papertide\r\nBcc: eve@example.org <digest@papertide.example>'],
  ['MAIL_POSTAL_ADDRESS', ' '],
  ['TOKEN_SECRET', 'short'],
  ['RESEND_API_KEY', ''],
  ['ARXIV_CATEGORIES', 'cs.CL,not a category'],
  ['MAIL_BATCH_SIZE', '101'],
  ['NAME', ' '],
  ['NAME', '\u200b'],
  ['NAME', 'x'.repeat(61)],
  ['NAME', '<script>alert(1)</script>'],
  ['NAME', 'Lab\r\nBcc: eve@example.org'],
  ['NAME', 'Lab\u2028Papers'],
  ['NAME', 'Lab \u202esrepaP'],
  ['NAME', 'Lab \ud800'],
  ['NAME', '%%UNSUBSCRIBE_URL%%'],
  ['TAGLINE', 'x'.repeat(121)],
  ['TAGLINE', 'One\nTwo'],
  ['LOGO_TEXT', 'x'.repeat(31)],
  ['ACCENT', 'blue'],
  ['ACCENT', '#12345'],
  ['ACCENT', '#0a5866;}body{display:none'],
  ['CREDIT', 'maybe'],
  ['SOURCES', 'huggingface,reddit'],
  ['SOURCES', 'arxiv,hackernews'],
  ['MAIL_BATCH_SIZE', 'many'],
]
for (const [name, value] of bad) {
  test(`${name}=${JSON.stringify(value)} stops with a message that names it and does not tell a secret`, () => {
    expect(() => parseConfig({ ...good, [name]: value })).toThrow(new RegExp(`^${name}`))
    if (name === 'TOKEN_SECRET') expect(() => parseConfig({ ...good, [name]: value })).not.toThrow(/short/)
  })
}

/**
 * What the template has, and what a deployed instance must not keep; the message says what to do
 * about it.
 */
const placeholders: [string, string, RegExp][] = [
  ['PUBLIC_URL', 'http://localhost:8787', /every link in a mail would lead nowhere/],
  ['PUBLIC_URL', 'https://localhost', /this machine/],
  ['PUBLIC_URL', 'https://127.0.0.1', /this machine/],
  ['PUBLIC_URL', 'https://[::1]:8787', /this machine/],
  ['PUBLIC_URL', 'https://tide.localhost', /this machine/],
  ['PUBLIC_URL', 'http://papertide.test.org', /must be https/],
  ['PUBLIC_URL', 'https://papertide.example', /is an example/],
  ['MAIL_FROM', 'Papertide <digest@papertide.example>', /of a domain that is yours/],
  ['MAIL_FROM', 'Papertide <digest@PAPERTIDE.Example>', /of a domain that is yours/],
  ['OPERATOR_EMAIL', 'ops@mail.papertide.example', /of a domain that is yours/],
  ['HUGGINGFACE_URL', 'https://hf.example', /is an example/],
  ['MAIL_POSTAL_ADDRESS', 'Papertide, 1 Example Street, 10115 Berlin, Germany', /where you can be reached/],
  ['TOKEN_SECRET', 'a-long-random-string-of-your-own', /openssl rand/],
]
for (const [name, value, words] of placeholders)
  test(`${name}=${value} does not start where readers are, and does on this machine`, () => {
    const env = { ...good, [name]: value }
    expect(() => parseConfig(env)).toThrow(new RegExp(`^${name}`))
    expect(() => parseConfig(env)).toThrow(words)
    expect(() => parseConfig({ ...env, LOCAL: 'true' })).not.toThrow()
    expect(() => parseConfig({ ...env, CLOCK: 'ticks' })).not.toThrow()
    expect(() => parseConfig({ ...env, LOCAL: 'false' })).toThrow()
  })

test('addresses that only look like examples start', () => {
  for (const [name, value] of [
    ['PUBLIC_URL', 'https://example.papertide.org'],
    ['PUBLIC_URL', 'https://examples.org'],
    ['PUBLIC_URL', 'https://localhost.papertide.org'],
    ['MAIL_FROM', 'Example <example@papertide.org>'],
    ['MAIL_POSTAL_ADDRESS', 'Papertide, 11 Example Street, Berlin'],
  ] as const)
    expect(() => parseConfig({ ...good, [name]: value })).not.toThrow()
})

test('a secret of 15 characters is too short, one of 16 is not', () => {
  expect(() => parseConfig({ ...good, TOKEN_SECRET: 'x'.repeat(15) })).toThrow(/^TOKEN_SECRET/)
  expect(() => parseConfig({ ...good, TOKEN_SECRET: 'x'.repeat(16) })).not.toThrow()
})

test('how long papers without a list are kept is set by the plan, or said', () => {
  expect(parseConfig({ ...good, PLAN: 'paid' }).KEEP_UNLISTED_DAYS).toBe(730)
  expect(parseConfig({ ...good, PLAN: 'paid', KEEP_UNLISTED_DAYS: '200' }).KEEP_UNLISTED_DAYS).toBe(200)
  expect(() => parseConfig({ ...good, KEEP_UNLISTED_DAYS: '13' })).toThrow(/^KEEP_UNLISTED_DAYS/)
  for (const off of ['false', 'off', '0']) expect(parseConfig({ ...good, WELCOME: off }).WELCOME).toBe(false)
})

test('PUBLIC_URL is an origin in ASCII, and what is none is told how to set it', () => {
  for (const [given, origin] of Object.entries({
    'https://papertide.example/': 'https://papertide.example',
    'https://papertide.example//': 'https://papertide.example',
    'http://localhost:8787': 'http://localhost:8787',
    'https://Papertide.Example:443': 'https://papertide.example',
    'https://gezeiten.überblick.example': 'https://gezeiten.xn--berblick-55a.example',
    'https://почта.рф': 'https://xn--80a1acny.xn--p1ai',
  }))
    expect(parseConfig({ ...good, LOCAL: 'true', PUBLIC_URL: given }).PUBLIC_URL, given).toBe(origin)
  expect(() => parseConfig({ ...good, LOCAL: 'true', PUBLIC_URL: 'https://tide.example/papers' })).toThrow(
    /^PUBLIC_URL: must be an origin such as https:\/\/papers\.example.*wrangler\.toml/,
  )
})

test('the sender has a name as RFC 5322 writes it, in quotation marks where it must be', () => {
  for (const [given, from] of Object.entries({
    'Papertide <digest@papertide.example>': 'Papertide <digest@papertide.example>',
    'Paper tide  <Digest@papertide.example>': 'Paper tide <digest@papertide.example>',
    'Papertide, Inc. <digest@papertide.example>': '"Papertide, Inc." <digest@papertide.example>',
    '"Papertide, Inc." <digest@papertide.example>': '"Papertide, Inc." <digest@papertide.example>',
    'Tide: news (daily) <digest@papertide.example>': '"Tide: news (daily)" <digest@papertide.example>',
    'A "B" C\\D <digest@papertide.example>': '"A \\"B\\" C\\\\D" <digest@papertide.example>',
    '"A \\"B\\"" <digest@papertide.example>': '"A \\"B\\"" <digest@papertide.example>',
    '"Papertide" <digest@papertide.example>': 'Papertide <digest@papertide.example>',
    'Gezeiten für Ada <digest@bücher.example>': 'Gezeiten für Ada <digest@xn--bcher-kva.example>',
    'Dr. Ada <r&d@papertide.example>': '"Dr. Ada" <r&d@papertide.example>',
  })) {
    expect(parseConfig({ ...good, LOCAL: 'true', MAIL_FROM: given }).MAIL_FROM, given).toBe(from)
    expect(parseConfig({ ...good, LOCAL: 'true', MAIL_FROM: from }).MAIL_FROM, from).toBe(from)
  }
})

test('a name of its own stands in From, unless the sender has another than that of the template', () => {
  const from = (given: Record<string, string>) => parseConfig({ ...good, ...given }).MAIL_FROM
  expect(from({ NAME: 'Lab Papers' })).toBe('Lab Papers <digest@papertide.test.org>')
  expect(from({ NAME: 'Lab, "Papers"' })).toBe('"Lab, \\"Papers\\"" <digest@papertide.test.org>')
  expect(from({ NAME: 'Lab', MAIL_FROM: 'Ada <a@lab.org>' })).toBe('Ada <a@lab.org>')
  for (const NAME of [
    'x'.repeat(60),
    '\u{1f30a}'.repeat(60),
    'אבג دهو',
    'L\'Hôpital & Söhne "x"',
    '  Lab   Papers ',
  ])
    expect(parseConfig({ ...good, NAME }).brand.name).toBe(NAME.trim().replace(/ +/g, ' '))
})
