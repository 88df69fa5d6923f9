import assert from 'node:assert/strict'
import fc from 'fast-check'
import { decodeNd, encodeNd, NdMessageType, type RouterAdvertisement } from '../../../src/wire/nd/message.ts'
import { NdOptionType } from '../../../src/wire/nd/option.ts'
import { octets } from '../octets.ts'
import { ndMessage } from './arbitraries.ts'

const advertisement: RouterAdvertisement = {
  type: NdMessageType.ROUTER_ADVERTISEMENT,
  code: 0,
  currentHopLimit: 64,
  managed: true,
  other: false,
  homeAgent: false,
  preference: 'high',
  proxy: true,
  routerLifetime: 1800,
  reachableTime: 30_000,
  retransTimer: 1000,
  options: [{ type: NdOptionType.MTU, mtu: 1500 }],
}

const ADVERTISEMENT = octets(`
  86 00  00 00             ; Router Advertisement, checksum left to the kernel
  40  8c  07 08            ; hop limit 64, M, high, P; router lifetime 1800 s
  00 00 75 30              ; reachable time
  00 00 03 e8              ; retransmission timer
  05 01 00 00 00 00 05 dc  ; MTU 1500
`)

describe('an ND message', () => {
  it('goes both ways: Router Solicitation', () => {
    const bare = { type: NdMessageType.ROUTER_SOLICITATION, code: 0, options: [] }
    assert.deepEqual(
      encodeNd({ type: NdMessageType.ROUTER_SOLICITATION, options: [] }),
      octets('85 00 0000 00000000'),
    )
    assert.deepEqual(decodeNd(octets('85 00 0000 00000000')), { ok: true, value: bare })
    // Checksum and reserved octets say nothing here.
    assert.deepEqual(decodeNd(octets('85 00 abcd 01020304')), { ok: true, value: bare })
  })

  it('goes both ways: Router Advertisement', () => {
    assert.deepEqual(encodeNd(advertisement), ADVERTISEMENT)
    assert.deepEqual(decodeNd(ADVERTISEMENT), { ok: true, value: advertisement })
  })

  const flags: readonly (readonly [octet: number, Partial<RouterAdvertisement>])[] = [
    [0x80, { managed: true }],
    [0x40, { other: true }],
    [0x20, { homeAgent: true }],
    [0x08, { preference: 'high' }],
    [0x18, { preference: 'low' }],
    [0x10, { preference: 'reserved' }],
    [0x04, { proxy: true }],
    [0x00, {}],
  ]
  for (const [octet, set] of flags) {
    it(`has a flag octet of ${octet} for ${JSON.stringify(set)}`, () => {
      const clear = {
        managed: false,
        other: false,
        homeAgent: false,
        preference: 'medium',
        proxy: false,
      } as const
      const value = { ...advertisement, ...clear, ...set }
      const bytes = encodeNd(value)
      assert.equal(bytes[5], octet)
      assert.deepEqual(decodeNd(bytes), { ok: true, value })
    })
  }

  it('ignores reserved flags', () => {
    const bytes = ADVERTISEMENT.slice()
    bytes[5] = 0x8f
    assert.deepEqual(decodeNd(bytes), { ok: true, value: advertisement })
  })

  it('keeps its code, for a rule to refuse', () => {
    const bytes = ADVERTISEMENT.slice()
    bytes[1] = 1
    assert.deepEqual(decodeNd(bytes), { ok: true, value: { ...advertisement, code: 1 } })
  })

  it('is of eight octets at least as an RS [ND-8]', () => {
    const error = { kind: 'truncated', path: '', offset: 4, message: '4 octets wanted, 3 left' }
    assert.deepEqual(decodeNd(octets('85 00 0000 000000')), { ok: false, error })
  })

  it('is of sixteen octets at least as an RA [HO-1]', () => {
    const error = { kind: 'truncated', path: '', offset: 12, message: '4 octets wanted, 3 left' }
    assert.deepEqual(decodeNd(ADVERTISEMENT.slice(0, 15)), { ok: false, error })
    assert.ok(decodeNd(ADVERTISEMENT.slice(0, 16)).ok)
  })

  it('has no option of length 0 [ND-8] [HO-1]', () => {
    for (const type of ['05', 'fd']) {
      const decoded = decodeNd(Uint8Array.from([...ADVERTISEMENT, ...octets(`${type} 00 00 00 00 00 00 00`)]))
      assert.ok(!decoded.ok)
      assert.equal(decoded.error.kind, 'invalid')
      assert.equal(decoded.error.offset, 25)
    }
  })

  it('has no option beyond its end', () => {
    for (const [type, path] of [
      ['05', 'MTU'],
      ['fd', 'option 253'],
    ] as const) {
      const decoded = decodeNd(Uint8Array.from([...ADVERTISEMENT, ...octets(`${type} 02 00 00 00 00 00 00`)]))
      const error = { kind: 'truncated', path, offset: 26, message: '14 octets wanted, 6 left' }
      assert.deepEqual(decoded, { ok: false, error })
    }
  })

  for (const type of [0, 132, 135, 255]) {
    it(`is not of ICMPv6 type ${type}`, () => {
      const error = { kind: 'unknownType', path: '', offset: 0, message: `ICMPv6 type ${type}` }
      assert.deepEqual(decodeNd(Uint8Array.from([type, 0, 0, 0, 0, 0, 0, 0])), { ok: false, error })
    })
  }

  it('counts a router lifetime in whole seconds, at most 65535', () => {
    assert.deepEqual(encodeNd({ ...advertisement, routerLifetime: 1800.9 }), ADVERTISEMENT)
    assert.throws(() => encodeNd({ ...advertisement, routerLifetime: 86_400 }), RangeError)
  })

  it('shares no memory with the datagram', () => {
    const value = {
      type: NdMessageType.ROUTER_SOLICITATION,
      code: 0,
      options: [
        { type: NdOptionType.SOURCE_LINK_LAYER_ADDRESS, linkLayerAddress: octets('02 00 00 00 00 01') },
      ],
    }
    const datagram = Buffer.from(encodeNd(value))
    const decoded = decodeNd(datagram)
    datagram.fill(0xff)
    assert.deepEqual(decoded, { ok: true, value })
  })

  it('is the same after encoding and decoding, whatever it holds', () => {
    fc.assert(
      fc.property(ndMessage, value => {
        assert.deepEqual(decodeNd(encodeNd(value)), { ok: true, value })
      }),
      { numRuns: 1000 },
    )
  })
})
