import { assign, enqueueActions } from 'xstate'
import { compareOffers, type Offer } from '../../src/rules/dhcpv6/interpretAdvertise.ts'
import { leaseExpiry } from '../../src/rules/dhcpv6/lease.ts'
import { acceptableSolMaxRt } from '../../src/rules/dhcpv6/retransmission.ts'
import { sameBytes } from '../../src/values/bytes.ts'
import { drawFraction } from '../../src/values/random.ts'
import { later, type Instant } from '../../src/values/time.ts'
import { ClientMessageType } from '../../src/rules/dhcpv6/clientMessage.ts'
import { saysNoPrefixAvail } from '../../src/rules/dhcpv6/status.ts'
import type { DeadlineName } from '../states.ts'
import * as exchanges from './exchange.ts'
import type {
  RequestingRouterContext as Context,
  RequestingRouterEffects as Effects,
  RequestingRouterEvent as Event,
  Report,
} from './types.ts'

interface Args {
  readonly context: Context
  readonly event: Event
}

/** One of XState's action objects: an effect by name, or a change of the context. */
type Step = object

const PORTS_TIMEOUT = 120
const LONGEST_BACK_OFF = 120
const MOST_OFFERS = 16

function effect<Name extends keyof Effects>(type: Name, params: (args: Args) => Effects[Name]): Step {
  return { type, params }
}

function update(change: (args: Args) => Partial<Context>): Step {
  return assign(change as never)
}

const arm = (name: DeadlineName, at: (args: Args) => Instant): Step =>
  effect('arm', args => ({ name, at: at(args) }))
const disarm = (name: DeadlineName): Step => effect('disarm', () => ({ name }))
const report = (what: (args: Args) => Report): Step => effect('report', what)

/** Opens an exchange or sends again, and arms the RT that now runs. */
function transmission(open: (context: Context, at: Instant, event: Event) => Partial<Context>): Step[] {
  return [
    update(({ context, event }) => open(context, event.at, event)),
    effect('transmit', ({ context }) => ({
      message: context.exchange!.message,
      transmissions: context.exchange!.transmissions,
    })),
    arm('RT', ({ context, event }) => later(event.at, context.exchange!.timeout)),
  ]
}

/** Before a Solicit that goes without its hint, people are told. */
const tellWithoutHint = enqueueActions(({ context, enqueue }) => {
  const { exchange } = context as Context
  const solicits = exchange === null || exchange.message.type === ClientMessageType.SOLICIT
  if (solicits && exchanges.asksWithoutHint(context as never)) {
    enqueue({ type: 'report', params: { what: 'withoutHint' } })
  }
})

const endExchange: Step[] = [
  update(() => ({ exchange: null })),
  disarm('RT'),
  disarm('MRD'),
  disarm('SOLICIT_DELAY'),
]

const withdraw = (why: Effects['withdrawPlan']['why']): Step[] => [
  ...endExchange,
  disarm('T1'),
  disarm('T2'),
  disarm('EXPIRY'),
  update(({ context }) => ({ generation: context.generation + 1 })),
  effect('withdrawPlan', () => ({ why })),
]

const armLease: Step[] = [
  arm('T1', ({ context }) => context.lease!.t1),
  arm('T2', ({ context }) => context.lease!.t2),
  arm('EXPIRY', ({ context }) => leaseExpiry(context.lease!)),
]

const installPlan: Step[] = [
  update(({ context }) => ({ generation: context.generation + 1 })),
  effect('installPlan', ({ context }) => ({ lease: context.lease!, generation: context.generation })),
]

const saveLease: Step = effect('saveLease', ({ context }) => ({ lease: context.lease! }))

function heardSolMaxRt(context: Context, event: Event): Partial<Context> {
  if (event.type !== 'ADVERTISE') return {}
  if (event.solMaxRt === null || !acceptableSolMaxRt(event.solMaxRt)) return {}
  const solMaxRtHeard = [...new Set([...context.solMaxRtHeard, event.solMaxRt])].slice(0, 2)
  // RFC 9915 §18.2.9: only when all that carried it agree.
  return { solMaxRtHeard, solMaxRt: solMaxRtHeard.length === 1 ? event.solMaxRt : null }
}

/** The best ones, one of each server: whoever shouts on the link must not fill the memory. */
function withOffer(offers: readonly Offer[], offer: Offer): Offer[] {
  const others = offers.filter(({ server }) => !sameBytes(server, offer.server))
  return [...others, offer].sort(compareOffers).slice(0, MOST_OFFERS)
}

function refusals(context: Context, event: Event): Partial<Context> {
  const statuses =
    event.type === 'ADVERTISE' ? event.statuses : event.type === 'REPLY' ? event.outcome.statuses : []
  return saysNoPrefixAvail(statuses) ? { noPrefixAvail: context.noPrefixAvail + 1 } : {}
}

/** Doubling from a second, with the spread of RFC 9915 §15, so that a refusing server is not stormed. */
function backOff({ context, event }: Args): Instant {
  const seconds = Math.min(2 ** (context.failures - 1), LONGEST_BACK_OFF)
  return later(event.at, seconds * (0.9 + 0.2 * drawFraction(context.random).value))
}

function initialDelay({ context, event }: Args): Instant {
  const maxDelay = event.type === 'PORTS_READY' ? event.maxDelay : 0
  return later(event.at, maxDelay * drawFraction(context.random).value)
}

const forgetDraw = update(({ context }) => ({ random: drawFraction(context.random).next }))

/** The vocabulary of the RR column: what a row's `does` means, step by step. */
export const RR_ACTIONS: Readonly<Record<string, readonly Step[]>> = {
  openPorts: [
    effect('openPorts', () => ({})),
    arm('PORTS_TIMEOUT', ({ event }) => later(event.at, PORTS_TIMEOUT)),
  ],
  reportPortsTimeout: [report(() => ({ what: 'portsTimeout' }))],
  waitForPorts: [arm('PORTS_TIMEOUT', ({ event }) => later(event.at, PORTS_TIMEOUT))],
  delaySolicit: [disarm('PORTS_TIMEOUT'), arm('SOLICIT_DELAY', initialDelay), forgetDraw],
  backOffSolicit: [
    ...endExchange,
    update(({ context }) => ({ failures: context.failures + 1, offers: [] })),
    arm('SOLICIT_DELAY', backOff),
    forgetDraw,
  ],
  sendSolicit: [
    update(() => ({ offers: [], solMaxRtHeard: [] })),
    tellWithoutHint,
    ...transmission(exchanges.solicit),
  ],
  keepOffer: [
    update(({ context, event }) => ({
      ...heardSolMaxRt(context, event),
      ...(event.type === 'ADVERTISE' && event.offer !== null
        ? { offers: withOffer(context.offers, event.offer) }
        : {}),
    })),
  ],
  noteRefusal: [
    update(({ context, event }) => ({ ...heardSolMaxRt(context, event), ...refusals(context, event) })),
    report(({ event }) => ({
      what: 'refusedBy',
      statuses:
        event.type === 'ADVERTISE' ? event.statuses : event.type === 'REPLY' ? event.outcome.statuses : [],
    })),
  ],
  noteReply: [
    update(({ event }) =>
      event.type === 'REPLY' && event.outcome.solMaxRt !== null && acceptableSolMaxRt(event.outcome.solMaxRt)
        ? { solMaxRt: event.outcome.solMaxRt }
        : {},
    ),
  ],
  chooseOffer: [
    report(({ context }) => ({
      what: 'offerChosen',
      offer: context.offers[0]!,
      among: context.offers.length,
    })),
  ],
  dropOffer: [...endExchange, update(({ context }) => ({ offers: context.offers.slice(1) }))],
  sendRequest: transmission(exchanges.request),
  sendRequestAgain: [
    // Of the link check, which is answered.
    disarm('MRD'),
    ...transmission((context, at, event) =>
      exchanges.requestAgain(
        context,
        at,
        event.type === 'REPLY' ? event.outcome.server : context.lease!.server,
      ),
    ),
  ],
  sendRenew: transmission(exchanges.renew),
  sendRebind: transmission(exchanges.rebind),
  // RFC 9915 §18.2.3: Confirm's delay, too.
  delayLinkCheck: [...endExchange, disarm('PORTS_TIMEOUT'), arm('SOLICIT_DELAY', initialDelay), forgetDraw],
  sendLinkCheck: [
    ...transmission(exchanges.linkCheck),
    arm('MRD', ({ context, event }) => later(event.at, context.exchange!.parameters.MRD)),
  ],
  sendRelease: transmission(exchanges.release),
  sendAgain: [
    report(({ context }) => ({
      what: 'unanswered',
      message: context.exchange!.message.type,
      transmissions: context.exchange!.transmissions,
    })),
    tellWithoutHint,
    ...transmission(exchanges.retransmit),
    update(() => ({ solMaxRtHeard: [] })),
  ],
  takeLease: [
    ...endExchange,
    update(({ event }) =>
      event.type === 'REPLY' && 'lease' in event.outcome
        ? {
            lease: event.outcome.lease,
            statuses: event.outcome.statuses,
            offers: [],
            noPrefixAvail: 0,
            failures: 0,
          }
        : {},
    ),
    ...armLease,
  ],
  installLease: installPlan,
  // Of a lease whose installation another exchange has overtaken.
  saveLease: [saveLease],
  // After the hosts have been told: they wait for that, and nothing waits for the disk.
  keepRecord: [
    saveLease,
    report(({ context: { lease, statuses } }) => ({ what: 'leaseTaken', lease: lease!, statuses })),
  ],
  resumeLease: [
    update(({ event }) => (event.type === 'START_WITH_LEASE' ? { lease: event.lease } : {})),
    arm('EXPIRY', ({ context }) => leaseExpiry(context.lease!)),
  ],
  reportResumed: [report(({ context }) => ({ what: 'leaseResumed', lease: context.lease! }))],
  keepLease: [...endExchange, ...armLease],
  reportLinkCheckUnanswered: [report(() => ({ what: 'linkCheckUnanswered' }))],
  advertise: [effect('advertise', () => ({}))],
  reportInstallFailure: [
    report(({ event }) => ({
      what: 'installFailed',
      faults: event.type === 'INSTALL_FAILED' ? event.faults : 0,
    })),
  ],
  reportExpired: [report(() => ({ what: 'leaseEnded', why: 'expired' }))],
  reportWithdrawn: [report(() => ({ what: 'leaseEnded', why: 'withdrawnByServer' }))],
  reportReleased: [report(() => ({ what: 'leaseEnded', why: 'released' }))],
  withdraw: withdraw('gone'),
  withdrawAtEnd: withdraw('stopping'),
  forgetLease: [update(() => ({ lease: null })), effect('forgetLease', () => ({}))],
  noteStop: [update(({ event }) => (event.type === 'STOP' ? { releases: event.release } : {}))],
  endExchange,
  closePorts: [disarm('PORTS_TIMEOUT'), effect('closePorts', () => ({}))],
  leave: [
    ...endExchange,
    disarm('T1'),
    disarm('T2'),
    disarm('EXPIRY'),
    disarm('PORTS_TIMEOUT'),
    effect('closePorts', () => ({})),
  ],
}
