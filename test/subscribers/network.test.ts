import { expect, test } from 'vitest'
import { networkOf } from '../../src/subscribers/network.ts'

test('a network is an IPv4 address or the first half of an IPv6 address, however that is written', () => {
  const networks: [string, string][] = [
    ['192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002:ffff::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:db8:0:0:1::', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::ffff:192.0.2.7', '0:0:0:0::/64'],
    ['unknown', 'unknown'],
  ]
  for (const [address, network] of networks) expect(networkOf(address)).toBe(network)
})
