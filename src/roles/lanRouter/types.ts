import type { PortSelection } from '../../config/portSelection.ts'
import type { Plan } from '../../planner/plan.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import type { NdSocket } from '../../ports/ndSocket.ts'
import type { Netlink } from '../../ports/netlink.ts'
import type { RandomSource } from '../../ports/randomSource.ts'
import type { Store } from '../../ports/store.ts'
import type { Ipv6Prefix } from '../../values/ipv6Prefix.ts'
import type { AdvertiserVariables } from '../../rules/nd/variables.ts'
import type { AdvertiserStatus } from '../advertiser.ts'
import type { Deadlines } from '../deadlines.ts'
import type { SysctlKeeper } from './sysctlKeeper.ts'

export interface LanPortSettings {
  /** The lower 64 bits of the router's own address. */
  readonly routerAddress: bigint | 'eui64'
  readonly sends: boolean
  readonly onLink: boolean
  readonly autonomous: boolean
  readonly variables: AdvertiserVariables
}

export interface LanRouterSettings {
  readonly lanPorts: PortSelection
  readonly lan: (name: string) => LanPortSettings
  readonly chosenSubnetIds: ReadonlyMap<string, bigint>
  /** In the order in which their delegations are used. */
  readonly wans: readonly string[]
  /** WANs whose default route leads to the DHCPv6 server, for as long as the lease runs. */
  readonly routedToServer: ReadonlySet<string>
  readonly manageSysctl: boolean
}

export interface LanRouterSurroundings {
  readonly clock: Clock
  readonly deadlines: Deadlines
  readonly netlink: Netlink
  readonly ndSocket: NdSocket
  readonly sysctls: SysctlKeeper
  readonly store: Store
  readonly random: RandomSource
  readonly log: Log
}

/** What an earlier run left. */
export interface LanRouterMemory {
  readonly subnetIds: ReadonlyMap<string, bigint>
  /** Delegations whose addresses and routes may still be in the kernel. */
  readonly delegations: readonly Ipv6Prefix[]
}

export interface LanStatus {
  readonly name: string
  readonly present: boolean
  readonly prefixes: Plan['links'][number]['prefixes']
  readonly advertiser: AdvertiserStatus
}

export interface LanRouterStatus {
  readonly lans: readonly LanStatus[]
  /** Whether there is a default route to offer to hosts. */
  readonly uplink: boolean
  readonly counters: Readonly<Record<string, number>>
  /** What an administrator should know about the plan. */
  readonly problems: readonly string[]
}
