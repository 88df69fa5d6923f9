import type { Fault } from '../values/fault.ts'
import type { Ipv6Address } from '../values/ipv6Address.ts'
import type { Ipv6Prefix } from '../values/ipv6Prefix.ts'
import type { Seconds } from '../values/time.ts'

export interface Link {
  readonly index: number
  readonly name: string
  /** IFF_UP: an administrator wants it up. */
  readonly up: boolean
  /** IFF_RUNNING: up, and what it hangs on (cable, peer, bridge port) is there too. */
  readonly running: boolean
  readonly loopback: boolean
  readonly multicast: boolean
  readonly pointToPoint: boolean
  readonly mtu: number
  /** ARPHRD_*, 1 for Ethernet, 65534 for a tun port. */
  readonly hardwareType: number
  /** Empty where the port has none. */
  readonly hardwareAddress: Uint8Array
  /** IFLA_INFO_KIND: `veth`, `bridge`, `tun` …; null for a plain device. */
  readonly kind: string | null
  /** Index of the bridge or bond it belongs to. */
  readonly master: number | null
}

/** An IPv6 address on a link. Lifetimes are what remained when the kernel said it. */
export interface LinkAddress {
  readonly linkIndex: number
  readonly address: Ipv6Address
  readonly prefixLength: number
  /** RT_SCOPE_LINK. */
  readonly linkLocal: boolean
  readonly tentative: boolean
  readonly dadFailed: boolean
  readonly deprecated: boolean
  readonly preferred: Seconds
  readonly valid: Seconds
  /** IFA_PROTO; null where the kernel (before 5.18) does not know it. */
  readonly protocol: number | null
}

export type RouteType = 'unicast' | 'unreachable' | 'prohibit' | 'blackhole'

export interface Route {
  readonly destination: Ipv6Prefix
  readonly type: RouteType
  /** RTA_OIF; null for an unreachable route, which hangs on no port of ours. */
  readonly linkIndex: number | null
  readonly gateway: Ipv6Address | null
  readonly metric: number
  readonly table: number
  /** RTPROT_*: 2 kernel, 9 learnt from an RA, {@link KD6_PROTOCOL} ours. */
  readonly protocol: number
  /** RTA_EXPIRES, or Infinity. */
  readonly expires: Seconds
}

/** RTPROT_* and IFA_PROTO value of all that kd6 installs, by which it is recognised after a restart. */
export const KD6_PROTOCOL = 107
export const MAIN_TABLE = 254

export type KernelChange =
  | { readonly do: 'setLinkUp'; readonly linkIndex: number }
  | {
      /**
       * Adds the address, or updates its lifetimes. Marked with {@link KD6_PROTOCOL}. The kernel makes no route of its
       * prefix, which would bear no mark and outlive the address.
       */
      readonly do: 'replaceAddress'
      readonly linkIndex: number
      readonly address: Ipv6Address
      readonly prefixLength: number
      readonly preferred: Seconds
      readonly valid: Seconds
    }
  | {
      readonly do: 'removeAddress'
      readonly linkIndex: number
      readonly address: Ipv6Address
      readonly prefixLength: number
    }
  | { readonly do: 'replaceRoute'; readonly route: Route }
  | { readonly do: 'removeRoute'; readonly route: Route }

export type KernelEvent =
  | { readonly type: 'link'; readonly link: Link; readonly removed: boolean }
  | { readonly type: 'address'; readonly address: LinkAddress; readonly removed: boolean }
  | { readonly type: 'route'; readonly route: Route; readonly removed: boolean }
  /** Notifications were lost and all was dumped anew: whatever was concluded from the view must be again. */
  | { readonly type: 'resync' }

/**
 * The kernel's IPv6 state over rtnetlink. The view is complete after `start` and true up to the last event
 * delivered; routes are held where they are default routes or marked as ours.
 */
export interface Netlink {
  start(): Promise<Fault | null>
  readonly links: ReadonlyMap<number, Link>
  linkByName(name: string): Link | null
  addressesOf(linkIndex: number): readonly LinkAddress[]
  /** Default routes of the main table and all routes marked {@link KD6_PROTOCOL}. */
  routes(): readonly Route[]
  /** Returns the way to end the subscription. */
  subscribe(listener: (event: KernelEvent) => void): () => void
  /**
   * Sends all in one go, in order. One result per change; null is success. Never rejects. Resolves as soon as the kernel
   * has answered; the view follows with its notifications, in the next turn of the event loop.
   */
  apply(changes: readonly KernelChange[]): Promise<(Fault | null)[]>
  close(): void
}
