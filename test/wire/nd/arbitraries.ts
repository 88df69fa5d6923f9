import fc, { type Arbitrary } from 'fast-check'
import { ipv6Prefix } from '../../../src/values/ipv6Prefix.ts'
import { NdMessageType, type NdMessage } from '../../../src/wire/nd/message.ts'
import {
  isTypedNdOptionType,
  NdOptionType,
  opaqueNdOption,
  type NdOption,
  type NdOptionOf,
  type TypedNdOptionType,
} from '../../../src/wire/nd/option.ts'
import { address, domainName, prefix, record, seconds, uint } from '../arbitraries.ts'

/** The fields of each option but its type. A new row in the codec's table asks for one here. */
type Fields = { [Type in TypedNdOptionType]: Arbitrary<Omit<NdOptionOf<Type>, 'type'>> }

/** What fills an option: 6 octets, 14, 22. */
const body = fc
  .integer({ min: 0, max: 2 })
  .chain(n => fc.uint8Array({ minLength: 6 + 8 * n, maxLength: 6 + 8 * n }))
const preference = fc.constantFrom('high', 'medium', 'low', 'reserved')
const natPrefix = fc
  .tuple(address, fc.constantFrom(96, 64, 56, 48, 40, 32))
  .map(([bits, length]) => ipv6Prefix(bits, length))

const prefixInformation = fc
  .tuple(
    fc.option(address, { nil: null }),
    record({
      prefix,
      onLink: fc.boolean(),
      autonomous: fc.boolean(),
      dhcpv6PdPreferred: fc.boolean(),
      valid: seconds,
      preferred: seconds,
    }),
  )
  .map(([routerAddress, rest]) => ({
    ...rest,
    routerAddress,
    prefix: routerAddress === null ? rest.prefix : ipv6Prefix(routerAddress, rest.prefix.length),
  }))

const fields: Fields = {
  [NdOptionType.SOURCE_LINK_LAYER_ADDRESS]: record({ linkLayerAddress: body }),
  [NdOptionType.TARGET_LINK_LAYER_ADDRESS]: record({ linkLayerAddress: body }),
  [NdOptionType.PREFIX_INFORMATION]: prefixInformation,
  [NdOptionType.MTU]: record({ mtu: uint(32) }),
  [NdOptionType.ROUTE_INFORMATION]: record({ prefix, preference, lifetime: seconds }),
  [NdOptionType.RDNSS]: record({
    lifetime: seconds,
    servers: fc.array(address, { minLength: 1, maxLength: 3 }),
  }),
  [NdOptionType.FLAGS_EXPANSION]: record({ flags: body }),
  [NdOptionType.DNSSL]: record({
    lifetime: seconds,
    domains: fc.array(domainName, { minLength: 1, maxLength: 3 }),
  }),
  [NdOptionType.CAPTIVE_PORTAL]: record({ uri: fc.webUrl() }),
  [NdOptionType.PREF64]: record({ prefix: natPrefix, lifetime: uint(13).map(scaled => scaled * 8) }),
}

const opaque = fc
  .tuple(
    uint(8).filter(type => !isTypedNdOptionType(type)),
    body,
  )
  .map(([type, octets]) => opaqueNdOption(type, octets))

const typed = Object.entries(fields).map(([type, of]) =>
  (of as Arbitrary<object>).map(rest => Object.assign({ type: Number(type) }, rest) as unknown as NdOption),
)
const options = fc.array(fc.oneof(opaque, ...typed), { maxLength: 8 })

export const ndMessage: Arbitrary<NdMessage> = fc.oneof(
  record({ type: fc.constant(NdMessageType.ROUTER_SOLICITATION), code: uint(8), options }),
  record({
    type: fc.constant(NdMessageType.ROUTER_ADVERTISEMENT),
    code: uint(8),
    currentHopLimit: uint(8),
    managed: fc.boolean(),
    other: fc.boolean(),
    homeAgent: fc.boolean(),
    preference,
    proxy: fc.boolean(),
    routerLifetime: uint(16),
    reachableTime: uint(32),
    retransTimer: uint(32),
    options,
  }),
)
