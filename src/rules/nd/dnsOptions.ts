import type { Ipv6Address } from '../../values/ipv6Address.ts'
import type { Instant, Seconds } from '../../values/time.ts'
import { NdOptionType, type NdOption } from '../../wire/nd/option.ts'
import type { Announced, ToldValue } from './announced.ts'
import type { AdvertisedContents } from './contents.ts'
import { optionLifetime } from './lifetimes.ts'
import type { AdvertiserFields } from './variables.ts'

/** RFC 8106 says a list in as many options as it takes; these keep one far under the smallest MTU. */
const OCTETS_PER_OPTION = 512
const ADDRESS_OCTETS = 16
/** The root cannot be told from the padding behind it. */
const ROOT = '.'

/**
 * RFC 8106 §5.1, §5.2. What is gone is taken back beside what is current, for hosts merge all they hear; it is said
 * for as long as they may hold it.
 */
export function dnsOptions(
  contents: AdvertisedContents,
  announced: Announced,
  variables: AdvertiserFields,
  now: Instant,
): NdOption[] {
  const domains = contents.searchDomains.filter(domain => domain !== ROOT)
  const lifetime = optionLifetime(contents.dnsUntil, contents, variables, now)
  const oldServers = withdrawn(announced.dnsServers, contents.dnsServers, now)
  const oldDomains = withdrawn(announced.searchDomains, domains, now)
  return [
    ...portions(contents.dnsServers, () => ADDRESS_OCTETS).map(servers => rdnss(servers, lifetime)),
    ...portions(oldServers, () => ADDRESS_OCTETS).map(servers => rdnss(servers, 0)),
    ...portions(domains, octets).map(some => dnssl(some, lifetime)),
    ...portions(oldDomains, octets).map(some => dnssl(some, 0)),
  ]
}

function rdnss(servers: readonly Ipv6Address[], lifetime: Seconds): NdOption {
  return { type: NdOptionType.RDNSS, lifetime, servers }
}

function dnssl(domains: readonly string[], lifetime: Seconds): NdOption {
  return { type: NdOptionType.DNSSL, lifetime, domains }
}

function withdrawn<Value>(
  told: readonly ToldValue<Value>[],
  current: readonly Value[],
  now: Instant,
): Value[] {
  return told
    .filter(({ value, heldUntil }) => heldUntil > now && !current.includes(value))
    .map(({ value }) => value)
}

/** At most what the text has, and the length octet and the end of it. */
function octets(domain: string): number {
  return domain.length + 2
}

function portions<Item>(items: readonly Item[], octetsOf: (item: Item) => number): Item[][] {
  const all: Item[][] = []
  let room = 0
  for (const item of items) {
    room -= octetsOf(item)
    if (all.length === 0 || room < 0) {
      all.push([])
      room = OCTETS_PER_OPTION - octetsOf(item)
    }
    all.at(-1)!.push(item)
  }
  return all
}
