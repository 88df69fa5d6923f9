import type { Ipv6Address } from '../../values/ipv6Address.ts'
import type { Seconds } from '../../values/time.ts'
import type { Decoded } from '../wireError.ts'
import { readAttributes, type Attribute, type AttributeReaders } from './attribute.ts'
import * as k from './constants.ts'
import type { HostReader } from './hostReader.ts'
import { lifetimeFromWire, lifetimeToWire } from './lifetime.ts'
import type { MessageWriter } from './messageWriter.ts'

const HEADER = 8
const CACHE_INFO = 16

/**
 * RTM_NEWADDR and RTM_DELADDR of family AF_INET6: what `ifaddrmsg` and its attributes say. null stands for attributes
 * that are not there.
 *
 *      0            1               2           3           4           8
 *      | ifa_family | ifa_prefixlen | ifa_flags | ifa_scope | ifa_index | attributes
 */
export interface AddressMessage {
  readonly prefixLength: number
  /** IFA_F_*, all 32 bits where IFA_FLAGS is there, else the low eight. */
  readonly flags: number
  /** RT_SCOPE_* */
  readonly scope: number
  readonly linkIndex: number
  /** IFA_ADDRESS: the address, or its peer's where IFA_LOCAL is there and differs. */
  readonly address: Ipv6Address | null
  readonly local: Ipv6Address | null
  readonly lifetimes: AddressLifetimes | null
  /** Metric of the prefix's route. */
  readonly metric: number | null
  /** IFA_PROTO: who set it. Left out by the kernel when 0. */
  readonly protocol: number | null
}

/** What remains, in seconds, and when it was made and changed, in hundredths of a second since boot. */
export interface AddressLifetimes {
  readonly preferred: Seconds
  readonly valid: Seconds
  readonly created: number
  readonly updated: number
}

type Draft = { -readonly [Name in keyof AddressMessage]: AddressMessage[Name] }

const READERS: AttributeReaders<Draft> = {
  [k.IFA_ADDRESS]: (address, attribute) => (address.address = attribute.ipv6()),
  [k.IFA_LOCAL]: (address, attribute) => (address.local = attribute.ipv6()),
  [k.IFA_CACHEINFO]: (address, attribute) => (address.lifetimes = readLifetimes(attribute)),
  [k.IFA_FLAGS]: (address, attribute) => (address.flags = attribute.u32()),
  [k.IFA_RT_PRIORITY]: (address, attribute) => (address.metric = attribute.u32()),
  [k.IFA_PROTO]: (address, attribute) => (address.protocol = attribute.u8()),
}

export function decodeAddress(payload: HostReader): Decoded<AddressMessage> {
  const family = payload.u8(0)
  if (family !== k.AF_INET6) payload.fail('invalid', `address family ${family} is not IPv6`, 0)
  const address: Draft = {
    prefixLength: payload.u8(1),
    flags: payload.u8(2),
    scope: payload.u8(3),
    linkIndex: payload.u32(4),
    address: null,
    local: null,
    lifetimes: null,
    metric: null,
    protocol: null,
  }
  if (address.prefixLength > 128) payload.fail('invalid', `prefix length ${address.prefixLength}`, 1)
  readAttributes(payload, HEADER, READERS, address)
  return payload.result(address)
}

/**
 * struct ifa_cacheinfo:
 *
 *      0              4           8        12       16
 *      | ifa_prefered | ifa_valid | cstamp | tstamp |
 */
function readLifetimes(attribute: Attribute): AddressLifetimes {
  const payload = attribute.structure(CACHE_INFO)
  const at = attribute.start
  return {
    preferred: lifetimeFromWire(payload.u32(at)),
    valid: lifetimeFromWire(payload.u32(at + 4)),
    created: payload.u32(at + 8),
    updated: payload.u32(at + 12),
  }
}

/** What is left out is 0 or absent. */
export function writeAddress(writer: MessageWriter, address: Partial<AddressMessage>): void {
  const flags = address.flags ?? 0
  writer.u8(k.AF_INET6).u8(address.prefixLength ?? 0)
  writer.u8(flags & 0xff).u8(address.scope ?? k.RT_SCOPE_UNIVERSE)
  writer.u32(address.linkIndex ?? 0)
  writer.attributeIpv6(k.IFA_ADDRESS, address.address)
  writer.attributeIpv6(k.IFA_LOCAL, address.local)
  if (flags > 0xff) writer.attributeU32(k.IFA_FLAGS, flags)
  if (address.lifetimes) writeLifetimes(writer, address.lifetimes)
  writer.attributeU32(k.IFA_RT_PRIORITY, address.metric)
  writer.attributeU8(k.IFA_PROTO, address.protocol)
}

function writeLifetimes(writer: MessageWriter, lifetimes: AddressLifetimes): void {
  writer.attribute(k.IFA_CACHEINFO, () => {
    writer.u32(lifetimeToWire(lifetimes.preferred)).u32(lifetimeToWire(lifetimes.valid))
    writer.u32(lifetimes.created).u32(lifetimes.updated)
  })
}
