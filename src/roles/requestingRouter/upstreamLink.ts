import type { Link, Netlink } from '../../ports/netlink.ts'
import type { Ipv6Address } from '../../values/ipv6Address.ts'

/** The least MTU of a link that carries IPv6 (RFC 8200 §5); below it Linux drops the port's IPv6. */
export const LEAST_MTU = 1280

/** What the WAN port still lacks before it can speak, or what it speaks from. */
export type UpstreamState =
  | { readonly ready: true; readonly linkIndex: number; readonly linkLocal: Ipv6Address }
  | { readonly ready: false; readonly lacks: 'port' | 'up' | 'carrier' | 'mtu' | 'linkLocal' }

export function upstreamState(netlink: Netlink, linkName: string): UpstreamState {
  const link = netlink.linkByName(linkName)
  if (link === null) return { ready: false, lacks: 'port' }
  if (link.mtu < LEAST_MTU) return { ready: false, lacks: 'mtu' }
  if (!link.up) return { ready: false, lacks: 'up' }
  if (!link.running) return { ready: false, lacks: 'carrier' }
  const linkLocal = usableLinkLocal(netlink, link)
  if (linkLocal === null) return { ready: false, lacks: 'linkLocal' }
  return { ready: true, linkIndex: link.index, linkLocal }
}

/** A link-local address whose DAD is over and went well (RFC 4862 §5.4). */
export function usableLinkLocal(netlink: Netlink, link: Link): Ipv6Address | null {
  const usable = netlink
    .addressesOf(link.index)
    .find(({ linkLocal, tentative, dadFailed }) => linkLocal && !tentative && !dadFailed)
  return usable?.address ?? null
}

const LACKS = {
  port: 'there is no such port',
  up: 'the port is down',
  carrier: 'the port has no carrier: look at the cable, or at what is at its other end',
  mtu: `the port's MTU is below ${LEAST_MTU}, where Linux has no IPv6`,
  linkLocal: 'the port has no link-local address that passed duplicate address detection',
} as const

export function formatLack(state: UpstreamState): string {
  return state.ready ? 'ready' : LACKS[state.lacks]
}
