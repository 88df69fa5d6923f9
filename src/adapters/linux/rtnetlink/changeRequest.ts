import { KD6_PROTOCOL, type KernelChange, type Route, type RouteType } from '../../../ports/netlink.ts'
import { formatIpv6Address } from '../../../values/ipv6Address.ts'
import { formatIpv6Prefix } from '../../../values/ipv6Prefix.ts'
import { writeAddress } from '../../../wire/rtnetlink/address.ts'
import * as k from '../../../wire/rtnetlink/constants.ts'
import { writeLink } from '../../../wire/rtnetlink/link.ts'
import { writeRoute, type RouteMessage } from '../../../wire/rtnetlink/route.ts'
import type { Request } from './requests.ts'
import { errno, finding, type Verdict } from './verdict.ts'

type Change<Do extends KernelChange['do']> = Extract<KernelChange, { do: Do }>

const CREATE_OR_REPLACE = k.NLM_F_CREATE | k.NLM_F_REPLACE
const ROUTE_TYPES: Readonly<Record<RouteType, number>> = {
  unicast: k.RTN_UNICAST,
  unreachable: k.RTN_UNREACHABLE,
  prohibit: k.RTN_PROHIBIT,
  blackhole: k.RTN_BLACKHOLE,
}
const CALLS: Readonly<Record<KernelChange['do'], string>> = {
  setLinkUp: 'RTM_NEWLINK',
  replaceAddress: 'RTM_NEWADDR',
  removeAddress: 'RTM_DELADDR',
  replaceRoute: 'RTM_NEWROUTE',
  removeRoute: 'RTM_DELROUTE',
}
/** How the kernel says that there is no such address or route, or no such link any more. */
const ALREADY_GONE: readonly number[] = [errno.ENOENT, errno.ESRCH, errno.EADDRNOTAVAIL, errno.ENODEV]

export function callOf(change: KernelChange): string {
  return CALLS[change.do]
}

/** Whether the kernel's refusal says that what was to be removed is not there. */
export function isAlreadyGone(change: KernelChange, { errno }: Verdict): boolean {
  return (change.do === 'removeAddress' || change.do === 'removeRoute') && ALREADY_GONE.includes(errno)
}

/** The request for a change, or why it must not even be asked. */
export function changeRequest(change: KernelChange): Request | Verdict {
  switch (change.do) {
    case 'setLinkUp':
      return linkUp(change)
    case 'replaceAddress':
      return addressReplacement(change)
    case 'removeAddress':
      return addressRemoval(change)
    case 'replaceRoute':
    case 'removeRoute':
      return routeRequest(change)
  }
}

function linkUp({ linkIndex: index }: Change<'setLinkUp'>): Request {
  return {
    type: k.RTM_NEWLINK,
    flags: 0,
    write: writer => writeLink(writer, { index, flags: k.IFF_UP, change: k.IFF_UP }),
  }
}

function addressReplacement(change: Change<'replaceAddress'>): Request | Verdict {
  const { linkIndex, prefixLength, address, preferred, valid } = change
  if (valid < 1) return finding(errno.EINVAL, `a valid lifetime of ${valid} s is a removal`)
  const lifetimes = { preferred, valid, created: 0, updated: 0 }
  const flags = k.IFA_F_NOPREFIXROUTE
  const message = { linkIndex, prefixLength, local: address, flags, lifetimes, protocol: KD6_PROTOCOL }
  return { type: k.RTM_NEWADDR, flags: CREATE_OR_REPLACE, write: writer => writeAddress(writer, message) }
}

function addressRemoval({ linkIndex, prefixLength, address }: Change<'removeAddress'>): Request {
  const message = { linkIndex, prefixLength, local: address }
  return { type: k.RTM_DELADDR, flags: 0, write: writer => writeAddress(writer, message) }
}

function routeRequest({ do: what, route }: Change<'replaceRoute' | 'removeRoute'>): Request | Verdict {
  const message = routeMessage(route)
  if (what === 'removeRoute') {
    return { type: k.RTM_DELROUTE, flags: 0, write: writer => writeRoute(writer, message) }
  }
  if (route.expires < 1) return finding(errno.EINVAL, `an expiry after ${route.expires} s is a removal`)
  // The kernel keeps no expiry with the other types, whatever it is told.
  const expires = route.type === 'unicast' && route.expires !== Infinity ? route.expires : null
  return {
    type: k.RTM_NEWROUTE,
    flags: CREATE_OR_REPLACE,
    write: writer => writeRoute(writer, { ...message, expires }),
  }
}

function routeMessage({
  destination,
  type,
  linkIndex,
  gateway,
  metric,
  table,
  protocol,
}: Route): Partial<RouteMessage> {
  return {
    destination: destination.address,
    destinationLength: destination.length,
    type: ROUTE_TYPES[type],
    scope: k.RT_SCOPE_UNIVERSE,
    linkIndex: type === 'unicast' ? linkIndex : null,
    gateway: type === 'unicast' ? gateway : null,
    metric: metric === 0 ? null : metric,
    table,
    protocol,
  }
}

/** What a change is about, for people: `2001:db8::1/64 on lan0`. */
export function placeOf(change: KernelChange, linkName: (index: number) => string): string {
  switch (change.do) {
    case 'setLinkUp':
      return linkName(change.linkIndex)
    case 'replaceAddress':
    case 'removeAddress':
      return `${formatIpv6Address(change.address)}/${change.prefixLength} on ${linkName(change.linkIndex)}`
    case 'replaceRoute':
    case 'removeRoute':
      return routePlace(change.route, linkName)
  }
}

function routePlace(
  { destination, type, gateway, linkIndex }: Route,
  linkName: (index: number) => string,
): string {
  const kind = type === 'unicast' ? 'route' : `${type} route`
  const via = gateway === null ? '' : ` via ${formatIpv6Address(gateway)}`
  const on = linkIndex === null ? '' : ` on ${linkName(linkIndex)}`
  return `${kind} ${formatIpv6Prefix(destination)}${via}${on}`
}
