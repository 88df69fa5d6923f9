import assert from 'node:assert/strict'
import fc from 'fast-check'
import { ipv6Address, parseIpv6Address, UNSPECIFIED } from '../../../src/values/ipv6Address.ts'
import {
  decodeRoute,
  readRouteHeader,
  writeRoute,
  type RouteMessage,
} from '../../../src/wire/rtnetlink/route.ts'
import { annotated, onlyMessage, written } from './annotated.ts'
import { DEFAULT_ROUTE, MULTIPATH_ROUTE, UNREACHABLE_ROUTE } from './vectors.ts'

const u8 = fc.integer({ min: 0, max: 255 })
const u32 = fc.integer({ min: 0, max: 0xffff_ffff })
const address = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }).map(ipv6Address)
const nextHop = fc.record(
  {
    linkIndex: u32,
    flags: u8,
    weight: fc.integer({ min: 1, max: 256 }),
    gateway: fc.option(address),
  },
  { noNullPrototype: true },
)

const routes: fc.Arbitrary<RouteMessage> = fc
  .record(
    {
      destination: address,
      destinationLength: fc.integer({ min: 0, max: 128 }),
      sourceLength: u8,
      table: fc.oneof(u8, u32),
      protocol: u8,
      scope: u8,
      type: u8,
      flags: u32,
      linkIndex: fc.option(u32),
      gateway: fc.option(address),
      preferredSource: fc.option(address),
      metric: fc.option(u32),
      preference: fc.option(u8),
      expires: fc.option(fc.integer({ min: 0, max: 0xffff_fffe })),
      nextHops: fc.array(nextHop, { maxLength: 3 }),
    },
    { noNullPrototype: true },
  )
  .map(route => (route.destinationLength === 0 ? { ...route, destination: UNSPECIFIED } : route))

describe('wire/rtnetlink: routes', () => {
  it('reads a default route that expires', () => {
    assert.deepEqual(decodeRoute(onlyMessage(DEFAULT_ROUTE).payload), {
      ok: true,
      value: {
        destination: UNSPECIFIED,
        destinationLength: 0,
        sourceLength: 0,
        table: 254,
        protocol: 9,
        scope: 0,
        type: 1,
        flags: 0,
        linkIndex: 3,
        gateway: parseIpv6Address('fe80::1'),
        preferredSource: null,
        metric: 512,
        preference: 1,
        expires: 1800,
        nextHops: [],
      },
    })
  })

  it('reads an unreachable route', () => {
    const result = decodeRoute(onlyMessage(UNREACHABLE_ROUTE).payload)
    assert(result.ok)
    const { destination, destinationLength, type, protocol, expires } = result.value
    assert.equal(destination, parseIpv6Address('2001:db8:0:2000::'))
    assert.deepEqual(
      { destinationLength, type, protocol, expires },
      { destinationLength: 56, type: 7, protocol: 107, expires: null },
    )
  })

  it('reads the ways of a multipath route in a table beyond 255', () => {
    const result = decodeRoute(onlyMessage(MULTIPATH_ROUTE).payload)
    assert(result.ok)
    assert.equal(result.value.table, 1000)
    assert.deepEqual(result.value.nextHops, [
      { linkIndex: 3, flags: 0, weight: 2, gateway: parseIpv6Address('fe80::1') },
      { linkIndex: 3, flags: 0, weight: 1, gateway: parseIpv6Address('fe80::2') },
    ])
  })

  it('reads the fixed fields alone', () => {
    assert.deepEqual(readRouteHeader(onlyMessage(MULTIPATH_ROUTE).payload), {
      family: 10,
      destinationLength: 48,
      table: 252,
      protocol: 107,
    })
    assert.equal(
      readRouteHeader(
        onlyMessage(annotated('18000000 1800 0000 00000000 00000000 0a000000 00000000')).payload,
      ),
      null,
    )
  })

  it('takes an expiry that has passed as none left', () => {
    const octets = Uint8Array.from(DEFAULT_ROUTE)
    new DataView(octets.buffer).setInt32(84, -150, true)
    const result = decodeRoute(onlyMessage(octets).payload)
    assert(result.ok)
    assert.equal(result.value.expires, 0)
  })

  it('gives back every route that it wrote, in either byte order', () => {
    fc.assert(
      fc.property(routes, fc.boolean(), (value, littleEndian) => {
        const { payload } = written(writer => writeRoute(writer, value), littleEndian)
        assert.deepEqual(decodeRoute(payload), { ok: true, value })
      }),
    )
  })

  it('refuses a next hop that reaches beyond its attribute', () => {
    const octets = Uint8Array.from(MULTIPATH_ROUTE)
    octets[68] = 0x60
    const result = decodeRoute(onlyMessage(octets).payload)
    assert(!result.ok)
    assert.deepEqual(result.error, {
      kind: 'truncated',
      path: '9',
      offset: 68,
      message: 'next hop of 96 octets, 56 left',
    })
  })
})
