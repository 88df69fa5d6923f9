import assert from 'node:assert/strict'
import { readVectorFiles, type Vector } from '../vectors/vectorFile.ts'
import { formatHex } from '../../src/values/bytes.ts'
import { parseIpv6Prefix } from '../../src/values/ipv6Prefix.ts'
import { decodeDhcpv6, encodeDhcpv6, isRelayMessage } from '../../src/wire/dhcpv6/message.ts'
import {
  excludedPrefix,
  findOption,
  findOptions,
  isOpaqueOption,
  OptionCode,
  optionName,
} from '../../src/wire/dhcpv6/option.ts'
import { decodeNd, encodeNd } from '../../src/wire/nd/message.ts'
import { MALFORMED } from '../../src/wire/nd/option.ts'
import { corrupt, truncate } from './damage.ts'

/** Programs whose packets must be here: a file that got lost is noticed. */
const DHCPV6 = ['dhclient', 'dhcp6c', 'dhcpcd', 'dhcpd', 'dhcrelay', 'dnsmasq', 'kea', 'networkd']
const ND = ['bird', 'dnsmasq', 'kernel', 'radvd', 'rdisc6']

describe('DHCPv6 packets of other programs', () => {
  const files = readVectorFiles('dhcpv6')

  it('are there, with their origin', () => {
    assert.deepEqual(
      files.map(({ program }) => program),
      DHCPV6,
    )
    for (const { origin } of files) assert.match(origin.join(' '), /\d/)
  })

  for (const { program, vectors } of files) {
    for (const [i, { title, octets }] of vectors.entries()) {
      it(`go both ways: ${program} ${i}, ${title}`, () => {
        const decoded = decodeDhcpv6(octets)
        assert.ok(decoded.ok)
        assert.equal(formatHex(encodeDhcpv6(decoded.value)), formatHex(octets))
      })
    }

    it(`are a result or an error when damaged: ${program}`, () => {
      damage(vectors, decodeDhcpv6)
    })
  }

  it('hold a relayed message that decodes', () => {
    const relayed = files.flatMap(({ vectors }) => vectors).map(({ octets }) => decodeDhcpv6(octets))
    const inner = relayed.flatMap(decoded =>
      decoded.ok && isRelayMessage(decoded.value)
        ? [findOption(decoded.value.options, OptionCode.RELAY_MSG)]
        : [],
    )
    assert.ok(inner.length >= 4)
    for (const option of inner) assert.ok(decodeDhcpv6(option!.message).ok)
  })

  it('hold the prefix that Kea was told to exclude', () => {
    const kea = files.find(({ program }) => program === 'kea')!
    const excluded = kea.vectors.flatMap(({ octets }) => {
      const decoded = decodeDhcpv6(octets)
      if (!decoded.ok) return []
      return findOptions(decoded.value.options, OptionCode.IA_PD)
        .flatMap(({ options }) => findOptions(options, OptionCode.IAPREFIX))
        .flatMap(({ prefix, options }) =>
          findOptions(options, OptionCode.PD_EXCLUDE).map(option => excludedPrefix(option, prefix)),
        )
    })
    assert.ok(excluded.length > 0)
    for (const prefix of excluded) assert.deepEqual(prefix, parseIpv6Prefix('2001:db8:2000:f0::/64'))
  })

  it('hold next to no option without a type of its own', () => {
    const opaque = new Set<string>()
    for (const { octets } of files.flatMap(({ vectors }) => vectors)) {
      const decoded = decodeDhcpv6(octets)
      assert.ok(decoded.ok)
      for (const option of decoded.value.options) {
        if (isOpaqueOption(option)) opaque.add(optionName(option.code))
      }
    }
    assert.deepEqual([...opaque].sort(), ['AFTR_NAME', 'BOOTFILE_URL', 'CLIENT_FQDN', 'MUD_URL_V6'])
  })
})

describe('ND packets of other programs', () => {
  const files = readVectorFiles('nd')

  it('are there, with their origin', () => {
    assert.deepEqual(
      files.map(({ program }) => program),
      ND,
    )
  })

  for (const { program, vectors } of files) {
    for (const [i, { title, octets }] of vectors.entries()) {
      it(`go both ways: ${program} ${i}, ${title}`, () => {
        const decoded = decodeNd(octets)
        assert.ok(decoded.ok)
        assert.deepEqual(
          decoded.value.options.filter(({ type }) => type === MALFORMED),
          [],
        )
        // The kernel computes the checksum, so ours is 0.
        const expected = octets.slice()
        expected.fill(0, 2, 4)
        assert.equal(formatHex(encodeNd(decoded.value)), formatHex(expected))
      })
    }

    it(`are a result or an error when damaged: ${program}`, () => {
      damage(vectors, decodeNd)
    })
  }
})

function damage(vectors: readonly Vector[], decode: typeof decodeDhcpv6 | typeof decodeNd): void {
  assert.ok(vectors.length > 0)
  const tally = { errors: 0, all: 0 }
  for (const { octets } of vectors) {
    truncate(decode, octets, tally)
    corrupt(decode, octets)
  }
  // Whole are only those that end between two top-level options.
  assert.ok(tally.errors > tally.all * 0.8, `${tally.errors} errors in ${tally.all} truncations`)
}
