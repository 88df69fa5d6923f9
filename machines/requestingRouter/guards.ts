import type { RequestingRouterContext as Context, RequestingRouterEvent as Event } from './types.ts'

interface Args {
  readonly context: Context
  readonly event: Event
}

const HIGHEST_PREFERENCE = 255

function outcome({ event }: Args): string | null {
  return event.type === 'REPLY' ? event.outcome.kind : null
}

/** Whether the first RT of the Solicit still runs, in which Advertises are collected (RFC 9915 §18.2.1). */
function collects(context: Context): boolean {
  return context.exchange?.transmissions === 1
}

function isExhausted({ exchange }: Context): boolean {
  return exchange !== null && exchange.parameters.MRC > 0 && exchange.transmissions >= exchange.parameters.MRC
}

export const RR_GUARDS = {
  holdsLease: ({ context }: Args) => context.lease !== null,
  takesAdvertiseAtOnce: ({ context, event }: Args) =>
    event.type === 'ADVERTISE' &&
    event.offer !== null &&
    (event.offer.preference === HIGHEST_PREFERENCE || !collects(context)),
  keepsAdvertise: ({ event }: Args) => event.type === 'ADVERTISE' && event.offer !== null,
  hasOffers: ({ context }: Args) => context.offers.length > 0,
  bindsLease: (args: Args) => outcome(args) === 'bound',
  losesLease: (args: Args) => outcome(args) === 'lost',
  findsNoBinding: (args: Args) => outcome(args) === 'noBinding',
  isRefusedWithAnotherOffer: (args: Args) => outcome(args) === 'refused' && args.context.offers.length > 1,
  isRefusedWithoutLease: (args: Args) =>
    (outcome(args) === 'refused' || outcome(args) === 'noBinding') && args.context.lease === null,
  isExhausted: ({ context }: Args) => isExhausted(context),
  isExhaustedWithoutLease: ({ context }: Args) => isExhausted(context) && context.lease === null,
  isExhaustedWithAnotherOffer: ({ context }: Args) => isExhausted(context) && context.offers.length > 1,
  planIsCurrent: ({ context, event }: Args) =>
    (event.type === 'PLAN_INSTALLED' || event.type === 'INSTALL_FAILED') &&
    event.generation === context.generation,
  rebindIsDue: ({ context, event }: Args) => context.lease !== null && event.at >= context.lease.t2,
  releasesLease: ({ context, event }: Args) =>
    context.lease !== null && (event.type === 'STOP' ? event.release : context.releases),
} as const

export type RrGuard = keyof typeof RR_GUARDS
