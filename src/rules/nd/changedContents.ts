import { samePrefix, type Ipv6Prefix } from '../../values/ipv6Prefix.ts'
import { later, type Instant, type Seconds } from '../../values/time.ts'
import type { Announced } from './announced.ts'
import { routerLifetime, type AdvertisedContents, type AdvertisedPrefix } from './contents.ts'
import { optionLifetime, prefixLifetimes } from './lifetimes.ts'
import type { AdvertiserFields } from './variables.ts'

/** What hosts must know before the interval has passed. */
export type ContentsChange = 'first' | 'prefixes' | 'routes' | 'dns' | 'defaultRouter' | 'lifetimes'

/** A server that counts down sends ends that waver by its rounding, and ours; that is no news. */
const ROUNDING: Seconds = 2

/** What a change of contents is judged by. */
export interface Judgement {
  readonly announced: Announced
  readonly variables: AdvertiserFields
  /** When the next Router Advertisement to all nodes leaves anyway. */
  readonly nextMulticast: Instant
  readonly now: Instant
}

/**
 * Why `next` is worth telling at once (RFC 4861 §6.2.4), or null. A renewal is not: the next periodic Router
 * Advertisement carries it. But it is where what hosts were told ends before that one, or outlasts what there is.
 */
export function changedContents(
  previous: AdvertisedContents | null,
  next: AdvertisedContents,
  judgement: Judgement,
): ContentsChange | null {
  if (previous === null) return 'first'
  if (!sameSet(previous.prefixes, next.prefixes, sameFlags)) return 'prefixes'
  if (!sameSet(previous.stale, next.stale, samePrefixOf)) return 'prefixes'
  if (changesDefaultRouter(next, judgement)) return 'defaultRouter'
  if (!sameSet(previous.routes, next.routes, (a, b) => samePrefixOf(a, b) && a.preference === b.preference)) {
    return 'routes'
  }
  if (!sameSet(previous.dnsServers, next.dnsServers, Object.is)) return 'dns'
  if (!sameSet(previous.searchDomains, next.searchDomains, Object.is)) return 'dns'
  return toldAndTrue(next, judgement).some(pair => isNews(pair, judgement)) ? 'lifetimes' : null
}

function changesDefaultRouter(next: AdvertisedContents, { announced, variables, now }: Judgement): boolean {
  const offered = announced.defaultRouter
  return offered !== null && offered !== routerLifetime(next, variables, now) > 0
}

/** Until when hosts believe a thing, and until when they would if they were told now. */
interface Horizon {
  readonly told: Instant
  readonly true: Instant
}

function toldAndTrue(next: AdvertisedContents, { announced, variables, now }: Judgement): Horizon[] {
  const horizons: Horizon[] = []
  for (const told of announced.prefixes) {
    const current = next.prefixes.find(prefix => samePrefixOf(prefix, told))
    if (current === undefined) continue
    const { preferred, valid } = prefixLifetimes(current, variables, now)
    horizons.push({ told: told.preferredUntil, true: later(now, preferred) })
    horizons.push({ told: told.toldUntil, true: later(now, valid) })
  }
  for (const told of announced.routes) {
    const current = next.routes.find(route => samePrefixOf(route, told))
    if (current === undefined) continue
    const lifetime = optionLifetime(current.until, next, variables, now)
    horizons.push({ told: told.toldUntil, true: later(now, lifetime) })
  }
  const dns = later(now, optionLifetime(next.dnsUntil, next, variables, now))
  for (const told of announced.dnsServers) {
    if (next.dnsServers.includes(told.value)) horizons.push({ told: told.toldUntil, true: dns })
  }
  for (const told of announced.searchDomains) {
    if (next.searchDomains.includes(told.value)) horizons.push({ told: told.toldUntil, true: dns })
  }
  return horizons
}

function isNews(horizon: Horizon, { nextMulticast, now }: Judgement): boolean {
  const outlasts = horizon.told > Math.max(now, later(horizon.true, ROUNDING))
  const lapses = horizon.told < nextMulticast && horizon.true > later(horizon.told, ROUNDING)
  return outlasts || lapses
}

function sameFlags(a: AdvertisedPrefix, b: AdvertisedPrefix): boolean {
  return samePrefixOf(a, b) && a.onLink === b.onLink && a.autonomous === b.autonomous
}

function samePrefixOf(a: { readonly prefix: Ipv6Prefix }, b: { readonly prefix: Ipv6Prefix }): boolean {
  return samePrefix(a.prefix, b.prefix)
}

/** Whether each of either is in the other; order says nothing. */
function sameSet<Item>(a: readonly Item[], b: readonly Item[], same: (a: Item, b: Item) => boolean): boolean {
  return a.length === b.length && a.every(item => b.some(other => same(item, other)))
}
