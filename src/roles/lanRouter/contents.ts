import type { LinkPlan } from '../../planner/plan.ts'
import { leaseExpiry, type Lease } from '../../rules/dhcpv6/lease.ts'
import type { AdvertisedContents } from '../../rules/nd/contents.ts'
import { instant } from '../../values/time.ts'

/** What one LAN's hosts are to know: its prefixes, and the DNS that the leases brought (RFC 7084 L-11). */
export function lanContents(
  { prefixes }: LinkPlan,
  leases: readonly Lease[],
  uplink: boolean,
  flags: { readonly onLink: boolean; readonly autonomous: boolean },
): AdvertisedContents {
  return {
    prefixes: prefixes.map(({ prefix, preferredUntil, validUntil }) => ({
      prefix,
      preferredUntil,
      validUntil,
      ...flags,
    })),
    stale: [],
    routes: [],
    dnsServers: [...new Set(leases.flatMap(lease => lease.dnsServers))],
    searchDomains: [...new Set(leases.flatMap(lease => lease.searchDomains))],
    dnsUntil: instant(Math.max(0, ...leases.map(leaseExpiry))),
    uplink,
  }
}
