import type { Plan } from '../../planner/plan.ts'
import { KD6_PROTOCOL, MAIN_TABLE, type KernelChange, type Route } from '../../ports/netlink.ts'
import type { Lease } from '../../rules/dhcpv6/lease.ts'
import { leaseExpiry } from '../../rules/dhcpv6/lease.ts'
import { UNSPECIFIED, type Ipv6Address } from '../../values/ipv6Address.ts'
import { ipv6Prefix, type Ipv6Prefix } from '../../values/ipv6Prefix.ts'
import { secondsUntil, type Instant } from '../../values/time.ts'

/** One thing that the kernel is to hold for us, with absolute ends. */
export type KernelObject =
  | {
      readonly kind: 'address'
      readonly linkIndex: number
      readonly address: Ipv6Address
      readonly prefixLength: number
      readonly preferredUntil: Instant
      readonly validUntil: Instant
    }
  | {
      readonly kind: 'route'
      readonly destination: Ipv6Prefix
      readonly type: 'unreachable' | 'unicast'
      readonly linkIndex: number | null
      readonly gateway: Ipv6Address | null
      readonly metric: number
      readonly validUntil: Instant
    }

/** Behind everything else that leads to the same prefix, a LAN's own /64 above all. */
const UNREACHABLE_METRIC = 0x7fff_ffff
/** Just behind the default route of an RA (1024), which a route of ours with its metric would replace. */
const DEFAULT_ROUTE_METRIC = 1025
const DEFAULT_DESTINATION = ipv6Prefix(UNSPECIFIED, 0)

/** What the kernel gives the route of an address's prefix. */
const ON_LINK_METRIC = 256

/** Where a WAN's default route is to come from us: its port, and the lease that bounds it. */
export interface DefaultRouteSource {
  readonly linkIndex: number
  readonly lease: Lease
}

/** Everything the plan asks of the kernel, on the ports that are there and up. */
export function desiredObjects(
  plan: Plan,
  readyLinkIndex: (name: string) => number | null,
  defaultRoutes: readonly DefaultRouteSource[],
): KernelObject[] {
  const objects: KernelObject[] = []
  for (const { name, prefixes } of plan.links) {
    const linkIndex = readyLinkIndex(name)
    if (linkIndex === null) continue
    for (const { routerAddress: address, prefix, preferredUntil, validUntil } of prefixes) {
      objects.push({
        kind: 'address',
        linkIndex,
        address,
        prefixLength: prefix.length,
        preferredUntil,
        validUntil,
      })
      objects.push(onLinkRoute(prefix, linkIndex, validUntil))
    }
  }
  for (const { prefix, validUntil } of plan.unreachable) objects.push(unreachable(prefix, validUntil))
  return [...objects, ...defaultRoutes.map(defaultRoute)]
}

function onLinkRoute(destination: Ipv6Prefix, linkIndex: number, validUntil: Instant): KernelObject {
  return {
    kind: 'route',
    type: 'unicast',
    destination,
    linkIndex,
    gateway: null,
    metric: ON_LINK_METRIC,
    validUntil,
  }
}

/** RFC 7084 WPD-5: what no LAN uses must not bounce between us and the provider. */
function unreachable(destination: Ipv6Prefix, validUntil: Instant): KernelObject {
  const metric = UNREACHABLE_METRIC
  return {
    kind: 'route',
    type: 'unreachable',
    destination,
    linkIndex: null,
    gateway: null,
    metric,
    validUntil,
  }
}

/** As the kernel module does: via the server's link-local address, but no longer than the lease. */
function defaultRoute({ linkIndex, lease }: DefaultRouteSource): KernelObject {
  return {
    kind: 'route',
    type: 'unicast',
    destination: DEFAULT_DESTINATION,
    linkIndex,
    gateway: lease.serverAddress,
    metric: DEFAULT_ROUTE_METRIC,
    validUntil: leaseExpiry(lease),
  }
}

/** Keys are for us, and made for each object of each plan: no text for people. */
const KEY_RADIX = 36

export function objectKey(object: KernelObject): string {
  return object.kind === 'address'
    ? addressKey(object.linkIndex, object.address)
    : routeKey(object.destination, object.type, object.linkIndex)
}

export function addressKey(linkIndex: number, address: Ipv6Address): string {
  return `${linkIndex} ${address.toString(KEY_RADIX)}`
}

/** An unreachable route hangs on no port of ours; the kernel shows its own. */
export function routeKey(destination: Ipv6Prefix, type: Route['type'], linkIndex: number | null): string {
  const prefix = `${destination.address.toString(KEY_RADIX)}/${destination.length}`
  return `${type} ${prefix} ${type === 'unicast' ? linkIndex : ''}`
}

export function sameEnds(a: KernelObject, b: KernelObject): boolean {
  if (a.validUntil !== b.validUntil) return false
  if (a.kind === 'address') return b.kind === 'address' && a.preferredUntil === b.preferredUntil
  return b.kind === 'route' && a.gateway === b.gateway
}

/** The change that makes the kernel hold `object`, lifetimes counted from `now`. */
export function installation(object: KernelObject, now: Instant): KernelChange {
  const valid = secondsUntil(object.validUntil, now)
  if (object.kind === 'route') return { do: 'replaceRoute', route: kernelRoute(object, valid) }
  const { linkIndex, address, prefixLength } = object
  const preferred = secondsUntil(object.preferredUntil, now)
  return { do: 'replaceAddress', linkIndex, address, prefixLength, preferred, valid }
}

export function removal(object: KernelObject): KernelChange {
  if (object.kind === 'route') return { do: 'removeRoute', route: kernelRoute(object, Infinity) }
  const { linkIndex, address, prefixLength } = object
  return { do: 'removeAddress', linkIndex, address, prefixLength }
}

function kernelRoute(object: Extract<KernelObject, { kind: 'route' }>, expires: number): Route {
  const { destination, type, linkIndex, gateway, metric } = object
  return { destination, type, linkIndex, gateway, metric, table: MAIN_TABLE, protocol: KD6_PROTOCOL, expires }
}
