import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readAddress } from '../../src/mail/address.ts'

test('an address is trimmed and its domain written as DNS writes it', () => {
  expect(readAddress('  Ada.Lovelace+papers@Example.ORG ')).toEqual({
    email: 'ada.lovelace+papers@example.org',
  })
  expect(readAddress('ada@bücher.example')).toEqual({ email: 'ada@xn--bcher-kva.example' })
})

test('top-level domains in other letters and every atom of RFC 5321 are accepted', () => {
  const read = {
    'info@почта.рф': 'info@xn--80a1acny.xn--p1ai',
    'user@例え.テスト': 'user@xn--r8jz45g.xn--zckzah',
    'a@xn--80a1acny.xn--p1ai': 'a@xn--80a1acny.xn--p1ai',
    'A@ПОЧТА.РФ': 'a@xn--80a1acny.xn--p1ai',
    'r&d@example.org': 'r&d@example.org',
    "o'neil!#$%*+/=?^_`{|}~-@example.org": "o'neil!#$%*+/=?^_`{|}~-@example.org",
    '_x_@a.b.example.museum': '_x_@a.b.example.museum',
  }
  for (const [typed, email] of Object.entries(read)) expect(readAddress(typed), typed).toEqual({ email })
})

test('what nobody sees is taken off, wherever it was pasted', () => {
  for (const mark of [
    '\u200b',
    '\ufeff',
    '\u00ad',
    '\u202a',
    '\u202c',
    '\u2066',
    '\u2069',
    '\u200e',
    '\u200f',
    '\u00a0',
    '\u2060',
    '\u3000',
    '\u180e',
    '\u034f',
    ' \u200b ',
  ])
    for (const typed of [
      `ada@example.org${mark}`,
      `${mark}ada@example.org`,
      `${mark}ada@example.org${mark}${mark}`,
    ])
      expect(readAddress(typed), JSON.stringify(typed)).toEqual({ email: 'ada@example.org' })
  expect(readAddress('a\u200bda@exa\u00admple.org')).toEqual({ email: 'ada@example.org' })
  expect(readAddress('\u200b\ufeff')).toEqual({ error: 'Please type an e-mail address.' })
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
  ['a dot at the beginning', '.ada@example.org'],
  ['two dots in a row', 'ada..l@example.org'],
  ['a quoted name', '"ada l"@example.org'],
  ['a label that begins with a hyphen', 'ada@-example.org'],
  ['a top-level domain of digits', 'ada@example.123'],
  ['an address of the network', 'ada@192.0.2.1'],
  ['a label of 64 letters', `ada@${'a'.repeat(64)}.org`],
  ['a blank inside', 'ada@exa mple.org'],
  ['a list of forms', ['ada@example.org', 'eve@example.org']],
]
for (const [what, typed] of refused) {
  test(`${what} is refused with a sentence`, () => {
    const reading = readAddress(typed)
    expect('error' in reading && reading.error).toMatch(/^[A-Z].*\.$/)
  })
}

test('an address has at most 254 characters, counted as DNS writes its domain', () => {
  const filler = `${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}`
  const plain = (length: number) => `${`ada@${filler}.`.padEnd(length - 4, 'e')}.org`
  expect(readAddress(plain(254))).toEqual({ email: plain(254) })
  expect(readAddress(plain(255))).toEqual({ error: expect.stringContaining('longer than the 254') })
  // DNS writes six characters more for each of the labels that are not ASCII.
  const umlauts = `${'ü'.repeat(20)}.${'é'.repeat(20)}.${'ö'.repeat(20)}`
  const foreign = (fill: number) => `ada@${umlauts}.${filler.slice(0, 110)}.${'a'.repeat(fill)}.example`
  const written = (fill: number) => {
    const read = readAddress(foreign(fill))
    return 'email' in read ? read.email.length : read.error
  }
  const longest = 1 + 254 - Number(written(1))
  expect(foreign(longest + 1).length).toBeLessThan(254)
  expect(written(longest)).toBe(254)
  expect(written(longest + 1)).toMatch(/longer than the 254/)
})

test('what is accepted is one line of ASCII with one @ and is read the same again', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.emailAddress(),
        fc.string({ unit: 'binary' }),
        fc.string().map((text) => `${text}@example.org`),
      ),
      (typed) => {
        const reading = readAddress(typed)
        if ('error' in reading) return
        expect(reading.email).toMatch(/^[\x21-\x7e]+@[a-z0-9.-]+$/)
        expect(readAddress(reading.email)).toEqual(reading)
      },
    ),
  )
})
