import type { Duid } from '../../values/duid.ts'
import type { Ipv6Address } from '../../values/ipv6Address.ts'
import type { Ipv6Prefix } from '../../values/ipv6Prefix.ts'
import { NEVER, type Instant } from '../../values/time.ts'

/** A delegated prefix as the server last said it, with absolute ends (RFC 9915 §21.22). */
export interface LeasedPrefix {
  readonly prefix: Ipv6Prefix
  readonly preferredUntil: Instant
  readonly validUntil: Instant
  /** RFC 6603: never to be used on a downstream link. */
  readonly excluded: Ipv6Prefix | null
}

export interface LeasedIaPd {
  readonly iaid: number
  readonly prefixes: readonly LeasedPrefix[]
}

/** All that one server granted one requesting router. */
export interface Lease {
  readonly server: Duid
  /** Where the last Reply came from, a link-local address. */
  readonly serverAddress: Ipv6Address
  readonly obtainedAt: Instant
  /** The earliest T1 and T2 of all IAs (RFC 9915 §18.2.4); NEVER for infinity. */
  readonly t1: Instant
  readonly t2: Instant
  readonly iaPds: readonly LeasedIaPd[]
  readonly dnsServers: readonly Ipv6Address[]
  readonly searchDomains: readonly string[]
}

export function leasedPrefixes(lease: Lease): LeasedPrefix[] {
  return lease.iaPds.flatMap(ia => ia.prefixes)
}

/** When the last valid lifetime ends, the end of Rebind (RFC 9915 §18.2.5). The past for an empty lease. */
export function leaseExpiry(lease: Lease): Instant {
  return Math.max(0, ...leasedPrefixes(lease).map(leased => leased.validUntil)) as Instant
}

/** Without the prefixes whose valid lifetime is over at `now`; IAs stay, so that they are asked for (§18.2.4). */
export function withoutExpired(lease: Lease, now: Instant): Lease {
  return {
    ...lease,
    iaPds: lease.iaPds.map(ia => ({
      ...ia,
      prefixes: ia.prefixes.filter(leased => leased.validUntil > now),
    })),
  }
}

/** The same lease on a clock that reads `shift` milliseconds more: after a reboot instants count from elsewhere. */
export function shiftLease(lease: Lease, shift: number): Lease {
  const move = (at: Instant): Instant => (at === NEVER ? NEVER : ((at + shift) as Instant))
  return {
    ...lease,
    obtainedAt: move(lease.obtainedAt),
    t1: move(lease.t1),
    t2: move(lease.t2),
    iaPds: lease.iaPds.map(ia => ({
      ...ia,
      prefixes: ia.prefixes.map(leased => ({
        ...leased,
        preferredUntil: move(leased.preferredUntil),
        validUntil: move(leased.validUntil),
      })),
    })),
  }
}
