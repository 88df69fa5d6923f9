import { plan, type Delegation, type Plan } from '../../planner/plan.ts'
import type { Log } from '../../ports/log.ts'
import type { Netlink } from '../../ports/netlink.ts'
import { leasedPrefixes, type Lease } from '../../rules/dhcpv6/lease.ts'
import { formatIpv6Address, type Ipv6Address } from '../../values/ipv6Address.ts'
import { formatIpv6Prefix, type Ipv6Prefix } from '../../values/ipv6Prefix.ts'
import type { Instant } from '../../values/time.ts'
import { interfaceId } from './interfaceId.ts'
import type { LanPort } from './lanPort.ts'
import type { LanRouterSettings } from './types.ts'

/** The plan for these ports and what is still valid of these leases, in their order. */
export function planFor(
  ports: readonly Pick<LanPort, 'name' | 'addressesInUse'>[],
  leases: readonly Lease[],
  subnetIds: ReadonlyMap<string, bigint>,
  settings: LanRouterSettings,
  netlink: Netlink,
  now: Instant,
): Plan {
  return plan({
    delegations: leases.flatMap(lease => delegations(lease, now)),
    links: ports.map(({ name, addressesInUse }, position) => {
      const hardwareAddress = netlink.linkByName(name)?.hardwareAddress ?? new Uint8Array()
      return {
        name,
        position,
        chosenSubnetId: settings.chosenSubnetIds.get(name) ?? null,
        interfaceId: interfaceId(settings.lan(name).routerAddress, hardwareAddress, addressesInUse),
      }
    }),
    subnetIds,
  })
}

function delegations(lease: Lease, now: Instant): Delegation[] {
  return leasedPrefixes(lease)
    .filter(leased => leased.validUntil > now)
    .map(({ prefix, preferredUntil, validUntil, excluded }) => ({
      prefix,
      preferredUntil,
      validUntil,
      ...(excluded === null ? {} : { excluded }),
    }))
}

/** Says what each port has now that it did not have before. */
export function logAssignments(before: Plan, now: Plan, log: Log): void {
  for (const { name, prefixes } of now.links) {
    const had = new Set(before.links.find(link => link.name === name)?.prefixes.map(textOf))
    for (const planned of prefixes.filter(candidate => !had.has(textOf(candidate)))) {
      const router = formatIpv6Address(planned.routerAddress)
      log.info(`assigned ${formatIpv6Prefix(planned.prefix)}`, { if: name, router })
    }
  }
}

function textOf({ prefix, routerAddress }: { prefix: Ipv6Prefix; routerAddress: Ipv6Address }): string {
  return `${prefix.address}/${prefix.length} ${routerAddress}`
}
