import {
  ClientMessageType,
  type ClientMessage,
  type RequestedIaPd,
} from '../../src/rules/dhcpv6/clientMessage.ts'
import { withoutExpired, type Lease } from '../../src/rules/dhcpv6/lease.ts'
import {
  firstTimeout,
  nextTimeout,
  RETRANSMISSION,
  type RetransmissionParameters,
} from '../../src/rules/dhcpv6/retransmission.ts'
import type { Duid } from '../../src/values/duid.ts'
import { drawFraction, drawUint32, type RandomState } from '../../src/values/random.ts'
import type { Instant } from '../../src/values/time.ts'
import type { Exchange, RequestingRouterContext } from './types.ts'

type Drawn = Pick<RequestingRouterContext, 'exchange' | 'random'> & Partial<RequestingRouterContext>

interface Opening {
  readonly type: ClientMessageType
  readonly parameters: RetransmissionParameters
  readonly server: Duid | null
  readonly iaPds: readonly RequestedIaPd[]
  readonly rapidCommit?: boolean
}

const NO_PREFIX_AVAIL_BEFORE_ASKING_WITHOUT_HINT = 3

function open(random: RandomState, at: Instant, opening: Opening): Drawn {
  const id = drawUint32(random)
  const fraction = drawFraction(id.next)
  const message: ClientMessage = {
    type: opening.type,
    transactionId: id.value >>> 8,
    startedAt: at,
    server: opening.server,
    rapidCommit: opening.rapidCommit ?? false,
    iaPds: opening.iaPds,
  }
  const timeout = firstTimeout(opening.parameters, fraction.value, opening.type === ClientMessageType.SOLICIT)
  return {
    exchange: { message, parameters: opening.parameters, transmissions: 1, timeout },
    random: fraction.next,
  }
}

export function solicit(context: RequestingRouterContext, at: Instant): Drawn {
  const opened = open(context.random, at, {
    type: ClientMessageType.SOLICIT,
    parameters: solicitParameters(context),
    server: null,
    iaPds: solicitedIaPds(context),
    rapidCommit: context.rapidCommit,
  })
  return { ...opened, ...countHintLess(context) }
}

/** RFC 9915 §21.24: SOL_MAX_RT counts from when it is heard, also in the exchange under way. */
function solicitParameters({ solMaxRt }: RequestingRouterContext): RetransmissionParameters {
  return { ...RETRANSMISSION.SOLICIT, MRT: solMaxRt ?? RETRANSMISSION.SOLICIT.MRT }
}

/** Only one Solicit goes without the hint; the count begins anew. */
function countHintLess(context: RequestingRouterContext): Partial<RequestingRouterContext> {
  return asksWithoutHint(context) ? { noPrefixAvail: 0 } : {}
}

/** After three NoPrefixAvail in a row, once without the hint: a server may have prefixes of another length only. */
export function asksWithoutHint(context: RequestingRouterContext): boolean {
  return context.hintLength !== null && context.noPrefixAvail >= NO_PREFIX_AVAIL_BEFORE_ASKING_WITHOUT_HINT
}

function solicitedIaPds(context: RequestingRouterContext): RequestedIaPd[] {
  const hintLength = asksWithoutHint(context) ? null : context.hintLength
  return context.iaids.map(iaid => ({ iaid, prefixes: [], hintLength }))
}

/** RFC 9915 §18.2.2: names the server and repeats what it advertised. */
export function request(context: RequestingRouterContext, at: Instant): Drawn {
  const offer = context.offers[0]!
  return open(context.random, at, {
    type: ClientMessageType.REQUEST,
    parameters: RETRANSMISSION.REQUEST,
    server: offer.server,
    iaPds: context.iaids.map(iaid => {
      const offered = offer.iaPds.find(ia => ia.iaid === iaid)?.prefixes ?? []
      return iaPd(
        iaid,
        offered.map(leased => leased.prefix),
        context.hintLength,
      )
    }),
  })
}

/** RFC 9915 §18.2.10.1: after NoBinding a Request to that server with all IAs. */
export function requestAgain(context: RequestingRouterContext, at: Instant, server: Duid): Drawn {
  return open(context.random, at, {
    type: ClientMessageType.REQUEST,
    parameters: RETRANSMISSION.REQUEST,
    server,
    iaPds: heldIaPds(context, at, true),
  })
}

export function renew(context: RequestingRouterContext, at: Instant): Drawn {
  return open(context.random, at, {
    type: ClientMessageType.RENEW,
    parameters: RETRANSMISSION.RENEW,
    server: context.lease!.server,
    iaPds: heldIaPds(context, at, true),
  })
}

export function rebind(context: RequestingRouterContext, at: Instant): Drawn {
  return open(context.random, at, {
    type: ClientMessageType.REBIND,
    parameters: RETRANSMISSION.REBIND,
    server: null,
    iaPds: heldIaPds(context, at, true),
  })
}

/** RFC 9915 §18.2.12: with a delegated prefix, a Rebind with Confirm's parameters. */
export function linkCheck(context: RequestingRouterContext, at: Instant): Drawn {
  return open(context.random, at, {
    type: ClientMessageType.REBIND,
    parameters: RETRANSMISSION.LINK_CHECK,
    server: null,
    iaPds: heldIaPds(context, at, true),
  })
}

export function release(context: RequestingRouterContext, at: Instant): Drawn {
  return open(context.random, at, {
    type: ClientMessageType.RELEASE,
    parameters: RETRANSMISSION.RELEASE,
    server: context.lease!.server,
    iaPds: releasedIaPds(context, at),
  })
}

function releasedIaPds(context: RequestingRouterContext, at: Instant): RequestedIaPd[] {
  return heldIaPds(context, at, false).filter(ia => ia.prefixes.length > 0)
}

/** The same message again: a longer RT, what has expired left out (RFC 9915 §15). */
export function retransmit(context: RequestingRouterContext, at: Instant): Drawn {
  const exchange = context.exchange!
  const fraction = drawFraction(context.random)
  const solicits = exchange.message.type === ClientMessageType.SOLICIT
  const parameters = solicits ? solicitParameters(context) : exchange.parameters
  const next: Exchange = {
    message: { ...exchange.message, iaPds: refreshedIaPds(context, exchange.message, at) },
    parameters,
    transmissions: exchange.transmissions + 1,
    timeout: nextTimeout(parameters, exchange.timeout, fraction.value),
  }
  const hintLess = solicits ? countHintLess(context) : {}
  return { exchange: next, random: fraction.next, ...hintLess }
}

function refreshedIaPds(
  context: RequestingRouterContext,
  message: ClientMessage,
  at: Instant,
): readonly RequestedIaPd[] {
  if (message.type === ClientMessageType.SOLICIT) return solicitedIaPds(context)
  // The first Request of all names what was offered, which nothing has changed since.
  if (context.lease === null) return message.iaPds
  return message.type === ClientMessageType.RELEASE
    ? releasedIaPds(context, at)
    : heldIaPds(context, at, true)
}

/** RFC 8168 §3.4: an IA that holds nothing keeps its hint, one that holds a prefix names it. */
function heldIaPds(context: RequestingRouterContext, at: Instant, withHint: boolean): RequestedIaPd[] {
  const lease: Lease = withoutExpired(context.lease!, at)
  return context.iaids.map(iaid => {
    const held = lease.iaPds.find(ia => ia.iaid === iaid)?.prefixes ?? []
    return iaPd(
      iaid,
      held.map(leased => leased.prefix),
      withHint ? context.hintLength : null,
    )
  })
}

function iaPd(iaid: number, prefixes: RequestedIaPd['prefixes'], hintLength: number | null): RequestedIaPd {
  return { iaid, prefixes, hintLength: prefixes.length > 0 ? null : hintLength }
}
