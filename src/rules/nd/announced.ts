import type { Ipv6Address } from '../../values/ipv6Address.ts'
import { samePrefix, type Ipv6Prefix } from '../../values/ipv6Prefix.ts'
import { instant, later, type Instant } from '../../values/time.ts'
import type { RouterAdvertisement } from '../../wire/nd/message.ts'
import { NdOptionType } from '../../wire/nd/option.ts'
import type { AdvertisedContents, StalePrefix } from './contents.ts'

/** How long hosts believe one thing that a link was told. */
export interface Told {
  /** By the last multicast. */
  readonly toldUntil: Instant
  /** By any packet at all, since a host may have missed the later ones. */
  readonly heldUntil: Instant
}

export interface ToldPrefix extends Told {
  readonly prefix: Ipv6Prefix
  readonly onLink: boolean
  readonly autonomous: boolean
  readonly preferredUntil: Instant
}

export interface ToldRoute extends Told {
  readonly prefix: Ipv6Prefix
}

export interface ToldValue<Value> extends Told {
  readonly value: Value
}

/** All that a link's hosts may still believe because of us (RFC 9096 §3.5). */
export interface Announced {
  readonly prefixes: readonly ToldPrefix[]
  readonly routes: readonly ToldRoute[]
  readonly dnsServers: readonly ToldValue<Ipv6Address>[]
  readonly searchDomains: readonly ToldValue<string>[]
  /** Whether the last multicast offered a default router; null before the first. */
  readonly defaultRouter: boolean | null
}

export const NOTHING_ANNOUNCED: Announced = {
  prefixes: [],
  routes: [],
  dnsServers: [],
  searchDomains: [],
  defaultRouter: null,
}

/**
 * More stale things than these of one kind are a delegation gone mad; those that end first are forgotten, so that
 * neither memory nor packets grow without end.
 */
const MOST_HELD = 256

/** What hosts believe once `advertisement` has left, to all of them or (`toAll` false) to one. */
export function recordAnnounced(
  announced: Announced,
  { options, routerLifetime }: RouterAdvertisement,
  toAll: boolean,
  now: Instant,
): Announced {
  const prefixes: ToldPrefix[] = []
  const routes: ToldRoute[] = []
  const dnsServers: ToldValue<Ipv6Address>[] = []
  const searchDomains: ToldValue<string>[] = []
  const until = (lifetime: number): Told => {
    const at = later(now, lifetime)
    return { toldUntil: toAll ? at : now, heldUntil: at }
  }
  for (const option of options) {
    if (option.type === NdOptionType.PREFIX_INFORMATION) {
      const { prefix, onLink, autonomous, preferred, valid } = option
      prefixes.push({ prefix, onLink, autonomous, preferredUntil: later(now, preferred), ...until(valid) })
    } else if (option.type === NdOptionType.ROUTE_INFORMATION) {
      routes.push({ prefix: option.prefix, ...until(option.lifetime) })
    } else if (option.type === NdOptionType.RDNSS) {
      for (const value of option.servers) dnsServers.push({ value, ...until(option.lifetime) })
    } else if (option.type === NdOptionType.DNSSL) {
      for (const value of option.domains) searchDomains.push({ value, ...until(option.lifetime) })
    }
  }
  const samePrefixIn = (a: ToldRoute, b: ToldRoute) => samePrefix(a.prefix, b.prefix)
  const sameValue = <V>(a: ToldValue<V>, b: ToldValue<V>) => a.value === b.value
  return {
    prefixes: merge(announced.prefixes, prefixes, samePrefixIn, toAll, now),
    routes: merge(announced.routes, routes, samePrefixIn, toAll, now),
    dnsServers: merge(announced.dnsServers, dnsServers, sameValue, toAll, now),
    searchDomains: merge(announced.searchDomains, searchDomains, sameValue, toAll, now),
    defaultRouter: toAll ? routerLifetime > 0 : announced.defaultRouter,
  }
}

/** Prefixes that hosts may hold and that are current no more; one that has come back is not among them. */
export function stalePrefixes(
  announced: Announced,
  { prefixes, stale }: AdvertisedContents,
  now: Instant,
): StalePrefix[] {
  const all: StalePrefix[] = announced.prefixes.map(({ prefix, onLink, autonomous, heldUntil }) => ({
    prefix,
    onLink,
    autonomous,
    until: heldUntil,
  }))
  for (const known of stale) {
    const index = all.findIndex(({ prefix }) => samePrefix(prefix, known.prefix))
    if (index < 0) all.push(known)
    else if (known.until > all[index]!.until) all[index] = { ...all[index]!, until: known.until }
  }
  return all.filter(
    ({ prefix, until }) => until > now && !prefixes.some(current => samePrefix(current.prefix, prefix)),
  )
}

function merge<Entry extends Told>(
  held: readonly Entry[],
  said: readonly Entry[],
  same: (a: Entry, b: Entry) => boolean,
  toAll: boolean,
  now: Instant,
): readonly Entry[] {
  const untouched = held.filter(entry => !said.some(other => same(entry, other)))
  const touched = said.map(entry => {
    const before = held.find(other => same(entry, other))
    if (before === undefined) return entry
    const heldUntil = instant(Math.max(before.heldUntil, entry.heldUntil))
    return { ...(toAll ? entry : before), heldUntil }
  })
  const living = [...touched, ...untouched].filter(entry => entry.heldUntil > now)
  return living.length <= MOST_HELD
    ? living
    : living.sort((a, b) => b.heldUntil - a.heldUntil).slice(0, MOST_HELD)
}
