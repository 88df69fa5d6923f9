import assert from 'node:assert/strict'
import fc from 'fast-check'
import { buildRouterAdvertisement } from '../../../src/rules/nd/buildRouterAdvertisement.ts'
import type { AdvertisedContents } from '../../../src/rules/nd/contents.ts'
import { splitRouterAdvertisement } from '../../../src/rules/nd/splitRouterAdvertisement.ts'
import { ipv6Address } from '../../../src/values/ipv6Address.ts'
import { ipv6Prefix } from '../../../src/values/ipv6Prefix.ts'
import { decodeNd, encodeNd, type RouterAdvertisement } from '../../../src/wire/nd/message.ts'
import { NdOptionType, type NdOption } from '../../../src/wire/nd/option.ts'
import { contents, inSeconds, occasion, prefixFor } from './nd.ts'

const IPV6_HEADER = 40
const isSender = ({ type }: NdOption) => type === NdOptionType.SOURCE_LINK_LAYER_ADDRESS

function advertisementOf(more: Partial<AdvertisedContents>): RouterAdvertisement {
  return buildRouterAdvertisement(occasion({ contents: contents(more) }))
}

function decoded(packet: Uint8Array): RouterAdvertisement {
  const result = decodeNd(packet)
  assert.ok(result.ok && result.value.type === 134)
  return result.value
}

const numbered = (id: number) => ipv6Address((0x2001n << 112n) | (BigInt(id) << 64n))
const upTo = (most: number) =>
  fc.integer({ min: 0, max: most }).map(count => Array.from({ length: count }, (_, i) => i))
const anyContents = fc.record({
  prefixes: upTo(100).map(ids =>
    ids.map(id => prefixFor(1800, 3600, { prefix: ipv6Prefix(numbered(id), 64) })),
  ),
  routes: upTo(17).map(ids =>
    ids.map(id => ({
      prefix: ipv6Prefix(numbered(id), 64),
      preference: 'high' as const,
      until: inSeconds(60),
    })),
  ),
  dnsServers: upTo(200).map(ids => ids.map(numbered)),
  searchDomains: fc.array(
    fc.integer({ min: 1, max: 63 }).map(length => 'example.'.padEnd(8 + length, 'x')),
    { maxLength: 40, size: 'max' },
  ),
})

describe('splitRouterAdvertisement', () => {
  it('sends all in one packet where it fits', () => {
    const advertisement = advertisementOf({})
    assert.deepEqual(splitRouterAdvertisement(advertisement, 1280), [encodeNd(advertisement)])
  })

  it('keeps every packet within the MTU and every option, in order [ND-5]', () => {
    fc.assert(
      fc.property(anyContents, fc.integer({ min: 1280, max: 1500 }), (more, mtu) => {
        const advertisement = advertisementOf(more)
        const packets = splitRouterAdvertisement(advertisement, mtu)
        for (const packet of packets) assert.ok(packet.length + IPV6_HEADER <= mtu, `${packet.length} octets`)
        const parts = packets.map(decoded)
        for (const { options, ...fields } of parts) {
          assert.deepEqual({ ...parts[0], ...fields }, parts[0])
          assert.equal(options.filter(isSender).length, 1)
          assert.ok(options.length > 1 || parts.length === 1)
        }
        const told = parts.flatMap(part => part.options.filter(option => !isSender(option)))
        assert.deepEqual(told, advertisement.options.slice(1))
      }),
    )
  })
})
