import type { Seconds } from '../../values/time.ts'

/** RFC 4861 §10, router constants. */
export const MAX_INITIAL_RTR_ADVERT_INTERVAL: Seconds = 16
export const MAX_INITIAL_RTR_ADVERTISEMENTS = 3
export const MAX_FINAL_RTR_ADVERTISEMENTS = 3
export const MIN_DELAY_BETWEEN_RAS: Seconds = 3
export const MAX_RA_DELAY_TIME: Seconds = 0.5

/** RFC 9096 §4 */
export const ND_PREFERRED_LIMIT: Seconds = 2700
export const ND_VALID_LIMIT: Seconds = 5400

/** Where nobody else may answer at the same moment, a host is not kept waiting; a deviation from RFC 4861 §6.2.6. */
export const PROMPT_RA_DELAY: Seconds = 0.004

/**
 * When a Router Solicitation is answered to its sender alone (RFC 4861 §6.2.6, RFC 7772 §5.1): `auto` when it brought
 * the sender's link-layer address, so that no Neighbor Solicitation comes of it; `always` when there is a sender.
 */
export type UnicastAnswers = 'auto' | 'always' | 'never'

/** When one port's Router Advertisements leave. */
export interface AdvertiserTiming {
  readonly MaxRtrAdvInterval: Seconds
  readonly MinRtrAdvInterval: Seconds
  /**
   * An answer waits for a random time up to this; 0 answers at once. `auto` is MAX_RA_DELAY_TIME where another router
   * is heard or many solicit, else {@link PROMPT_RA_DELAY}.
   */
  readonly solicitedDelay: Seconds | 'auto'
  readonly unicastAnswers: UnicastAnswers
}

/** What one port's Router Advertisements say beside its prefixes. */
export interface AdvertiserFields {
  readonly AdvManagedFlag: boolean
  readonly AdvOtherConfigFlag: boolean
  /** RFC 4191 §2.2 */
  readonly AdvDefaultPreference: 'high' | 'medium' | 'low'
  /** Octets; 0 sends no MTU option. */
  readonly AdvLinkMTU: number
  /** Milliseconds; 0 is unspecified. */
  readonly AdvReachableTime: number
  /** Milliseconds; 0 is unspecified. */
  readonly AdvRetransTimer: number
  readonly AdvCurHopLimit: number
  readonly AdvDefaultLifetime: Seconds
  /** The most that is told of a prefix; what remains of it is told where that is less (RFC 9096 §3.3, §3.4). */
  readonly AdvValidLifetime: Seconds
  readonly AdvPreferredLifetime: Seconds
  /** The same limit for routes, DNS servers and search domains. */
  readonly optionLifetime: Seconds
  /** Whether the last Router Advertisements take back the prefixes too, not only the default router. */
  readonly withdrawsPrefixes: boolean
}

/** The variables of an advertising interface (RFC 4861 §6.2.1), already within their ranges. */
export type AdvertiserVariables = AdvertiserTiming & AdvertiserFields

/** RFC 4861 §6.2.1 with the lifetimes of RFC 9096 §3.4. */
export const DEFAULT_VARIABLES: AdvertiserVariables = {
  MaxRtrAdvInterval: 600,
  MinRtrAdvInterval: 198,
  solicitedDelay: 'auto',
  unicastAnswers: 'auto',
  AdvManagedFlag: false,
  AdvOtherConfigFlag: false,
  AdvDefaultPreference: 'medium',
  AdvLinkMTU: 0,
  AdvReachableTime: 0,
  AdvRetransTimer: 0,
  AdvCurHopLimit: 64,
  AdvDefaultLifetime: ND_PREFERRED_LIMIT,
  AdvValidLifetime: ND_VALID_LIMIT,
  AdvPreferredLifetime: ND_PREFERRED_LIMIT,
  optionLifetime: ND_VALID_LIMIT,
  withdrawsPrefixes: false,
}
