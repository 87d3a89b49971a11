import { expect, test } from 'vitest'

const files = Object.entries(
  import.meta.glob('../../src/**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true }) as Record<
    string,
    string
  >,
)

const SECRET = String.raw`\w*(?:token|secret|signature|hmac)\w*\b`
const COMPARES = [
  new RegExp(String.raw`(?<!typeof )\b${SECRET}\s*[!=]==?(?!=|\s*(?:undefined|null|''))`, 'i'),
  new RegExp(String.raw`[!=]==?\s*\(?(?:await )?(?:[\w.]|\([^()]*\))*?\b${SECRET}(?!\.length)`, 'i'),
]
const compares = (line: string) => COMPARES.some((rule) => rule.test(line.replace(/\/\/.*|^\s*\*.*/, '')))

test('no secret, token or signature is compared by === or !==, which tell by their time how far it was right', () => {
  const found = files.flatMap(([path, text]) =>
    text
      .split('\n')
      .filter(compares)
      .map((line) => `${path}: ${line.trim()}`),
  )
  expect(files.length).toBeGreaterThan(100)
  expect(found).toEqual([])
})

test('the rule finds such a comparison on either side, and leaves others alone', () => {
  for (const line of [
    'if (given !== token)',
    'if (token === given) return',
    'return config.ADMIN_TOKEN == header',
    'given === c.get("deps").config.ADMIN_TOKEN',
    'if (signature !== expected)',
    'ok = expected === (await signatureOf(body))',
  ])
    expect(compares(line), line).toBe(true)
  for (const line of [
    'if (token === undefined) return',
    "if (config.GITHUB_TOKEN !== '')",
    'if (token.length === 0)',
    'if (!(await timingSafeEqual(given, token)))',
    "if (use === 'token')",
    "if (typeof token === 'string')",
    'if ((await keyIdOf(secret)) === keyId) return secret',
    '// given === token',
  ])
    expect(compares(line), line).toBe(false)
})
