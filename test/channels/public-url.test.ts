import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isPublicAddress, readPublicUrl } from '../../src/channels/public-url.ts'

const OWN = 'papertide.org'
const isRefused = (text: string) => 'error' in readPublicUrl(text, OWN)

test('a public name behind https is taken as it is, without a fragment', () => {
  for (const [given, read] of [
    ['https://hooks.example.org/a?b=c#d', 'https://hooks.example.org/a?b=c'],
    [' https://Hooks.Example.ORG:443/x ', 'https://hooks.example.org/x'],
    ['https://example.org./x', 'https://example.org/x'],
    ['https://bücher.de/', 'https://xn--bcher-kva.de/'],
    ['https://a.b.xn--p1ai/', 'https://a.b.xn--p1ai/'],
    ['https://1.2.3.example.com/', 'https://1.2.3.example.com/'],
    ['https://notpapertide.org/', 'https://notpapertide.org/'],
    ['https://localhost.example.org/', 'https://localhost.example.org/'],
  ]) {
    const url = readPublicUrl(given ?? '', OWN)
    expect([given, 'error' in url ? url.error : url.href]).toEqual([given, read])
  }
})

const LOCAL = [
  // 127.0.0.1 in every spelling that the URL standard knows.
  '127.0.0.1 127.1 127.0.1 2130706433 0x7f000001 0x7f.1 0177.0.0.1 017700000001 0x7f.0x0.0x0.0x1 127.0.0.1. １２７.0.0.1 ①②⑦.0.0.1 127。0。0。1',
  '0 0.0.0.0 10.0.0.1 010.0.0.1 0xa000001 172.16.0.1 192.168.1.1 169.254.169.254 0xa9fea9fe 100.64.0.1 198.18.0.1 224.0.0.1 255.255.255.255 8.8.8.8',
  '[::1] [::] [::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:ffff:7f00:0001] [fe80::1] [fc00::1] [fd12:3456::1] [ff02::1] [64:ff9b::7f00:1] [2002:7f00:1::] [2606:4700::1111]',
  'localhost LOCALHOST localhost. a.localhost printer.local db.internal metadata.google.internal router.lan nas.home host.corp x.private a.home.arpa 1.0.0.127.in-addr.arpa a.onion a.test a.example a.invalid a.localdomain',
  'papertide.org www.papertide.org PAPERTIDE.org. router intranet com',
].flatMap((line) => line.split(' '))

test('no spelling of a local, private or reserved address, of a name without a public end, or of our own, is taken', () => {
  expect(LOCAL.filter((host) => !isRefused(`https://${host}/hook`))).toEqual([])
})

test('other schemes, ports, credentials and what is no address are refused', () => {
  for (const text of [
    'http://example.org/',
    'ftp://example.org/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https://example.org:8443/',
    'https://example.org:22/',
    'https://user@example.org/',
    'https://user:pass@example.org/',
    'https://example.org@127.0.0.1/',
    'https://127.0.0.1\\@example.org/',
    'https://127.0.0.1#.example.org/',
    'https://127.0.0.1%2f.example.org/',
    'https://-a.example-.org/..',
    'https:///',
    'https://',
    'example.org',
    '',
    `https://example.org/${'a'.repeat(1000)}`,
  ])
    expect([text, isRefused(text)]).toEqual([text, true])
})

test('whatever is taken is https, without port and credentials, with a name that no number hides behind', () => {
  const host = fc.oneof(
    fc.domain(),
    fc.ipV4(),
    fc.ipV4Extended(),
    fc.ipV6().map((address) => `[${address}]`),
    fc.nat().map((number) => `0x${number.toString(16)}`),
    fc.nat().map((number) => `0${number.toString(8)}`),
    fc.constantFrom(...LOCAL),
    fc.string({ maxLength: 40 }),
  )
  const address = fc
    .tuple(fc.constantFrom('https://', 'https:/', 'https:', 'http://', ''), fc.string({ maxLength: 6 }), host)
    .map(([scheme, before, name]) => `${scheme}${before}${name}/`)
  fc.assert(
    fc.property(address, (text) => {
      const url = readPublicUrl(text, OWN)
      if ('error' in url) return
      const again = new URL(url.href)
      expect([again.protocol, again.port, again.username, again.password]).toEqual(['https:', '', '', ''])
      expect(again.hostname).toMatch(/^[a-z0-9_.-]+\.(?:[a-z]{2,63}|xn--[a-z0-9-]+)$/)
      expect(again.hostname).not.toMatch(/(?:^|\.)(?:localhost|local|internal|papertide\.org)$/)
    }),
    { numRuns: 2_000 },
  )
})

test('only addresses of the public internet are public, on both sides of each boundary', () => {
  const is = (list: string) => list.split(' ').map((address) => [address, isPublicAddress(address)])
  const all = (list: string, expected: boolean) => list.split(' ').map((address) => [address, expected])
  const open =
    '8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 223.255.255.255 2606:4700::1111 2a00::1'
  const closed =
    '0.0.0.0 10.0.0.0 10.255.255.255 100.64.0.0 100.127.255.255 127.0.0.0 127.255.255.255 169.254.0.0 169.254.255.255 172.16.0.0 172.31.255.255 192.168.0.0 192.168.255.255 192.0.2.1 198.18.0.0 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.0 255.255.255.255 :: ::1 ::ffff:8.8.8.8 ::ffff:127.0.0.1 64:ff9b::8.8.8.8 fe80::1 fc00::1 fdff::1 ff02::1 2001::1 2001:db8::1 2002:7f00:1:: example.org'
  expect(is(open)).toEqual(all(open, true))
  expect(is(closed)).toEqual(all(closed, false))
})
