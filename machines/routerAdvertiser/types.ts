import type { AdvertiserTiming } from '../../src/rules/nd/variables.ts'
import type { Ipv6Address } from '../../src/values/ipv6Address.ts'
import type { RandomState } from '../../src/values/random.ts'
import type { Instant } from '../../src/values/time.ts'
import type { DeadlineEffects, DeadlineEvent } from '../effects.ts'

/** Why a Router Advertisement is sent. */
export type AdvertisementReason = 'initial' | 'periodic' | 'solicited' | 'changed' | 'final'

/** `multicast`: the next Router Advertisement to all nodes, whatever it is for. `unicast`: the waiting answers. */
export type AdvertiserDeadline = 'multicast' | 'unicast'

/**
 * | effect | must follow | failure comes back as |
 * |---|---|---|
 * | joinAllRouters, leaveAllRouters | – | nothing: the driver reports it |
 * | advertise | joinAllRouters | MULTICAST_FAILED where `to` is all nodes; a host that gets no answer asks again |
 * | arm, disarm | – | cannot fail; a later one of the same name supersedes |
 * | report | all others of its step | nothing |
 */
export interface AdvertiserEffects extends DeadlineEffects<AdvertiserDeadline> {
  /** RFC 4861 §6.2.2: membership of ff02::2 on the link. */
  joinAllRouters: object
  leaveAllRouters: object
  /** The contents are built when it is carried out, so that every packet's lifetimes are true. */
  advertise: {
    /** All nodes, or the hosts that each get it alone. */
    readonly to: readonly Ipv6Address[]
    readonly reason: AdvertisementReason
    /** Router Lifetime 0, whatever the contents (RFC 4861 §6.2.5). */
    readonly final: boolean
  }
  report: { readonly what: 'advertising' | 'ceased' }
}

export const ADVERTISER_EFFECTS = [
  'joinAllRouters',
  'leaveAllRouters',
  'advertise',
  'arm',
  'disarm',
  'report',
] as const satisfies readonly (keyof AdvertiserEffects)[]

export interface RouterSolicitationEvent {
  readonly type: 'ROUTER_SOLICITATION'
  readonly source: Ipv6Address
  readonly hasSourceLinkLayerAddress: boolean
  readonly at: Instant
}

export type AdvertiserEvent =
  | RouterSolicitationEvent
  /** The port is up and its link-local address is no longer tentative. */
  | { readonly type: 'LINK_READY'; readonly at: Instant }
  | { readonly type: 'LINK_LOST'; readonly at: Instant }
  /** There is something to advertise, or what there is has changed in a way that hosts must know soon. */
  | { readonly type: 'CONTENTS_CHANGED'; readonly at: Instant }
  /** The last multicast Router Advertisement did not leave. */
  | { readonly type: 'MULTICAST_FAILED'; readonly at: Instant }
  /** Another router advertises itself on the link, to be believed in until then. */
  | { readonly type: 'OTHER_ROUTER'; readonly until: Instant; readonly at: Instant }
  /** Without `withdraw` nothing is sent: a successor takes over. `finals`: how many to send, 1 to 3. */
  | { readonly type: 'STOP'; readonly withdraw: boolean; readonly finals: number; readonly at: Instant }
  | DeadlineEvent<AdvertiserDeadline>

export interface AdvertiserInput {
  readonly timing: AdvertiserTiming
  readonly random: RandomState
}

/** A host that was answered by unicast. */
export interface AnsweredHost {
  readonly source: Ipv6Address
  readonly at: Instant
}

export interface AdvertiserContext extends AdvertiserInput {
  /** Whether there has been a plan. */
  readonly hasContents: boolean
  readonly lastMulticast: Instant | null
  readonly lastReason: AdvertisementReason
  readonly nextMulticast: Instant
  /** Multicast ones still to come in quick succession, and what for. */
  readonly quick: number
  readonly burst: 'initial' | 'changed'
  /** Hosts whose unicast answer leaves at `nextUnicast`. */
  readonly waiting: readonly Ipv6Address[]
  readonly nextUnicast: Instant
  /** Unicast answers of the last MIN_DELAY_BETWEEN_RAS, oldest first. */
  readonly answered: readonly AnsweredHost[]
  /** Until when another router may answer the same solicitations. */
  readonly otherRouterUntil: Instant
  /** Final ones still to come. */
  readonly finals: number
}

/** What the chart drawer reads at states and transitions. */
export interface AdvertiserMeta {
  readonly title?: string
  readonly label?: string
  readonly source: string
  readonly origin: 'extension'
}
