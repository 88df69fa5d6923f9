import { isLinkLocal } from '../../values/ipv6Address.ts'
import { samePrefix } from '../../values/ipv6Prefix.ts'
import type { Instant, Seconds } from '../../values/time.ts'
import { NdMessageType, type RouterAdvertisement } from '../../wire/nd/message.ts'
import { NdOptionType, type NdOption } from '../../wire/nd/option.ts'
import { stalePrefixes, type Announced } from './announced.ts'
import { routerLifetime, type AdvertisedContents, type StalePrefix } from './contents.ts'
import { dnsOptions } from './dnsOptions.ts'
import { optionLifetime, prefixLifetimes } from './lifetimes.ts'
import type { AdvertiserFields } from './variables.ts'

/** SLAAC wants identifiers of 64 bits on every link there is (RFC 4862 §5.5.3 d, RFC 4291 §2.5.1). */
const AUTONOMOUS_LENGTH = 64

export interface Occasion {
  readonly contents: AdvertisedContents
  readonly announced: Announced
  readonly variables: AdvertiserFields
  /** Of the port it leaves by; empty where the port has none. */
  readonly linkLayerAddress: Uint8Array
  /** One of the last, by which we cease to be a router here (RFC 4861 §6.2.5). */
  readonly final: boolean
  readonly now: Instant
}

/** RFC 4861 §6.2.3: what is to be said now, whole; {@link splitRouterAdvertisement} fits it to the link. */
export function buildRouterAdvertisement(occasion: Occasion): RouterAdvertisement {
  const { contents, announced, variables, final, now } = occasion
  const lifetime = final ? 0 : routerLifetime(contents, variables, now)
  return {
    type: NdMessageType.ROUTER_ADVERTISEMENT,
    currentHopLimit: variables.AdvCurHopLimit,
    managed: variables.AdvManagedFlag,
    other: variables.AdvOtherConfigFlag,
    // RFC 4191 §2.2: a router that is none by default has no preference.
    preference: lifetime === 0 ? 'medium' : variables.AdvDefaultPreference,
    routerLifetime: lifetime,
    reachableTime: variables.AdvReachableTime,
    retransTimer: variables.AdvRetransTimer,
    options: [
      ...linkOptions(occasion),
      ...prefixOptions(occasion),
      ...routeOptions(occasion),
      ...dnsOptions(contents, announced, variables, now),
    ],
  }
}

function linkOptions({ linkLayerAddress, variables }: Occasion): NdOption[] {
  const options: NdOption[] = []
  if (linkLayerAddress.length > 0) {
    options.push({ type: NdOptionType.SOURCE_LINK_LAYER_ADDRESS, linkLayerAddress })
  }
  if (variables.AdvLinkMTU > 0) options.push({ type: NdOptionType.MTU, mtu: variables.AdvLinkMTU })
  return options
}

/** Current prefixes first: where all does not fit one packet, the first brings a host online. */
function prefixOptions({ contents, announced, variables, final, now }: Occasion): NdOption[] {
  const withdrawn = final && variables.withdrawsPrefixes
  const current = contents.prefixes
    .filter(({ prefix }) => !isLinkLocal(prefix.address))
    .map(prefix => {
      const lifetimes = withdrawn ? NONE : prefixLifetimes(prefix, variables, now)
      const autonomous = prefix.autonomous && prefix.prefix.length === AUTONOMOUS_LENGTH
      return prefixInformation({ ...prefix, autonomous }, lifetimes)
    })
  const stale = stalePrefixes(announced, contents, now).map(prefix => prefixInformation(prefix, NONE))
  return [...current, ...stale]
}

const NONE = { preferred: 0, valid: 0 }

function prefixInformation(
  { prefix, onLink, autonomous }: Omit<StalePrefix, 'until'>,
  lifetimes: { readonly preferred: Seconds; readonly valid: Seconds },
): NdOption {
  return {
    type: NdOptionType.PREFIX_INFORMATION,
    prefix,
    onLink,
    autonomous,
    routerAddress: null,
    dhcpv6PdPreferred: false,
    ...lifetimes,
  }
}

function routeOptions({ contents, announced, variables, now }: Occasion): NdOption[] {
  const type = NdOptionType.ROUTE_INFORMATION
  const current = contents.routes.map(({ prefix, preference, until }) => ({
    type,
    prefix,
    preference,
    lifetime: optionLifetime(until, contents, variables, now),
  }))
  const withdrawn = announced.routes
    .filter(
      ({ prefix, heldUntil }) =>
        heldUntil > now && !contents.routes.some(route => samePrefix(route.prefix, prefix)),
    )
    .map(({ prefix }) => ({ type, prefix, preference: 'medium' as const, lifetime: 0 }))
  return [...current, ...withdrawn]
}
