import {
  KD6_PROTOCOL,
  MAIN_TABLE,
  type Link,
  type LinkAddress,
  type Route,
  type RouteType,
} from '../../../ports/netlink.ts'
import { ipv6Prefix } from '../../../values/ipv6Prefix.ts'
import { decodeAddress } from '../../../wire/rtnetlink/address.ts'
import * as k from '../../../wire/rtnetlink/constants.ts'
import type { HostReader } from '../../../wire/rtnetlink/hostReader.ts'
import { decodeLink } from '../../../wire/rtnetlink/link.ts'
import { decodeRoute, readRouteHeader, type RouteMessage } from '../../../wire/rtnetlink/route.ts'
import type { Decoded } from '../../../wire/wireError.ts'

const ROUTE_TYPES: Readonly<Record<number, RouteType>> = {
  [k.RTN_UNICAST]: 'unicast',
  [k.RTN_UNREACHABLE]: 'unreachable',
  [k.RTN_PROHIBIT]: 'prohibit',
  [k.RTN_BLACKHOLE]: 'blackhole',
}

/** Makes the port's objects of the kernel's messages; what is not for the port is null or an empty list. */
export class ObjectReader {
  /** Messages that could not be decoded. */
  malformed = 0
  #marksAddresses: boolean

  /** `kernel` is its release, `6.1.0-13-amd64`. */
  constructor(kernel: string) {
    this.#marksAddresses = isAtLeast(kernel, 5, 18)
  }

  /** Null for a bridge's word about its port, and for an event that does not describe the link (wireless ones). */
  link(payload: HostReader): Link | null {
    const message = this.#value(decodeLink(payload))
    if (message?.family !== k.AF_UNSPEC || message.name === null || message.mtu === null) return null
    const { index, name, flags, mtu, hardwareType, address, kind, master } = message
    return {
      index,
      name,
      up: (flags & k.IFF_UP) !== 0,
      running: (flags & k.IFF_RUNNING) !== 0,
      loopback: (flags & k.IFF_LOOPBACK) !== 0,
      multicast: (flags & k.IFF_MULTICAST) !== 0,
      pointToPoint: (flags & k.IFF_POINTOPOINT) !== 0,
      mtu,
      hardwareType,
      hardwareAddress: address ?? new Uint8Array(0),
      kind,
      master,
    }
  }

  address(payload: HostReader): LinkAddress | null {
    const message = this.#value(decodeAddress(payload))
    const address = message?.local ?? message?.address ?? null
    if (message === null || address === null) return null
    const { linkIndex, prefixLength, scope, flags, lifetimes, protocol } = message
    if (protocol !== null) this.#marksAddresses = true
    return {
      linkIndex,
      address,
      prefixLength,
      linkLocal: scope === k.RT_SCOPE_LINK,
      tentative: (flags & k.IFA_F_TENTATIVE) !== 0,
      dadFailed: (flags & k.IFA_F_DADFAILED) !== 0,
      deprecated: (flags & k.IFA_F_DEPRECATED) !== 0,
      preferred: lifetimes?.preferred ?? Infinity,
      valid: lifetimes?.valid ?? Infinity,
      // A kernel that knows IFA_PROTO leaves it out when it is 0.
      protocol: protocol ?? (this.#marksAddresses ? 0 : null),
    }
  }

  /** The ways of a route, one each. */
  routes(payload: HostReader): Route[] {
    const message = this.#value(decodeRoute(payload))
    if (message === null || message.flags & k.RTM_F_CLONED) return []
    const type = ROUTE_TYPES[message.type]
    if (type === undefined) return []
    const ways = message.nextHops.length > 0 ? message.nextHops : [message]
    return ways.map(({ linkIndex, gateway }) => routeOf(message, type, linkIndex, gateway))
  }

  #value<T>(decoded: Decoded<T>): T | null {
    if (decoded.ok) return decoded.value
    this.malformed++
    return null
  }
}

function routeOf(
  message: RouteMessage,
  type: RouteType,
  linkIndex: number | null,
  gateway: Route['gateway'],
): Route {
  return {
    destination: ipv6Prefix(message.destination, message.destinationLength),
    type,
    // The kernel hangs the others on lo.
    linkIndex: type === 'unicast' ? linkIndex : null,
    gateway,
    metric: message.metric ?? 0,
    table: message.table,
    protocol: message.protocol,
    expires: message.expires ?? Infinity,
  }
}

/** Default routes of the main table, and ours. */
export function isWantedRoute({ destination, table, protocol }: Route): boolean {
  return protocol === KD6_PROTOCOL || (destination.length === 0 && table === MAIN_TABLE)
}

/** The same from the fixed fields alone, so that a full routing table costs little; may say yes too often. */
export function mayBeWantedRoute(payload: HostReader): boolean {
  const header = readRouteHeader(payload)
  if (header === null) return true
  const { family, destinationLength, table, protocol } = header
  return (
    family === k.AF_INET6 && (protocol === KD6_PROTOCOL || (destinationLength === 0 && table === MAIN_TABLE))
  )
}

function isAtLeast(kernel: string, major: number, minor: number): boolean {
  const [ownMajor = 0, ownMinor = 0] = kernel.split('.').map(Number.parseFloat)
  return ownMajor > major || (ownMajor === major && ownMinor >= minor)
}
