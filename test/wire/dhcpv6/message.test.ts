import assert from 'node:assert/strict'
import fc from 'fast-check'
import { parseDuid } from '../../../src/values/duid.ts'
import { parseIpv6Address } from '../../../src/values/ipv6Address.ts'
import { parseIpv6Prefix } from '../../../src/values/ipv6Prefix.ts'
import {
  decodeDhcpv6,
  encodeDhcpv6,
  isRelayMessage,
  MessageType,
  messageTypeName,
  type Dhcpv6Message,
} from '../../../src/wire/dhcpv6/message.ts'
import { OptionCode } from '../../../src/wire/dhcpv6/option.ts'
import { MAX_OPTION_DEPTH } from '../../../src/wire/wireError.ts'
import { octets } from '../octets.ts'
import { message, relayMessage } from './arbitraries.ts'

const SOLICIT = octets(`
  01  12 34 56             ; SOLICIT, transaction id
  00 01  00 0a             ; CLIENTID, 10 octets
  00 03  00 01             ; DUID-LL, Ethernet
  02 00 00 00 00 01        ; link-layer address
  00 06  00 04  00 17 00 52 ; ORO: DNS_SERVERS, SOL_MAX_RT
  00 08  00 02  00 00      ; ELAPSED_TIME 0
  00 0e  00 00             ; RAPID_COMMIT
  00 19  00 29             ; IA_PD, 41 octets
  00 00 00 01              ; IAID
  00 00 00 00  00 00 00 00 ; T1, T2
  00 1a  00 19             ; IAPREFIX, 25 octets
  00 00 00 00  00 00 00 00 ; lifetimes
  38  00000000 00000000 00000000 00000000 ; ::/56, a hint
`)

const solicit: Dhcpv6Message = {
  type: MessageType.SOLICIT,
  transactionId: 0x123456,
  options: [
    { code: OptionCode.CLIENTID, duid: parseDuid('00:03:00:01:02:00:00:00:00:01')! },
    { code: OptionCode.ORO, requested: [OptionCode.DNS_SERVERS, OptionCode.SOL_MAX_RT] },
    { code: OptionCode.ELAPSED_TIME, hundredths: 0 },
    { code: OptionCode.RAPID_COMMIT },
    {
      code: OptionCode.IA_PD,
      iaid: 1,
      t1: 0,
      t2: 0,
      options: [
        {
          code: OptionCode.IAPREFIX,
          preferred: 0,
          valid: 0,
          prefix: parseIpv6Prefix('::/56')!,
          options: [],
        },
      ],
    },
  ],
}

const RELAYED = octets(`
  0c  02                   ; RELAY-FORW, passed two relays
  20010db8 00000000 00000000 00000001 ; link-address
  fe800000 00000000 00000000 00000002 ; peer-address
  00 12  00 02  61 62      ; INTERFACE_ID
  00 09  00 04  0b 00 00 01 ; RELAY_MSG, an Information-request
`)

describe('a DHCPv6 message', () => {
  it('goes both ways', () => {
    assert.deepEqual(decodeDhcpv6(SOLICIT), { ok: true, value: solicit })
    assert.deepEqual(encodeDhcpv6(solicit), SOLICIT)
  })

  it('goes both ways from relays', () => {
    const value = {
      type: MessageType.RELAY_FORW,
      hopCount: 2,
      linkAddress: parseIpv6Address('2001:db8::1')!,
      peerAddress: parseIpv6Address('fe80::2')!,
      options: [
        { code: OptionCode.INTERFACE_ID, interfaceId: octets('61 62') },
        { code: OptionCode.RELAY_MSG, message: octets('0b 00 00 01') },
      ],
    }
    assert.deepEqual(decodeDhcpv6(RELAYED), { ok: true, value })
    assert.deepEqual(encodeDhcpv6(value), RELAYED)
    assert.ok(isRelayMessage(value))
    assert.ok(!isRelayMessage(solicit))
  })

  it('needs no options', () => {
    assert.deepEqual(decodeDhcpv6(octets('0b 00 00 01')), {
      ok: true,
      value: { type: MessageType.INFORMATION_REQUEST, transactionId: 1, options: [] },
    })
  })

  it('shares no memory with the datagram', () => {
    const datagram = Buffer.from(SOLICIT)
    const decoded = decodeDhcpv6(datagram)
    datagram.fill(0xff)
    assert.deepEqual(decoded, { ok: true, value: solicit })
  })

  it('decodes from the middle of a receive buffer', () => {
    const ring = Uint8Array.from([...RELAYED, ...SOLICIT, ...RELAYED])
    const datagram = ring.subarray(RELAYED.length, RELAYED.length + SOLICIT.length)
    assert.deepEqual(decodeDhcpv6(datagram), { ok: true, value: solicit })
  })

  for (const type of [0, 24, 35, 38, 255]) {
    it(`is not of type ${type} [DC-3]`, () => {
      const decoded = decodeDhcpv6(Uint8Array.from([type, 0, 0, 1]))
      assert.deepEqual(decoded, {
        ok: false,
        error: { kind: 'unknownType', path: '', offset: 0, message: messageTypeName(type) },
      })
    })
  }

  it('names its type', () => {
    assert.equal(messageTypeName(MessageType.INFORMATION_REQUEST), 'INFORMATION-REQUEST')
    assert.equal(messageTypeName(99), 'message 99')
  })

  it('holds options eight deep, not nine [VAL-12]', () => {
    assert.ok(decodeDhcpv6(nest(MAX_OPTION_DEPTH)).ok)
    const decoded = decodeDhcpv6(nest(MAX_OPTION_DEPTH + 1))
    assert.ok(!decoded.ok)
    assert.equal(decoded.error.kind, 'tooDeep')
    assert.equal(
      decoded.error.path,
      Array<string>(MAX_OPTION_DEPTH + 1)
        .fill('IA_TA')
        .join('/'),
    )
    assert.equal(decoded.error.offset, 4 + 8 * MAX_OPTION_DEPTH + 4)
  })

  it('is not encoded with numbers beyond their fields', () => {
    assert.throws(() => encodeDhcpv6({ ...solicit, transactionId: 0x1000000 }), RangeError)
    const option = { code: OptionCode.IA_TA, iaid: -1, options: [] }
    assert.throws(() => encodeDhcpv6({ ...solicit, options: [option] }), RangeError)
  })

  it('is the same after encoding and decoding, whatever it holds', () => {
    fc.assert(
      fc.property(fc.oneof(message, relayMessage), value => {
        assert.deepEqual(decodeDhcpv6(encodeDhcpv6(value)), { ok: true, value })
      }),
      { numRuns: 1000 },
    )
  })
})

/** A message with `levels` of IA_TA in one another, each an option of 4 octets and the next. */
function nest(levels: number): Uint8Array {
  let options: number[] = []
  for (let i = 0; i < levels; i++) options = [0, 4, 0, options.length + 4, 0, 0, 0, 0, ...options]
  return Uint8Array.from([7, 0, 0, 1, ...options])
}
