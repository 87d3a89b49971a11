import fc from 'fast-check'
import { sign } from 'hono/jwt'
import { expect, test } from 'vitest'
import { keyIdOf, presentKeyId, readToken, secretNamed, signToken } from '../../src/subscribers/tokens.ts'
import { DAY } from '../../src/time/dates.ts'

const secret = 'a-secret-for-tests-only'
const now = Date.parse('2026-01-20T07:00:00Z')

test('a token names its subscriber to whoever has the secret', async () => {
  expect(
    await readToken(secret, 'unsubscribe', await signToken(secret, 'unsubscribe', 42, now), now),
  ).toEqual({ use: 'unsubscribe', subject: 42, generation: 0 })
})

test('a digest’s links have the same bytes on every retry', async () => {
  expect(await signToken(secret, 'unsubscribe', 42, now)).toBe(
    await signToken(secret, 'unsubscribe', 42, now + DAY),
  )
})

test('a token is good for its purpose only', async () => {
  const token = await signToken(secret, 'confirm', 42, now)
  expect(await readToken(secret, 'unsubscribe', token, now)).toEqual({ error: 'foreign' })
})

test('a confirmation ends after seven days, an unsubscribe link never', async () => {
  const confirm = await signToken(secret, 'confirm', 42, now)
  expect(await readToken(secret, 'confirm', confirm, now + 7 * DAY)).toMatchObject({ subject: 42, at: now })
  expect(await readToken(secret, 'confirm', confirm, now + 7 * DAY + 1)).toEqual({ error: 'expired' })
  const unsubscribe = await signToken(secret, 'unsubscribe', 42, now)
  expect(await readToken(secret, 'unsubscribe', unsubscribe, now + 4000 * DAY)).toMatchObject({ subject: 42 })
})

test('a token of another secret, or without a signature, is worth nothing', async () => {
  const foreign = await signToken('another-secret-for-tests', 'confirm', 42, now)
  expect(await readToken(secret, 'confirm', foreign, now)).toEqual({ error: 'malformed' })
  const claims = btoa(JSON.stringify({ use: 'confirm', sub: 42, at: now })).replace(/=+$/, '')
  const none = `${btoa(JSON.stringify({ alg: 'none', typ: 'JWT' })).replace(/=+$/, '')}.${claims}.`
  expect(await readToken(secret, 'confirm', none, now)).toEqual({ error: 'malformed' })
})

test('a token that was cut or changed anywhere is refused', async () => {
  const token = await signToken(secret, 'confirm', 42, now)
  await fc.assert(
    fc.asyncProperty(
      fc.nat(token.length - 1),
      fc.constantFrom('A', 'b', '.', ' ', '%', 'é'),
      async (index, char) => {
        expect(await readToken(secret, 'confirm', token.slice(0, index), now)).toEqual({
          error: 'malformed',
        })
        const changed = token.slice(0, index) + char + token.slice(index + 1)
        const reading = await readToken(secret, 'confirm', changed, now)
        // The last base64url digit of an HMAC carries unused bits: such a change is the same
        // signature.
        if (changed !== token && index < token.length - 1) expect(reading).toEqual({ error: 'malformed' })
      },
    ),
  )
})

test('no text makes the reader throw', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
      expect(await readToken(secret, 'confirm', text, now)).toEqual({ error: 'malformed' })
    }),
  )
  expect(await readToken(secret, 'confirm', 'x'.repeat(1_000_000), now)).toEqual({ error: 'malformed' })
})

test('secrets of a rotation may stand with blanks between them; a batch names the one it was signed with', async () => {
  const [old, present] = ['an-old-secret-for-tests', 'a-new-secret-for-tests']
  const rotated = ` ${present} , ${old} `
  for (const single of [old, present]) {
    const token = await signToken(single, 'unsubscribe', 42, now)
    expect(await readToken(rotated, 'unsubscribe', token, now)).toMatchObject({ subject: 42 })
    expect(await secretNamed(rotated, await keyIdOf(single))).toBe(single)
  }
  expect(await presentKeyId(rotated)).toBe(await keyIdOf(present))
  for (const gone of ['00000000', null]) expect(await secretNamed(rotated, gone)).toBe(present)
})

test('a confirmation that does not say when it was issued has ended', async () => {
  const token = await sign({ use: 'confirm', sub: 42 }, secret, 'HS256')
  expect(await readToken(secret, 'confirm', token, now)).toEqual({ error: 'expired' })
})

test('what is longer than 1,000 characters is no token, whatever stands in it', async () => {
  const token = await signToken(secret, 'unsubscribe', 42, now)
  const glued = (length: number) => token.padEnd(length, '=')
  expect(await readToken(secret, 'unsubscribe', glued(1_000), now)).toMatchObject({ subject: 42 })
  expect(await readToken(secret, 'unsubscribe', glued(1_001), now)).toEqual({ error: 'malformed' })
})

test('a token is read with what mail programs glue to it', async () => {
  const token = await signToken(secret, 'unsubscribe', 42, now)
  const cut = (at: number, by: string) => token.slice(0, at) + by + token.slice(at)
  const glued = [
    ...[
      '.',
      ')',
      '>',
      ',',
      ').',
      '"',
      '=',
      '==',
      '%3D',
      '=3D',
      '%3E',
      ' ',
      '\r\n',
      '%20',
      '%0D%0A',
      '*',
      '’',
    ].map((end) => token + end),
    ...['3D', '=3D', '<', ' ', '%20', '"'].map((start) => start + token),
    ...['=\r\n', '=\n', '\r\n ', '=%0D%0A', ' ', '='].map((by) => cut(75, by)),
    `3D${cut(60, '=\r\n')}>.`,
  ]
  for (const each of glued)
    expect(await readToken(secret, 'unsubscribe', each, now), each).toMatchObject({ subject: 42 })
  for (const each of [
    `x${token}`,
    `${token}x`,
    `${token}.x`,
    cut(75, 'x'),
    cut(75, '.'),
    cut(75, '%41'),
    '%',
    '=3D',
    `${token}${token}`,
  ])
    expect(await readToken(secret, 'unsubscribe', each, now), each).toEqual({ error: 'malformed' })
})
