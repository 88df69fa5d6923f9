import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  composeClientMessage,
  REQUESTED_OPTIONS,
  type ClientMessage,
} from '../../../src/rules/dhcpv6/clientMessage.ts'
import { instant } from '../../../src/values/time.ts'
import { decodeDhcpv6, encodeDhcpv6, MessageType } from '../../../src/wire/dhcpv6/message.ts'
import { findOption, findOptions, OptionCode, type Dhcpv6Option } from '../../../src/wire/dhcpv6/option.ts'
import { CLIENT, prefix, SERVER } from './messages.ts'

const START = instant(10_000)
const SOLICIT: ClientMessage = {
  type: MessageType.SOLICIT,
  transactionId: 0xabcdef,
  startedAt: START,
  server: null,
  rapidCommit: true,
  iaPds: [{ iaid: 7, prefixes: [], hintLength: 56 }],
}
const RENEW: ClientMessage = {
  ...SOLICIT,
  type: MessageType.RENEW,
  server: SERVER,
  rapidCommit: false,
  iaPds: [{ iaid: 7, prefixes: [prefix('2001:db8::/56')], hintLength: null }],
}
const TYPES = [
  MessageType.SOLICIT,
  MessageType.REQUEST,
  MessageType.RENEW,
  MessageType.REBIND,
  MessageType.RELEASE,
] as const

const optionsOf = (message: ClientMessage, after = 0): readonly Dhcpv6Option[] =>
  composeClientMessage(message, CLIENT, instant(START + after)).options
const codes = (options: readonly Dhcpv6Option[]): number[] => options.map(({ code }) => code)
const elapsed = (after: number) => findOption(optionsOf(SOLICIT, after), OptionCode.ELAPSED_TIME)?.hundredths

/** RFC 9915 §21.7: what an ORO must never name. */
const NEVER_REQUESTED = [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 18, 19, 20, 25, 26]

describe('messages of a client (RFC 9915 §18.2)', () => {
  it('puts into a Solicit what the RFC asks for, and nothing else [CL-1]', () => {
    assert.deepEqual(optionsOf(SOLICIT), [
      { code: OptionCode.CLIENTID, duid: CLIENT },
      { code: OptionCode.ELAPSED_TIME, hundredths: 0 },
      { code: OptionCode.ORO, requested: REQUESTED_OPTIONS },
      { code: OptionCode.RAPID_COMMIT },
      {
        code: OptionCode.IA_PD,
        iaid: 7,
        t1: 0,
        t2: 0,
        options: [
          { code: OptionCode.IAPREFIX, prefix: prefix('::/56'), preferred: 0, valid: 0, options: [] },
        ],
      },
    ])
  })

  it('asks for every IA that is wanted [CL-1]', () => {
    const wanted = [1, 2, 3].map(iaid => ({ iaid, prefixes: [], hintLength: null }))
    const ias = findOptions(optionsOf({ ...SOLICIT, iaPds: wanted }), OptionCode.IA_PD)
    assert.deepEqual(
      ias.map(ia => [ia.iaid, ia.options]),
      [
        [1, []],
        [2, []],
        [3, []],
      ],
    )
  })

  it('names its server where it has one, and none where any may answer [CL-12]', () => {
    assert.deepEqual(findOption(optionsOf(RENEW), OptionCode.SERVERID)?.duid, SERVER)
    const rebind: ClientMessage = { ...RENEW, type: MessageType.REBIND, server: null }
    assert.ok(!codes(optionsOf(rebind)).includes(OptionCode.SERVERID))
  })

  it('sends neither IA_TA nor Server Unicast in any message [CHG-1] [CHG-2]', () => {
    for (const type of TYPES) {
      const sent = codes(optionsOf({ ...RENEW, type }))
      assert.ok(!sent.includes(OptionCode.IA_TA) && !sent.includes(OptionCode.UNICAST))
    }
  })

  it('counts Elapsed Time in hundredths, from 0, up to 0xffff [DC-14]', () => {
    assert.deepEqual(
      [0, 9, 10, 1234, 655_349, 655_350, 900_000_000].map(elapsed),
      [0, 0, 1, 123, 65_534, 65_535, 65_535],
    )
  })

  it('keeps the transaction id and refreshes Elapsed Time whenever it is sent [DC-11] [DC-12]', () => {
    fc.assert(
      fc.property(fc.nat(700_000), after => {
        const message = composeClientMessage(SOLICIT, CLIENT, instant(START + after))
        assert.equal(message.transactionId, 0xabcdef)
        const hundredths = findOption(message.options, OptionCode.ELAPSED_TIME)!.hundredths
        assert.equal(hundredths, Math.min(0xffff, Math.floor(after / 10)))
      }),
    )
  })

  for (const type of TYPES.filter(one => one !== MessageType.RELEASE)) {
    it(`asks for SOL_MAX_RT, DNS and PD_EXCLUDE in message ${type}, and for nothing forbidden [DC-15] [DC-16] [CL-31]`, () => {
      const requested = findOption(optionsOf({ ...RENEW, type }), OptionCode.ORO)!.requested
      for (const code of [23, 24, 67, 82]) assert.ok(requested.includes(code), `${code}`)
      assert.deepEqual(
        requested.filter(code => NEVER_REQUESTED.includes(code)),
        [],
      )
    })
  }

  it('asks for nothing in a Release', () => {
    assert.ok(!codes(optionsOf({ ...RENEW, type: MessageType.RELEASE })).includes(OptionCode.ORO))
  })

  it('sends all times as 0, and the prefixes it holds [DC-20]', () => {
    for (const type of TYPES) {
      const [ia] = findOptions(optionsOf({ ...RENEW, type }), OptionCode.IA_PD)
      assert.deepEqual([ia!.t1, ia!.t2], [0, 0])
      const [held] = findOptions(ia!.options, OptionCode.IAPREFIX)
      assert.deepEqual([held!.preferred, held!.valid, held!.prefix], [0, 0, prefix('2001:db8::/56')])
    }
  })

  it('hints a length by ::/n, and sends no IAPREFIX of length 0 without one [DC-23] [CL-30]', () => {
    const hint = fc.option(fc.integer({ min: 1, max: 64 }))
    fc.assert(
      fc.property(hint, hintLength => {
        const [ia] = findOptions(
          optionsOf({ ...SOLICIT, iaPds: [{ iaid: 1, prefixes: [], hintLength }] }),
          OptionCode.IA_PD,
        )
        const hints = findOptions(ia!.options, OptionCode.IAPREFIX).map(option => option.prefix)
        assert.deepEqual(hints, hintLength === null ? [] : [{ address: 0n, length: hintLength }])
      }),
    )
  })

  it('comes out of its own encoding as it went in', () => {
    for (const type of TYPES) {
      const message = composeClientMessage({ ...RENEW, type }, CLIENT, START)
      const decoded = decodeDhcpv6(encodeDhcpv6(message))
      assert.ok(decoded.ok)
      assert.deepEqual(decoded.value, message)
    }
  })
})
