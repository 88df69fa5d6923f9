import assert from 'node:assert/strict'
import { NOTHING_ANNOUNCED, recordAnnounced } from '../../../src/rules/nd/announced.ts'
import { buildRouterAdvertisement } from '../../../src/rules/nd/buildRouterAdvertisement.ts'
import { ipv6Address } from '../../../src/values/ipv6Address.ts'
import { ipv6Prefix } from '../../../src/values/ipv6Prefix.ts'
import { contents, inSeconds, occasion, prefix, prefixFor } from './nd.ts'

describe('recordAnnounced', () => {
  it('holds no more than 256 prefixes of a link whose prefix never rests, the latest', () => {
    let announced = NOTHING_ANNOUNCED
    for (let i = 0; i < 300; i++) {
      const now = inSeconds(i)
      const fresh = ipv6Prefix(ipv6Address(prefix('2001:db8::/32').address | (BigInt(i) << 64n)), 64)
      const told = contents({ prefixes: [prefixFor(1e6, 1e6, { prefix: fresh })] })
      const advertisement = buildRouterAdvertisement(occasion({ contents: told, announced, now }))
      announced = recordAnnounced(announced, advertisement, true, now)
    }
    assert.equal(announced.prefixes.length, 256)
    assert.ok(announced.prefixes.every(({ heldUntil }) => heldUntil >= inSeconds(44 + 5400)))
  })
})
