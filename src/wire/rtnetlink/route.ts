import { UNSPECIFIED, type Ipv6Address } from '../../values/ipv6Address.ts'
import type { Seconds } from '../../values/time.ts'
import type { Decoded } from '../wireError.ts'
import { readAttributes, type Attribute, type AttributeReaders } from './attribute.ts'
import * as k from './constants.ts'
import type { HostReader } from './hostReader.ts'
import { lifetimeFromWire, lifetimeToWire } from './lifetime.ts'
import type { MessageWriter } from './messageWriter.ts'
import { readNextHops, writeNextHops, type NextHop } from './nextHop.ts'

const HEADER = 12
const CACHE_INFO = 32
/** The kernel's USER_HZ, the unit of times in `rta_cacheinfo`. */
const TICKS_PER_SECOND = 100

/**
 * RTM_NEWROUTE and RTM_DELROUTE of family AF_INET6: what `rtmsg` and its attributes say. null and empty lists stand
 * for attributes that are not there.
 *
 *      0            1             2             3         4           5              6           7          8           12
 *      | rtm_family | rtm_dst_len | rtm_src_len | rtm_tos | rtm_table | rtm_protocol | rtm_scope | rtm_type | rtm_flags | attributes
 */
export interface RouteMessage {
  readonly destination: Ipv6Address
  readonly destinationLength: number
  readonly sourceLength: number
  /** RTA_TABLE where it is there, else `rtm_table`. */
  readonly table: number
  /** RTPROT_* */
  readonly protocol: number
  /** RT_SCOPE_* */
  readonly scope: number
  /** RTN_* */
  readonly type: number
  /** RTM_F_* and RTNH_F_* */
  readonly flags: number
  readonly linkIndex: number | null
  readonly gateway: Ipv6Address | null
  readonly preferredSource: Ipv6Address | null
  /** RTA_PRIORITY; smaller wins. */
  readonly metric: number | null
  /** RTA_PREF, the two bits of RFC 4191 §2.1: 1 high, 0 medium, 3 low. */
  readonly preference: number | null
  /** Seconds until it expires, from RTA_EXPIRES or, as the kernel tells it, from `rta_cacheinfo`; null for never. */
  readonly expires: Seconds | null
  readonly nextHops: readonly NextHop[]
}

/** The fields at fixed places, by which an unwanted notification is dropped before its attributes are looked at. */
export interface RouteHeader {
  readonly family: number
  readonly destinationLength: number
  /** `rtm_table`: {@link RT_TABLE_COMPAT} where the number does not fit. */
  readonly table: number
  readonly protocol: number
}

/** null when not even the fixed part is there. */
export function readRouteHeader(payload: HostReader): RouteHeader | null {
  if (payload.length < HEADER) return null
  return {
    family: payload.u8(0),
    destinationLength: payload.u8(1),
    table: payload.u8(4),
    protocol: payload.u8(5),
  }
}

type Draft = { -readonly [Name in keyof RouteMessage]: RouteMessage[Name] }

const READERS: AttributeReaders<Draft> = {
  [k.RTA_DST]: (route, attribute) => (route.destination = attribute.ipv6()),
  [k.RTA_OIF]: (route, attribute) => (route.linkIndex = attribute.u32()),
  [k.RTA_GATEWAY]: (route, attribute) => (route.gateway = attribute.ipv6()),
  [k.RTA_PRIORITY]: (route, attribute) => (route.metric = attribute.u32()),
  [k.RTA_PREFSRC]: (route, attribute) => (route.preferredSource = attribute.ipv6()),
  [k.RTA_MULTIPATH]: (route, attribute) => (route.nextHops = readNextHops(attribute)),
  [k.RTA_CACHEINFO]: (route, attribute) => (route.expires ??= readExpiry(attribute)),
  [k.RTA_TABLE]: (route, attribute) => (route.table = attribute.u32()),
  [k.RTA_PREF]: (route, attribute) => (route.preference = attribute.u8()),
  [k.RTA_EXPIRES]: (route, attribute) => (route.expires = finite(lifetimeFromWire(attribute.u32()))),
}

export function decodeRoute(payload: HostReader): Decoded<RouteMessage> {
  const family = payload.u8(0)
  if (family !== k.AF_INET6) payload.fail('invalid', `address family ${family} is not IPv6`, 0)
  const route: Draft = {
    destination: UNSPECIFIED,
    destinationLength: payload.u8(1),
    sourceLength: payload.u8(2),
    table: payload.u8(4),
    protocol: payload.u8(5),
    scope: payload.u8(6),
    type: payload.u8(7),
    flags: payload.u32(8),
    linkIndex: null,
    gateway: null,
    preferredSource: null,
    metric: null,
    preference: null,
    expires: null,
    nextHops: [],
  }
  if (route.destinationLength > 128) payload.fail('invalid', `prefix length ${route.destinationLength}`, 1)
  readAttributes(payload, HEADER, READERS, route)
  return payload.result(route)
}

/**
 * struct rta_cacheinfo, of which only the expiry is of use; 0 says never, a negative one that it is past.
 *
 *      0            4             8             12          16         20       24       28          32
 *      | rta_clntref | rta_lastuse | rta_expires | rta_error | rta_used | rta_id | rta_ts | rta_tsage |
 */
function readExpiry(attribute: Attribute): Seconds | null {
  const ticks = attribute.structure(CACHE_INFO).i32(attribute.start + 8)
  return ticks === 0 ? null : Math.max(0, ticks / TICKS_PER_SECOND)
}

function finite(seconds: Seconds): Seconds | null {
  return seconds === Infinity ? null : seconds
}

/** What is left out is 0 or absent. */
export function writeRoute(writer: MessageWriter, route: Partial<RouteMessage>): void {
  const table = route.table ?? k.RT_TABLE_UNSPEC
  writer
    .u8(k.AF_INET6)
    .u8(route.destinationLength ?? 0)
    .u8(route.sourceLength ?? 0)
    .u8(0)
  writer.u8(table > 0xff ? k.RT_TABLE_COMPAT : table).u8(route.protocol ?? 0)
  writer
    .u8(route.scope ?? k.RT_SCOPE_UNIVERSE)
    .u8(route.type ?? k.RTN_UNSPEC)
    .u32(route.flags ?? 0)
  if (route.destination !== undefined && (route.destinationLength ?? 0) > 0) {
    writer.attributeIpv6(k.RTA_DST, route.destination)
  }
  if (table > 0xff) writer.attributeU32(k.RTA_TABLE, table)
  writer.attributeU32(k.RTA_OIF, route.linkIndex)
  writer.attributeIpv6(k.RTA_GATEWAY, route.gateway)
  writer.attributeIpv6(k.RTA_PREFSRC, route.preferredSource)
  writer.attributeU32(k.RTA_PRIORITY, route.metric)
  writer.attributeU8(k.RTA_PREF, route.preference)
  if (typeof route.expires === 'number') writer.attributeU32(k.RTA_EXPIRES, lifetimeToWire(route.expires))
  const nextHops = route.nextHops ?? []
  if (nextHops.length > 0) writer.attribute(k.RTA_MULTIPATH, () => writeNextHops(writer, nextHops))
}
