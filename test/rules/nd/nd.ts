import { NOTHING_ANNOUNCED } from '../../../src/rules/nd/announced.ts'
import type { Occasion } from '../../../src/rules/nd/buildRouterAdvertisement.ts'
import type { AdvertisedContents, AdvertisedPrefix } from '../../../src/rules/nd/contents.ts'
import { DEFAULT_VARIABLES } from '../../../src/rules/nd/variables.ts'
import { parseIpv6Address } from '../../../src/values/ipv6Address.ts'
import { parseIpv6Prefix } from '../../../src/values/ipv6Prefix.ts'
import { NEVER, instant, later, type Instant } from '../../../src/values/time.ts'

/** What tests of Router Advertisements are made of. Lifetimes count from NOW. */
export const NOW = instant(1_000_000)

export const address = (text: string) => parseIpv6Address(text)!
export const prefix = (text: string) => parseIpv6Prefix(text)!

export const LAN_PREFIX = prefix('2001:db8:0:2001::/64')
export const OTHER_PREFIX = prefix('2001:db8:0:3001::/64')
export const ULA_PREFIX = prefix('fd00:1:2:1::/64')

export const inSeconds = (seconds: number): Instant => later(NOW, seconds)

export function prefixFor(
  preferred: number,
  valid: number,
  more: Partial<AdvertisedPrefix> = {},
): AdvertisedPrefix {
  return {
    prefix: LAN_PREFIX,
    preferredUntil: inSeconds(preferred),
    validUntil: inSeconds(valid),
    onLink: true,
    autonomous: true,
    ...more,
  }
}

export function contents(more: Partial<AdvertisedContents> = {}): AdvertisedContents {
  return {
    prefixes: [prefixFor(100_000, 200_000)],
    stale: [],
    routes: [],
    dnsServers: [],
    searchDomains: [],
    dnsUntil: NEVER,
    uplink: true,
    ...more,
  }
}

export function occasion(more: Partial<Occasion> = {}): Occasion {
  return {
    contents: contents(),
    announced: NOTHING_ANNOUNCED,
    variables: DEFAULT_VARIABLES,
    linkLayerAddress: Uint8Array.of(2, 0, 0, 0, 0, 1),
    final: false,
    now: NOW,
    ...more,
  }
}
