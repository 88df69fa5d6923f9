import assert from 'node:assert/strict'

import {
  KD6_PROTOCOL,
  MAIN_TABLE,
  type KernelChange,
  type KernelEvent,
  type LinkAddress,
  type Route,
} from '../../../src/ports/netlink.ts'
import { parseIpv6Address, type Ipv6Address } from '../../../src/values/ipv6Address.ts'
import { formatIpv6Prefix, parseIpv6Prefix } from '../../../src/values/ipv6Prefix.ts'
import type { KernelView } from './netlinkChild.ts'

/** The IPv6 address that a text gives. */
export function ip(text: string): Ipv6Address {
  const address = parseIpv6Address(text)
  assert(address !== null, text)
  return address
}

export function prefix(text: string): Route['destination'] {
  const parsed = parseIpv6Prefix(text)
  assert(parsed !== null, text)
  return parsed
}

/** An unreachable route for a delegation, marked as ours, but for the given properties. */
export function route(properties: Partial<Route>): Route {
  const destination = prefix('2001:db8:0:2000::/56')
  const base = { destination, type: 'unreachable', linkIndex: null, gateway: null, metric: 1024 } as const
  return { ...base, table: MAIN_TABLE, protocol: KD6_PROTOCOL, expires: Infinity, ...properties }
}

export function replaceAddress(
  linkIndex: number,
  text: string,
  preferred: number,
  valid: number,
): KernelChange {
  return { do: 'replaceAddress', linkIndex, address: ip(text), prefixLength: 64, preferred, valid }
}

export function isAddress(
  text: string,
  removed: boolean,
  also: (address: LinkAddress) => boolean = () => true,
) {
  return (event: KernelEvent): boolean =>
    event.type === 'address' &&
    event.address.address === ip(text) &&
    event.removed === removed &&
    also(event.address)
}

export function isLink(name: string, removed = false) {
  return (event: KernelEvent): event is Extract<KernelEvent, { type: 'link' }> =>
    event.type === 'link' && event.link.name === name && event.removed === removed
}

export function isRoute(destination: string, removed: boolean) {
  return (event: KernelEvent): event is Extract<KernelEvent, { type: 'route' }> =>
    event.type === 'route' &&
    formatIpv6Prefix(event.route.destination) === destination &&
    event.removed === removed
}

/** In an order of its own, and without what depends on the second in which it was asked. */
export function comparable({ links, addresses, routes }: KernelView): unknown {
  const whole = (seconds: number): unknown => (seconds === Infinity ? 'for ever' : 'for a while')
  return {
    links: links.toSorted((a, b) => a.index - b.index),
    addresses: addresses
      .map(address => ({ ...address, preferred: whole(address.preferred), valid: whole(address.valid) }))
      .toSorted((a, b) => Number(a.address - b.address) || a.linkIndex - b.linkIndex),
    routes: routes
      .map(each => ({
        ...each,
        expires: whole(each.expires),
        destination: formatIpv6Prefix(each.destination),
      }))
      .toSorted((a, b) => JSON.stringify(a, text).localeCompare(JSON.stringify(b, text))),
  }
}

function text(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString(16) : value
}
