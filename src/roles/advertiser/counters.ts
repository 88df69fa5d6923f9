import type { AdvertisementReason } from '../../../machines/routerAdvertiser.ts'
import { SOLICITATION_REFUSALS, type SolicitationRefusal } from '../../rules/nd/validateRouterSolicitation.ts'
import type { Instant } from '../../values/time.ts'

/** Why a solicitation was dropped; `malformed` is what the codec refused. */
export type SolicitationDrop = SolicitationRefusal | 'malformed'

export interface AdvertiserCounters {
  solicitationsReceived: number
  readonly solicitationsDropped: Record<SolicitationDrop, number>
  /** Router Advertisements that left, whole ones, by what for; to each host of a unicast answer one. */
  readonly sent: Record<AdvertisementReason, number>
  sendFaults: number
  /** When the last one left; null before the first. */
  lastSent: Instant | null
}

export function newCounters(): AdvertiserCounters {
  const reasons = [...SOLICITATION_REFUSALS, 'malformed'] as const
  return {
    solicitationsReceived: 0,
    solicitationsDropped: Object.fromEntries(reasons.map(reason => [reason, 0])) as Record<
      SolicitationDrop,
      number
    >,
    sent: { initial: 0, periodic: 0, solicited: 0, changed: 0, final: 0 },
    sendFaults: 0,
    lastSent: null,
  }
}
