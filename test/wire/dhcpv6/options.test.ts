import assert from 'node:assert/strict'
import { parseIpv6Prefix } from '../../../src/values/ipv6Prefix.ts'
import { decodeDhcpv6, encodeDhcpv6, MessageType } from '../../../src/wire/dhcpv6/message.ts'
import {
  excludedPrefix,
  excludePrefix,
  findOption,
  findOptions,
  isOpaqueOption,
  opaqueOption,
  OptionCode,
  optionName,
  StatusCode,
  statusCodeName,
  type Dhcpv6Option,
} from '../../../src/wire/dhcpv6/option.ts'
import { optionTable } from '../../../src/wire/dhcpv6/optionTable.ts'
import { octets } from '../octets.ts'
import { malformedOptions } from './malformedOptions.ts'
import { optionVectors } from './optionVectors.ts'

const HEADER = octets('07 12 34 56')
const behindHeader = (wire: Uint8Array) => Uint8Array.from([...HEADER, ...wire])
const reply = (options: readonly Dhcpv6Option[]) => ({
  type: MessageType.REPLY,
  transactionId: 0x123456,
  options,
})

describe('a DHCPv6 option', () => {
  for (const { title, wire, option } of optionVectors) {
    it(`decodes and encodes: ${title}`, () => {
      assert.deepEqual(decodeDhcpv6(behindHeader(wire)), { ok: true, value: reply([option]) })
      assert.deepEqual(encodeDhcpv6(reply([option])), behindHeader(wire))
    })
  }

  it('has a vector for each row of the table', () => {
    const shown = new Set<number>(
      optionVectors.flatMap(({ option }) => [option, ...nested(option)]).map(o => o.code),
    )
    for (const code of Object.keys(optionTable)) assert.ok(shown.has(Number(code)), optionName(Number(code)))
  })

  for (const { title, wire, kind, path, offset } of malformedOptions) {
    it(`is refused: ${title} [VAL-12]`, () => {
      const decoded = decodeDhcpv6(behindHeader(octets(wire)))
      assert.ok(!decoded.ok)
      const { message, ...error } = decoded.error
      assert.deepEqual(error, { kind, path, offset: HEADER.length + offset })
      assert.notEqual(message, '')
    })
  }

  it('is refused malformed in each row of the table', () => {
    const tried = malformedOptions.map(({ wire }) =>
      Number.parseInt(wire.replaceAll(' ', '').slice(0, 4), 16),
    )
    const cannotBe: number[] = [OptionCode.RELAY_MSG, OptionCode.INTERFACE_ID, OptionCode.SNTP_SERVERS]
    for (const code of Object.keys(optionTable).map(Number)) {
      assert.ok(tried.includes(code) || cannotBe.includes(code), optionName(code))
    }
  })

  it('counts elapsed time up to 655.35 s', () => {
    const late = reply([{ code: OptionCode.ELAPSED_TIME, hundredths: 1e9 }])
    assert.deepEqual(encodeDhcpv6(late), behindHeader(octets('00 08 00 02 ff ff')))
  })

  it('drops the bits of a prefix beyond its length', () => {
    const wire = octets('00 1a 00 19 00000000 00000000 38 20010db8123456ff ffffffffffffffff')
    const prefix = parseIpv6Prefix('2001:db8:1234:5600::/56')!
    const option = { code: OptionCode.IAPREFIX, preferred: 0, valid: 0, prefix, options: [] }
    assert.deepEqual(decodeDhcpv6(behindHeader(wire)), { ok: true, value: reply([option]) })
    const sloppy = {
      ...option,
      prefix: { address: parseIpv6Prefix('2001:db8:1234:56ff::/64')!.address, length: 56 },
    }
    assert.deepEqual(encodeDhcpv6(reply([sloppy])), encodeDhcpv6(reply([option])))
  })

  it('is not encoded longer than its length can say', () => {
    const option = opaqueOption(39, new Uint8Array(65536))
    assert.throws(() => encodeDhcpv6(reply([option])), RangeError)
  })
})

describe('an option among others', () => {
  const first = { code: OptionCode.PREFERENCE, preference: 1 } as const
  const second = { code: OptionCode.PREFERENCE, preference: 2 } as const
  const opaque = opaqueOption(OptionCode.REMOTE_ID, octets('01'))
  const options = [opaque, first, { code: OptionCode.RAPID_COMMIT }, second] as const

  it('is found by its code, the first of several [VAL-12]', () => {
    assert.equal(findOption(options, OptionCode.PREFERENCE)?.preference, 1)
    assert.equal(findOption(options, OptionCode.REMOTE_ID), opaque)
    assert.equal(findOption(options, OptionCode.AUTH), undefined)
    assert.deepEqual(findOptions(options, OptionCode.PREFERENCE), [first, second])
    assert.deepEqual(findOptions(options, 999), [])
  })

  it('is opaque only when it has no row', () => {
    assert.deepEqual(options.filter(isOpaqueOption), [opaque])
    assert.throws(() => opaqueOption(OptionCode.IA_PD, new Uint8Array(12)), RangeError)
  })

  it('narrows by its code', () => {
    const described = options.map((option: Dhcpv6Option) => {
      switch (option.code) {
        case OptionCode.PREFERENCE:
          return option.preference
        case OptionCode.RAPID_COMMIT:
          return 'rapid'
        default:
          return isOpaqueOption(option) ? option.data.length : optionName(option.code)
      }
    })
    assert.deepEqual(described, [1, 1, 'rapid', 2])
  })

  it('has a name', () => {
    assert.equal(optionName(OptionCode.IA_PD), 'IA_PD')
    assert.equal(optionName(35), 'option 35')
    assert.equal(statusCodeName(StatusCode.NoPrefixAvail), 'NoPrefixAvail')
    assert.equal(statusCodeName(7), 'status 7')
  })
})

describe('an excluded prefix (RFC 6603 §4.2)', () => {
  const pairs: readonly (readonly [delegated: string, excluded: string, subnetId: string])[] = [
    ['2001:db8:dead:bee0::/59', '2001:db8:dead:beef::/64', '78'],
    ['2001:db8:1200::/40', '2001:db8:12ff::/48', 'ff'],
    ['2001:db8::/47', '2001:db8:1:8000::/49', 'c0'],
    ['2001:db8::/32', '2001:db8:1234:5678::/64', '12 34 56 78'],
    ['2001:db8::/63', '2001:db8:0:1:ffff:ffff:ffff:ffff/128', 'ff ff ff ff ff ff ff ff 80'],
    ['::/0', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128', 'ff'.repeat(16)],
  ]
  for (const [delegated, excluded, subnetId] of pairs) {
    it(`goes both ways: ${excluded} of ${delegated}`, () => {
      const option = excludePrefix(parseIpv6Prefix(delegated)!, parseIpv6Prefix(excluded)!)
      assert.deepEqual(option?.subnetId, octets(subnetId))
      assert.deepEqual(excludedPrefix(option, parseIpv6Prefix(delegated)!), parseIpv6Prefix(excluded))
    })
  }

  it('lies within the delegated one and is smaller', () => {
    const delegated = parseIpv6Prefix('2001:db8::/48')!
    assert.equal(excludePrefix(delegated, delegated), null)
    assert.equal(excludePrefix(delegated, parseIpv6Prefix('2001:db8:1::/64')!), null)
    const option = { code: OptionCode.PD_EXCLUDE, prefixLength: 48, subnetId: octets('01') } as const
    assert.equal(excludedPrefix(option, delegated), null)
  })

  it('has octets for all its bits', () => {
    const option = { code: OptionCode.PD_EXCLUDE, prefixLength: 64, subnetId: octets('01') } as const
    assert.equal(excludedPrefix(option, parseIpv6Prefix('2001:db8::/48')!), null)
  })
})

function nested(option: Dhcpv6Option): readonly Dhcpv6Option[] {
  if (!('options' in option)) return []
  return option.options.flatMap(inner => [inner, ...nested(inner)])
}
