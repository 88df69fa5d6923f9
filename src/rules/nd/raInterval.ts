import { drawBetween, type RandomState } from '../../values/random.ts'
import { instant, later, type Instant, type Seconds } from '../../values/time.ts'
import {
  MAX_INITIAL_RTR_ADVERT_INTERVAL,
  MAX_RA_DELAY_TIME,
  MIN_DELAY_BETWEEN_RAS,
  PROMPT_RA_DELAY,
  type AdvertiserTiming,
} from './variables.ts'

/** RFC 8319 §4 raises RFC 4861's 1800 s. */
const LONGEST_INTERVAL: Seconds = 65_535
const SHORTEST_MAX_INTERVAL: Seconds = 4
const SHORTEST_MIN_INTERVAL: Seconds = 3

export interface RtrAdvIntervals {
  readonly MaxRtrAdvInterval: Seconds
  readonly MinRtrAdvInterval: Seconds
}

/**
 * RFC 4861 §6.2.1: both intervals brought into their ranges. Without `min` it is the default for `max`, which below
 * 9 s is `max` itself and so lies outside the range that holds for a chosen one.
 */
export function rtrAdvIntervals(max: Seconds, min: Seconds | null = null): RtrAdvIntervals {
  const MaxRtrAdvInterval = clamp(max, SHORTEST_MAX_INTERVAL, LONGEST_INTERVAL)
  const byDefault = MaxRtrAdvInterval >= 9 ? 0.33 * MaxRtrAdvInterval : MaxRtrAdvInterval
  const MinRtrAdvInterval =
    min === null ? byDefault : clamp(min, SHORTEST_MIN_INTERVAL, 0.75 * MaxRtrAdvInterval)
  return { MaxRtrAdvInterval, MinRtrAdvInterval }
}

/**
 * RFC 4861 §6.2.4: the time until the next unsolicited multicast Router Advertisement, uniform between the two
 * intervals; among the `quick` ones (the first after a start or a change) at most MAX_INITIAL_RTR_ADVERT_INTERVAL.
 */
export function drawRtrAdvInterval(
  { MinRtrAdvInterval, MaxRtrAdvInterval }: RtrAdvIntervals,
  quick: boolean,
  random: RandomState,
): { value: Seconds; next: RandomState } {
  const { value, next } = drawBetween(random, MinRtrAdvInterval, MaxRtrAdvInterval)
  const longest = quick ? MAX_INITIAL_RTR_ADVERT_INTERVAL : MaxRtrAdvInterval
  return { value: clamp(value, MIN_DELAY_BETWEEN_RAS, longest), next }
}

/** RFC 4861 §6.2.6: what a solicitation waits for its answer. `calm`: no other router is heard, and no storm. */
export function drawAnswerDelay(
  { solicitedDelay }: Pick<AdvertiserTiming, 'solicitedDelay'>,
  calm: boolean,
  random: RandomState,
): { value: Seconds; next: RandomState } {
  const byNeed = calm ? PROMPT_RA_DELAY : MAX_RA_DELAY_TIME
  return drawBetween(random, 0, solicitedDelay === 'auto' ? byNeed : solicitedDelay)
}

/** The first moment from `at` on that keeps MIN_DELAY_BETWEEN_RAS to the last multicast one (null: none yet). */
export function multicastFrom(at: Instant, lastMulticast: Instant | null): Instant {
  if (lastMulticast === null) return at
  return instant(Math.max(at, later(lastMulticast, MIN_DELAY_BETWEEN_RAS)))
}

/** RFC 4861 §6.2.6: when a solicitation that came `at` gets its answer by multicast. */
export function multicastAnswerAt(at: Instant, lastMulticast: Instant | null, delay: Seconds): Instant {
  return later(multicastFrom(at, lastMulticast), delay)
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high)
}
