import fc, { type Arbitrary } from 'fast-check'
import { duid } from '../../../src/values/duid.ts'
import type { Dhcpv6Message, RelayMessage } from '../../../src/wire/dhcpv6/message.ts'
import { isClientServerMessageType, MessageType } from '../../../src/wire/dhcpv6/messageType.ts'
import {
  isTypedOptionCode,
  opaqueOption,
  OptionCode,
  type Dhcpv6Option,
  type NtpSource,
  type OptionOf,
  type TypedOptionCode,
} from '../../../src/wire/dhcpv6/option.ts'
import { address, data, domainName, prefix, record, seconds, text, uint } from '../arbitraries.ts'

type Options = Arbitrary<readonly Dhcpv6Option[]>

/** The fields of each option but its code. A new row in the codec's table asks for one here. */
type Fields = {
  [Code in TypedOptionCode]: (options: Options) => Arbitrary<Omit<OptionOf<Code>, 'code'>>
}

const addresses = fc.array(address, { maxLength: 3 })
const anyDuid = fc.uint8Array({ minLength: 3, maxLength: 130 }).map(octets => duid(octets)!)
const nothing = () => fc.constant({})

const ntpSource: Arbitrary<NtpSource> = fc.oneof(
  record({ kind: fc.constantFrom('server' as const, 'multicast' as const), address }),
  record({ kind: fc.constant('name' as const), name: domainName }),
  record({ kind: fc.constant('other' as const), suboption: fc.integer({ min: 4, max: 0xffff }), data }),
)

const fields: Fields = {
  [OptionCode.CLIENTID]: () => record({ duid: anyDuid }),
  [OptionCode.SERVERID]: () => record({ duid: anyDuid }),
  [OptionCode.IA_NA]: options => record({ iaid: uint(32), t1: seconds, t2: seconds, options }),
  [OptionCode.IA_TA]: options => record({ iaid: uint(32), options }),
  [OptionCode.IAADDR]: options => record({ address, preferred: seconds, valid: seconds, options }),
  [OptionCode.ORO]: () => record({ requested: fc.array(uint(16)) }),
  [OptionCode.PREFERENCE]: () => record({ preference: uint(8) }),
  [OptionCode.ELAPSED_TIME]: () => record({ hundredths: uint(16) }),
  [OptionCode.RELAY_MSG]: () => record({ message: data }),
  [OptionCode.AUTH]: () =>
    record({
      protocol: uint(8),
      algorithm: uint(8),
      rdm: uint(8),
      replayDetection: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
      information: data,
    }),
  [OptionCode.UNICAST]: () => record({ address }),
  [OptionCode.STATUS_CODE]: () => record({ status: uint(16), message: text }),
  [OptionCode.RAPID_COMMIT]: nothing,
  [OptionCode.USER_CLASS]: () => record({ classes: fc.array(data, { maxLength: 3 }) }),
  [OptionCode.VENDOR_CLASS]: () =>
    record({ enterprise: uint(32), classes: fc.array(data, { maxLength: 3 }) }),
  [OptionCode.VENDOR_OPTS]: () =>
    record({ enterprise: uint(32), suboptions: fc.array(record({ code: uint(16), data })) }),
  [OptionCode.INTERFACE_ID]: () => record({ interfaceId: data }),
  [OptionCode.RECONF_MSG]: () => record({ messageType: uint(8) }),
  [OptionCode.RECONF_ACCEPT]: nothing,
  [OptionCode.DNS_SERVERS]: () => record({ servers: addresses }),
  [OptionCode.DOMAIN_LIST]: () => record({ domains: fc.array(domainName, { maxLength: 3 }) }),
  [OptionCode.IA_PD]: options => record({ iaid: uint(32), t1: seconds, t2: seconds, options }),
  [OptionCode.IAPREFIX]: options => record({ preferred: seconds, valid: seconds, prefix, options }),
  [OptionCode.SNTP_SERVERS]: () => record({ servers: addresses }),
  [OptionCode.INFORMATION_REFRESH_TIME]: () => record({ seconds }),
  [OptionCode.NTP_SERVER]: () => record({ sources: fc.array(ntpSource, { maxLength: 3 }) }),
  [OptionCode.PD_EXCLUDE]: () =>
    record({
      prefixLength: fc.integer({ min: 1, max: 128 }),
      subnetId: fc.uint8Array({ minLength: 1, maxLength: 16 }),
    }),
  [OptionCode.SOL_MAX_RT]: () => record({ seconds }),
  [OptionCode.INF_MAX_RT]: () => record({ seconds }),
}

const opaque = fc
  .tuple(
    uint(16).filter(code => !isTypedOptionCode(code)),
    data,
  )
  .map(([code, octets]) => opaqueOption(code, octets))

/** Options that hold options, `levels` deep. */
function optionsOf(levels: number): Options {
  const inner = levels === 1 ? fc.constant([]) : optionsOf(levels - 1)
  const typed = Object.entries(fields).map(([code, of]) =>
    of(inner).map(rest => Object.assign({ code: Number(code) }, rest) as unknown as Dhcpv6Option),
  )
  return fc.array(fc.oneof(opaque, ...typed), { maxLength: 6 })
}

const messageTypes = Object.values(MessageType).filter(isClientServerMessageType)

export const message: Arbitrary<Dhcpv6Message> = record({
  type: fc.constantFrom(...messageTypes),
  transactionId: uint(24),
  options: optionsOf(3),
})

export const relayMessage: Arbitrary<RelayMessage> = record({
  type: fc.constantFrom(MessageType.RELAY_FORW, MessageType.RELAY_REPL),
  hopCount: uint(8),
  linkAddress: address,
  peerAddress: address,
  options: optionsOf(1),
})
