import type { StateId } from '../../../machines/states.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Dhcpv6Sockets } from '../../ports/dhcpv6Socket.ts'
import type { LinkCounters } from '../../ports/linkCounters.ts'
import type { Log } from '../../ports/log.ts'
import type { Netlink } from '../../ports/netlink.ts'
import type { Store } from '../../ports/store.ts'
import type { Lease } from '../../rules/dhcpv6/lease.ts'
import type { Duid } from '../../values/duid.ts'
import type { Instant, Seconds } from '../../values/time.ts'
import type { Deadlines } from '../deadlines.ts'

export interface RequestingRouterSettings {
  readonly linkName: string
  readonly iaid: number
  /** Length to ask for; null gives no hint. */
  readonly prefixHint: number | null
  readonly rapidCommit: boolean
  readonly releaseOnStop: boolean
  /** Upper limit of the delay before the first Solicit at the start, and when carrier rises later. */
  readonly firstSolicitDelay: Seconds
  readonly laterSolicitDelay: Seconds
}

/** What a lease is for. */
export interface Downstream {
  /** Puts the lease's subnets on the LANs; resolves with the number of refused changes. Never rejects. */
  install(wan: string, lease: Lease): Promise<number>
  /** Takes them back. `stopping`: the whole daemon is about to, so that is left to it. */
  withdraw(wan: string, why: 'gone' | 'stopping'): void
  /** Tells the hosts, once the lease's addresses and routes are there. */
  advertise(): void
}

export interface RequestingRouterSurroundings {
  readonly client: Duid
  readonly clock: Clock
  readonly deadlines: Deadlines
  readonly sockets: Dhcpv6Sockets
  readonly netlink: Netlink
  readonly counters: LinkCounters
  readonly store: Store
  readonly log: Log
  readonly downstream: Downstream
}

export interface RequestingRouterStatus {
  readonly linkName: string
  readonly state: StateId
  readonly detail: string | null
  readonly since: Instant
  /** What the port lacks, in words; null when it is ready. */
  readonly waitingFor: string | null
  readonly iaid: number
  readonly lease: Lease | null
  readonly counters: Readonly<Record<string, number>>
}
