import { drawAnswerDelay, multicastAnswerAt } from '../../src/rules/nd/raInterval.ts'
import { MIN_DELAY_BETWEEN_RAS } from '../../src/rules/nd/variables.ts'
import { UNSPECIFIED, type Ipv6Address } from '../../src/values/ipv6Address.ts'
import { later, type Instant } from '../../src/values/time.ts'
import type { AdvertiserContext, AnsweredHost, RouterSolicitationEvent } from './types.ts'

type Update = Partial<AdvertiserContext>

/** More hosts than these at a moment are better served by one multicast. */
const MOST_WAITING = 16
/** Unicast answers in any MIN_DELAY_BETWEEN_RAS; a flood from invented sources gets no more, only the multicast. */
const MOST_ANSWERED = 64
/** From as many on, answers wait the RFC's time, so that more come together. */
const STORM = 8

/**
 * RFC 4861 §6.2.6, RFC 7772 §5.1. A host is answered by unicast once in MIN_DELAY_BETWEEN_RAS; one that asks again
 * so soon did not get it, and is helped by a multicast. Where the next multicast comes first, that is the answer.
 */
export function answersByUnicast(context: AdvertiserContext, solicitation: RouterSolicitationEvent): boolean {
  const { timing, waiting, nextMulticast } = context
  const { source, hasSourceLinkLayerAddress, at } = solicitation
  if (timing.unicastAnswers === 'never' || source === UNSPECIFIED) return false
  if (timing.unicastAnswers === 'auto' && !hasSourceLinkLayerAddress) return false
  if (waiting.length >= MOST_WAITING || isExhausted(context.answered, source, at)) return false
  return unicastAnswerAt(context, at) < nextMulticast
}

/** Whether the multicast schedule must be moved forward for this solicitation. */
export function answersByMulticast(
  context: AdvertiserContext,
  solicitation: RouterSolicitationEvent,
): boolean {
  return (
    multicastAnswer(context, solicitation.at) < context.nextMulticast &&
    !context.waiting.includes(solicitation.source) &&
    !answersByUnicast(context, solicitation)
  )
}

export function scheduleUnicastAnswer(
  context: AdvertiserContext,
  { source, at }: RouterSolicitationEvent,
): Update {
  const oldest = context.answered.findIndex(host => isRecent(host, at))
  const answered = oldest < 0 ? [] : context.answered.slice(oldest)
  return {
    random: drawDelay(context, at).next,
    waiting: [...context.waiting, source],
    nextUnicast: unicastAnswerAt(context, at),
    answered: [...answered, { source, at }],
  }
}

/** At most one answer by multicast is ever under way: the delay counts from the first solicitation. */
export function scheduleMulticastAnswer(context: AdvertiserContext, at: Instant): Update {
  return {
    random: drawDelay(context, at).next,
    nextMulticast: multicastAnswer(context, at),
  }
}

/** Guard and action draw the same number, since only the action moves the generator on. */
function drawDelay({ timing, random, answered, otherRouterUntil }: AdvertiserContext, at: Instant) {
  const storm = answered.length >= STORM && isRecent(answered.at(-STORM)!, at)
  return drawAnswerDelay(timing, !storm && at >= otherRouterUntil, random)
}

function multicastAnswer(context: AdvertiserContext, at: Instant): Instant {
  return multicastAnswerAt(at, context.lastMulticast, drawDelay(context, at).value)
}

function unicastAnswerAt(context: AdvertiserContext, at: Instant): Instant {
  if (context.waiting.length > 0) return context.nextUnicast
  return later(at, drawDelay(context, at).value)
}

function isExhausted(answered: readonly AnsweredHost[], source: Ipv6Address, at: Instant): boolean {
  if (answered.length >= MOST_ANSWERED && isRecent(answered.at(-MOST_ANSWERED)!, at)) return true
  return answered.some(host => host.source === source && isRecent(host, at))
}

function isRecent(host: AnsweredHost, at: Instant): boolean {
  return at < later(host.at, MIN_DELAY_BETWEEN_RAS)
}
