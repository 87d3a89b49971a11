import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readAddress } from '../../src/subscribers/address.ts'

test('an address is trimmed and its domain written as DNS writes it', () => {
  expect(readAddress('  Ada.Lovelace+papers@Example.ORG ')).toEqual({
    email: 'ada.lovelace+papers@example.org',
  })
  expect(readAddress('ada@bücher.example')).toEqual({ email: 'ada@xn--bcher-kva.example' })
})

const refused: [string, unknown][] = [
  ['nothing', undefined],
  ['an empty line', '   '],
  ['no @', 'ada.example.org'],
  ['two @', 'a@b@example.org'],
  ['no domain', 'ada@'],
  ['no name', '@example.org'],
  ['a bare host', 'ada@localhost'],
  ['a display name', 'Ada <ada@example.org>'],
  ['several addresses', 'ada@example.org, eve@example.org'],
  ['a header injected', 'ada@example.org\r\nBcc: eve@example.org'],
  ['a NUL', 'ada\0@example.org'],
  ['a name of 65 characters', `${'a'.repeat(65)}@example.org`],
  ['255 characters', `ada@${'a.'.repeat(124)}org`],
  ['a megabyte', `${'a'.repeat(1_000_000)}@example.org`],
  ['letters outside ASCII before the @', 'adá@example.org'],
  ['a path behind the domain', 'ada@example.org/x'],
  ['a port', 'ada@example.org:25'],
  ['a list of forms', ['ada@example.org', 'eve@example.org']],
]
for (const [what, typed] of refused) {
  test(`${what} is refused with a sentence`, () => {
    const reading = readAddress(typed)
    expect('error' in reading && reading.error).toMatch(/^[A-Z].*\.$/)
  })
}

test('what is accepted is one line of ASCII with one @ and is read the same again', () => {
  fc.assert(
    fc.property(fc.oneof(fc.emailAddress(), fc.string({ unit: 'binary' })), (typed) => {
      const reading = readAddress(typed)
      if ('error' in reading) return
      expect(reading.email).toMatch(/^[\x21-\x7e]+@[a-z0-9.-]+$/)
      expect(readAddress(reading.email)).toEqual(reading)
    }),
  )
})
