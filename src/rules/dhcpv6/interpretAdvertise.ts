import type { Duid } from '../../values/duid.ts'
import type { Ipv6Address } from '../../values/ipv6Address.ts'
import type { Instant, Seconds } from '../../values/time.ts'
import type { Dhcpv6Message } from '../../wire/dhcpv6/message.ts'
import { findOption, OptionCode } from '../../wire/dhcpv6/option.ts'
import { grantedIaPds, type GrantedIaPd } from './grantedPrefixes.ts'
import { statusOf, type StatusReport } from './status.ts'

/** What one server offers. */
export interface Offer {
  readonly server: Duid
  readonly serverAddress: Ipv6Address
  /** 0 to 255; 255 asks to be taken at once (RFC 9915 §18.2.1). */
  readonly preference: number
  readonly iaPds: readonly GrantedIaPd[]
}

export interface InterpretedAdvertise {
  /** Null when the server has no prefix for us. */
  readonly offer: Offer | null
  readonly statuses: readonly StatusReport[]
  /** Option 82, whatever the rest says (RFC 9915 §18.2.9). */
  readonly solMaxRt: Seconds | null
}

/** A valid Advertise: the offer in it, or why it is none (RFC 9915 §18.2.9). */
export function interpretAdvertise(
  message: Dhcpv6Message,
  from: Ipv6Address,
  iaids: readonly number[],
  at: Instant,
): InterpretedAdvertise {
  const server = findOption(message.options, OptionCode.SERVERID)!.duid
  const top = statusOf(message.options, 'message')
  const iaPds = grantedIaPds(message.options, iaids, at)
  const statuses = [...(top === null ? [] : [top]), ...iaPds.flatMap(ia => ia.statuses)]
  const preference = findOption(message.options, OptionCode.PREFERENCE)?.preference ?? 0
  const offers = top === null && iaPds.some(ia => ia.prefixes.length > 0)
  return {
    offer: offers ? { server, serverAddress: from, preference, iaPds } : null,
    statuses,
    solMaxRt: findOption(message.options, OptionCode.SOL_MAX_RT)?.seconds ?? null,
  }
}

/**
 * RFC 9915 §18.2.9: the highest preference first; among equals the one with more of what we asked for, then with
 * more room; then the one heard first.
 */
export function compareOffers(a: Offer, b: Offer): number {
  return b.preference - a.preference || served(b) - served(a) || shortest(a) - shortest(b)
}

function served(offer: Offer): number {
  return offer.iaPds.filter(ia => ia.prefixes.length > 0).length
}

function shortest(offer: Offer): number {
  return Math.min(128, ...offer.iaPds.flatMap(ia => ia.prefixes.map(leased => leased.prefix.length)))
}
