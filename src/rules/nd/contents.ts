import { isUniqueLocal, type Ipv6Address } from '../../values/ipv6Address.ts'
import type { Ipv6Prefix } from '../../values/ipv6Prefix.ts'
import type { Instant, Seconds } from '../../values/time.ts'

/** A prefix of the link, with the moments at which what it was derived from is deprecated and ends. */
export interface AdvertisedPrefix {
  readonly prefix: Ipv6Prefix
  readonly preferredUntil: Instant
  readonly validUntil: Instant
  readonly onLink: boolean
  readonly autonomous: boolean
}

/** A prefix that hosts may still hold and must not use (RFC 9096 §3.5), said until `until`. */
export interface StalePrefix {
  readonly prefix: Ipv6Prefix
  readonly onLink: boolean
  readonly autonomous: boolean
  readonly until: Instant
}

/** A route to more than the link itself (RFC 4191 §2.3). */
export interface AdvertisedRoute {
  readonly prefix: Ipv6Prefix
  readonly preference: 'high' | 'medium' | 'low'
  readonly until: Instant
}

/** What one link's hosts are to know. What they were told before and is not here any more is taken back. */
export interface AdvertisedContents {
  readonly prefixes: readonly AdvertisedPrefix[]
  /** Stale ones that the advertiser cannot know of: a delegation that came with a valid lifetime of 0. */
  readonly stale: readonly StalePrefix[]
  readonly routes: readonly AdvertisedRoute[]
  readonly dnsServers: readonly Ipv6Address[]
  readonly searchDomains: readonly string[]
  readonly dnsUntil: Instant
  /** Whether there is a default route to offer (RFC 7084 G-4). */
  readonly uplink: boolean
}

/**
 * RFC 7084 G-4, L-4 and ULA-2: a default router only with a way out and a prefix that is valid outside; otherwise 0.
 */
export function routerLifetime(
  { uplink, prefixes }: AdvertisedContents,
  { AdvDefaultLifetime }: { readonly AdvDefaultLifetime: Seconds },
  now: Instant,
): Seconds {
  const reachesOut = prefixes.some(
    ({ prefix, validUntil }) => validUntil > now && !isUniqueLocal(prefix.address),
  )
  return uplink && reachesOut ? AdvDefaultLifetime : 0
}
