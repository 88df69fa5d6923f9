import type { ClientMessage, ClientMessageType } from '../../src/rules/dhcpv6/clientMessage.ts'
import type { InterpretedAdvertise, Offer } from '../../src/rules/dhcpv6/interpretAdvertise.ts'
import type { ReplyOutcome } from '../../src/rules/dhcpv6/interpretReply.ts'
import type { Lease } from '../../src/rules/dhcpv6/lease.ts'
import type { RetransmissionParameters } from '../../src/rules/dhcpv6/retransmission.ts'
import type { StatusReport } from '../../src/rules/dhcpv6/status.ts'
import type { RandomState } from '../../src/values/random.ts'
import type { Instant, Seconds } from '../../src/values/time.ts'
import type { DeadlineEffects, DeadlineEvent } from '../effects.ts'
import type { DeadlineName } from '../states.ts'

export interface RequestingRouterInput {
  /** 128 bits from the system's CSPRNG. */
  readonly seed: RandomState
  readonly iaids: readonly number[]
  /** Length to ask for; null sends no hint (RFC 8168 §3.1). */
  readonly hintLength: number | null
  readonly rapidCommit: boolean
}

/** A message exchange under way (RFC 9915 §15). */
export interface Exchange {
  readonly message: ClientMessage
  readonly parameters: RetransmissionParameters
  /** Transmissions so far, the first included. */
  readonly transmissions: number
  /** The RT that is running. */
  readonly timeout: Seconds
}

export interface RequestingRouterContext {
  readonly random: RandomState
  readonly iaids: readonly number[]
  readonly hintLength: number | null
  readonly rapidCommit: boolean
  readonly exchange: Exchange | null
  /** Best first, after collection. */
  readonly offers: readonly Offer[]
  readonly lease: Lease | null
  /** What the Reply that brought it had to say beside. */
  readonly statuses: readonly StatusReport[]
  /** Counts installations, so that a late report of an earlier one is told apart. */
  readonly generation: number
  /** Of the present SOL_MAX_RT; null for the default (RFC 9915 §18.2.9). */
  readonly solMaxRt: Seconds | null
  /** What Advertises have said about it since the last Solicit: up to two values, which then disagree. */
  readonly solMaxRtHeard: readonly Seconds[]
  /** NoPrefixAvail in a row. */
  readonly noPrefixAvail: number
  /** Discoveries that ended without a lease, in a row. */
  readonly failures: number
  readonly releases: boolean
}

export type RequestingRouterEvent =
  | { readonly type: 'START'; readonly at: Instant }
  | { readonly type: 'START_WITH_LEASE'; readonly at: Instant; readonly lease: Lease }
  /** Up, carrier, a usable link-local. The first Solicit waits up to `maxDelay` (RFC 9915 §18.2.1). */
  | { readonly type: 'PORTS_READY'; readonly at: Instant; readonly maxDelay: Seconds }
  | { readonly type: 'PORTS_LOST'; readonly at: Instant }
  | ({ readonly type: 'ADVERTISE'; readonly at: Instant } & InterpretedAdvertise)
  | { readonly type: 'REPLY'; readonly at: Instant; readonly outcome: ReplyOutcome }
  | { readonly type: 'PLAN_INSTALLED'; readonly at: Instant; readonly generation: number }
  | {
      readonly type: 'INSTALL_FAILED'
      readonly at: Instant
      readonly generation: number
      readonly faults: number
    }
  /** Withdraw everything and end; with `release`, tell the server too. */
  | { readonly type: 'STOP'; readonly at: Instant; readonly release: boolean }
  /** End and leave everything in place for the next start. */
  | { readonly type: 'LEAVE'; readonly at: Instant }
  | { readonly type: 'PORTS_CLOSED'; readonly at: Instant }
  | DeadlineEvent<DeadlineName>

/** What the chart has to say to people, in data. */
export type Report =
  | { readonly what: 'portsTimeout' }
  | { readonly what: 'unanswered'; readonly message: ClientMessageType; readonly transmissions: number }
  | { readonly what: 'refusedBy'; readonly statuses: readonly StatusReport[] }
  | { readonly what: 'withoutHint' }
  | { readonly what: 'offerChosen'; readonly offer: Offer; readonly among: number }
  | { readonly what: 'leaseTaken'; readonly lease: Lease; readonly statuses: readonly StatusReport[] }
  | { readonly what: 'leaseResumed'; readonly lease: Lease }
  | { readonly what: 'leaseEnded'; readonly why: 'expired' | 'withdrawnByServer' | 'released' }
  | { readonly what: 'linkCheckUnanswered' }
  | { readonly what: 'installFailed'; readonly faults: number }

/**
 * | effect | what precedes it | how its failure comes back |
 * |---|---|---|
 * | openPorts | – | no PORTS_READY |
 * | transmit | PORTS_READY | nothing: the RT that runs sends again |
 * | saveLease | advertise | logged; the lease serves until the next one is saved; nothing waits for it |
 * | installPlan | – | PLAN_INSTALLED or INSTALL_FAILED, with its generation; a later one supersedes it |
 * | advertise | installPlan | counted by the advertiser |
 * | withdrawPlan | – | logged |
 * | closePorts | withdrawPlan | PORTS_CLOSED in any case |
 */
export interface RequestingRouterEffects extends DeadlineEffects<DeadlineName> {
  openPorts: object
  transmit: { readonly message: ClientMessage; readonly transmissions: number }
  installPlan: { readonly lease: Lease; readonly generation: number }
  advertise: object
  /** `gone`: hosts must stop using it now. `stopping`: we are no router any more, the prefix itself is still good. */
  withdrawPlan: { readonly why: 'gone' | 'stopping' }
  saveLease: { readonly lease: Lease }
  forgetLease: object
  closePorts: object
  report: Report
}

export const REQUESTING_ROUTER_EFFECTS: readonly (keyof RequestingRouterEffects)[] = [
  'openPorts',
  'transmit',
  'installPlan',
  'advertise',
  'withdrawPlan',
  'saveLease',
  'forgetLease',
  'closePorts',
  'report',
  'arm',
  'disarm',
]
