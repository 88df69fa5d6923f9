import { drawRtrAdvInterval, multicastFrom } from '../../src/rules/nd/raInterval.ts'
import { MAX_INITIAL_RTR_ADVERTISEMENTS, MIN_DELAY_BETWEEN_RAS } from '../../src/rules/nd/variables.ts'
import { NEVER, instant, later, type Instant } from '../../src/values/time.ts'
import type { AdvertisementReason, AdvertiserContext, AdvertiserInput } from './types.ts'

type Update = Partial<AdvertiserContext>

export function initialContext({ timing, random }: AdvertiserInput): AdvertiserContext {
  return {
    timing,
    random,
    hasContents: false,
    lastMulticast: null,
    lastReason: 'initial',
    nextMulticast: NEVER,
    quick: 0,
    burst: 'initial',
    waiting: [],
    nextUnicast: NEVER,
    answered: [],
    otherRouterUntil: instant(-Infinity),
    finals: 0,
  }
}

/**
 * RFC 4861 §6.2.4: the first Router Advertisements after a start or a change. Hosts are waiting for it, so the first
 * leaves at once, or as soon as MIN_DELAY_BETWEEN_RAS allows.
 */
export function beginBurst(context: AdvertiserContext, burst: 'initial' | 'changed', at: Instant): Update {
  return {
    burst,
    quick: MAX_INITIAL_RTR_ADVERTISEMENTS,
    nextMulticast: multicastFrom(at, context.lastMulticast),
  }
}

/** RFC 4861 §6.2.4, §6.2.6: whatever it was for, a multicast one starts the interval anew and answers all who wait. */
export function multicastSent(context: AdvertiserContext, reason: AdvertisementReason, at: Instant): Update {
  const quick = Math.max(0, context.quick - 1)
  const interval = drawRtrAdvInterval(context.timing, quick > 0, context.random)
  return {
    random: interval.next,
    quick,
    lastMulticast: at,
    lastReason: reason,
    nextMulticast: later(at, interval.value),
  }
}

/** The one that failed counts neither among the quick ones nor as told; it is tried again after 3 s. */
export function retryMulticast(context: AdvertiserContext, at: Instant): Update {
  return {
    quick: Math.min(MAX_INITIAL_RTR_ADVERTISEMENTS, context.quick + 1),
    nextMulticast: later(at, MIN_DELAY_BETWEEN_RAS),
  }
}

/** RFC 4861 §6.2.5 gives the final ones no interval: as soon as allowed, since somebody waits for the end. */
export function finalSent(context: AdvertiserContext, at: Instant): Update {
  return {
    finals: context.finals - 1,
    lastMulticast: at,
    lastReason: 'final',
    nextMulticast: later(at, MIN_DELAY_BETWEEN_RAS),
  }
}
