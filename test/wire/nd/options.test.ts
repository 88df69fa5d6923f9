import assert from 'node:assert/strict'
import { parseIpv6Address } from '../../../src/values/ipv6Address.ts'
import { parseIpv6Prefix } from '../../../src/values/ipv6Prefix.ts'
import { decodeNd, encodeNd, NdMessageType } from '../../../src/wire/nd/message.ts'
import {
  findNdOption,
  findNdOptions,
  MALFORMED,
  NdOptionType,
  ndOptionName,
  opaqueNdOption,
  type NdOption,
} from '../../../src/wire/nd/option.ts'
import { ndOptionTable } from '../../../src/wire/nd/optionTable.ts'
import { octets } from '../octets.ts'
import { malformedNdOptions, ndOptionVectors } from './optionVectors.ts'

const HEADER = octets('85 00 00 00  00 00 00 00')
const behindHeader = (wire: Uint8Array) => Uint8Array.from([...HEADER, ...wire])
const solicitation = (options: readonly NdOption[]) => ({
  type: NdMessageType.ROUTER_SOLICITATION,
  code: 0,
  options,
})
const MTU = octets('05 01 00 00 00 00 05 dc')

describe('an ND option', () => {
  for (const { title, wire, option } of ndOptionVectors) {
    it(`decodes and encodes: ${title}`, () => {
      assert.deepEqual(decodeNd(behindHeader(wire)), { ok: true, value: solicitation([option]) })
      assert.deepEqual(encodeNd(solicitation([option])), behindHeader(wire))
    })
  }

  it('has a vector for each row of the table', () => {
    const shown = new Set<number>(ndOptionVectors.map(({ option }) => option.type))
    for (const type of Object.keys(ndOptionTable))
      assert.ok(shown.has(Number(type)), ndOptionName(Number(type)))
  })

  for (const { title, wire, kind, offset } of malformedNdOptions) {
    it(`is kept but not believed: ${title}`, () => {
      const bytes = Uint8Array.from([...behindHeader(octets(wire)), ...MTU])
      const decoded = decodeNd(bytes)
      assert.ok(decoded.ok)
      const [first, second, ...none] = decoded.value.options
      assert.ok(first?.type === MALFORMED)
      assert.equal(first.wireType, octets(wire)[0])
      assert.equal(first.error.kind, kind)
      assert.equal(first.error.path, ndOptionName(first.wireType))
      assert.equal(first.error.offset, HEADER.length + offset)
      assert.deepEqual(second, { type: NdOptionType.MTU, mtu: 1500 })
      assert.deepEqual(none, [])
      assert.deepEqual(encodeNd(decoded.value), bytes)
    })
  }

  it('reads what is beyond a prefix as nothing', () => {
    const pio = octets('03 04 40 00 00000000 00000000 00000000 20010db800000001 ffffffffffffffff')
    const route = octets('18 03 30 00 00000000 20010db81234ffff ffffffffffffffff')
    const decoded = decodeNd(behindHeader(Uint8Array.from([...pio, ...route])))
    assert.ok(decoded.ok)
    const { options } = decoded.value
    assert.deepEqual(
      findNdOption(options, NdOptionType.PREFIX_INFORMATION)?.prefix,
      parseIpv6Prefix('2001:db8:0:1::/64'),
    )
    assert.deepEqual(
      findNdOption(options, NdOptionType.ROUTE_INFORMATION)?.prefix,
      parseIpv6Prefix('2001:db8:1234::/48'),
    )
  })

  it('rounds the lifetime of a NAT64 prefix up to what can be said', () => {
    const pref64 = (lifetime: number) =>
      encodeNd(
        solicitation([{ type: NdOptionType.PREF64, prefix: parseIpv6Prefix('64:ff9b::/96')!, lifetime }]),
      )
    assert.deepEqual(pref64(1), pref64(8))
    assert.deepEqual(pref64(1e9), pref64(65528))
    assert.deepEqual(pref64(-1), pref64(0))
  })

  it('is not encoded when it cannot be said', () => {
    const unsayable: NdOption[] = [
      { type: NdOptionType.PREF64, prefix: parseIpv6Prefix('64:ff9b::/95')!, lifetime: 0 },
      { type: NdOptionType.DNSSL, lifetime: 0, domains: ['.'] },
      { type: NdOptionType.DNSSL, lifetime: 0, domains: ['a..b'] },
      { type: NdOptionType.MTU, mtu: 2 ** 32 },
      { type: NdOptionType.RDNSS, lifetime: 0, servers: Array(128).fill(parseIpv6Address('::1')!) },
    ]
    for (const option of unsayable) assert.throws(() => encodeNd(solicitation([option])), RangeError)
  })

  it('is opaque only without a row, and whole', () => {
    assert.throws(() => opaqueNdOption(NdOptionType.MTU, new Uint8Array(6)), RangeError)
    assert.throws(() => opaqueNdOption(NdOptionType.NONCE, new Uint8Array(8)), RangeError)
  })

  it('is found by its type, well formed ones only', () => {
    const bytes = behindHeader(octets('05 02' + '00'.repeat(14) + '05 01 0000 00000001 05 01 0000 00000002'))
    const decoded = decodeNd(bytes)
    assert.ok(decoded.ok)
    assert.equal(findNdOption(decoded.value.options, NdOptionType.MTU)?.mtu, 1)
    assert.deepEqual(
      findNdOptions(decoded.value.options, NdOptionType.MTU).map(({ mtu }) => mtu),
      [1, 2],
    )
    assert.equal(findNdOption(decoded.value.options, NdOptionType.RDNSS), undefined)
  })

  it('has a name', () => {
    assert.equal(ndOptionName(NdOptionType.PREFIX_INFORMATION), 'PREFIX_INFORMATION')
    assert.equal(ndOptionName(22), 'option 22')
  })
})
