import assert from 'node:assert/strict'
import fc from 'fast-check'
import { ipv6Address, parseIpv6Address } from '../../../src/values/ipv6Address.ts'
import { decodeAddress, writeAddress, type AddressMessage } from '../../../src/wire/rtnetlink/address.ts'
import { annotated, onlyMessage, written } from './annotated.ts'
import { ADDRESS_ADDED, ADDRESS_WITH_PEER, LINK_LOCAL_ADDRESS } from './vectors.ts'

const u8 = fc.integer({ min: 0, max: 255 })
const u32 = fc.integer({ min: 0, max: 0xffff_ffff })
const address = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }).map(ipv6Address)
const lifetime = fc.oneof(fc.integer({ min: 0, max: 0xffff_fffe }), fc.constant(Infinity))
const lifetimes = fc.record(
  { preferred: lifetime, valid: lifetime, created: u32, updated: u32 },
  { noNullPrototype: true },
)

const addresses: fc.Arbitrary<AddressMessage> = fc.record(
  {
    prefixLength: fc.integer({ min: 0, max: 128 }),
    flags: u32,
    scope: u8,
    linkIndex: u32,
    address: fc.option(address),
    local: fc.option(address),
    lifetimes: fc.option(lifetimes),
    metric: fc.option(u32),
    protocol: fc.option(u8),
  },
  { noNullPrototype: true },
)

describe('wire/rtnetlink: addresses', () => {
  it('reads a marked address with lifetimes', () => {
    assert.deepEqual(decodeAddress(onlyMessage(ADDRESS_ADDED).payload), {
      ok: true,
      value: {
        prefixLength: 64,
        flags: 0x02,
        scope: 0,
        linkIndex: 3,
        address: parseIpv6Address('2001:db8:0:2001::1'),
        local: null,
        lifetimes: { preferred: 3600, valid: 5400, created: 160021, updated: 160021 },
        metric: null,
        protocol: 107,
      },
    })
  })

  it('reads an address with a peer, valid for ever', () => {
    const result = decodeAddress(onlyMessage(ADDRESS_WITH_PEER).payload)
    assert(result.ok)
    assert.equal(result.value.local, parseIpv6Address('2001:db8::1'))
    assert.equal(result.value.address, parseIpv6Address('2001:db8::2'))
    assert.deepEqual([result.value.lifetimes!.preferred, result.value.lifetimes!.valid], [Infinity, Infinity])
    assert.equal(result.value.protocol, null)
  })

  it("reads the kernel's own link-local address", () => {
    const result = decodeAddress(onlyMessage(LINK_LOCAL_ADDRESS).payload)
    assert(result.ok)
    assert.deepEqual([result.value.scope, result.value.protocol, result.value.flags], [253, 3, 0x80])
  })

  it('writes what the kernel would', () => {
    const result = decodeAddress(onlyMessage(LINK_LOCAL_ADDRESS).payload)
    assert(result.ok)
    const { payload } = written(writer => writeAddress(writer, result.value))
    assert.deepEqual(
      payload.octets(0, payload.length),
      annotated(`
        0a 40 80 fd 03000000
        1400 0100 fe8000000000000000000000fffe0000
        1400 0600 ffffffff ffffffff e9700200 e9700200
        0500 0b00 03 000000`),
    )
  })

  it('rounds lifetimes down and never makes a finite one infinite', () => {
    const lifetimes = { preferred: 1799.999, valid: 2 ** 40, created: 0, updated: 0 }
    const result = decodeAddress(written(writer => writeAddress(writer, { lifetimes })).payload)
    assert(result.ok)
    assert.deepEqual([result.value.lifetimes!.preferred, result.value.lifetimes!.valid], [1799, 0xffff_fffe])
  })

  it('gives back every address that it wrote, in either byte order', () => {
    fc.assert(
      fc.property(addresses, fc.boolean(), (value, littleEndian) => {
        const { payload } = written(writer => writeAddress(writer, value), littleEndian)
        assert.deepEqual(decodeAddress(payload), { ok: true, value })
      }),
    )
  })

  it('refuses another family and an impossible prefix length', () => {
    const ipv4 = decodeAddress(
      onlyMessage(annotated('18000000 1400 0000 00000000 00000000  02 18 80 00 02000000')).payload,
    )
    assert(!ipv4.ok)
    assert.deepEqual(ipv4.error, {
      kind: 'invalid',
      path: '',
      offset: 16,
      message: 'address family 2 is not IPv6',
    })
    const long = decodeAddress(
      onlyMessage(annotated('18000000 1400 0000 00000000 00000000  0a 81 80 00 02000000')).payload,
    )
    assert(!long.ok)
    assert.deepEqual([long.error.kind, long.error.offset], ['invalid', 17])
  })
})
