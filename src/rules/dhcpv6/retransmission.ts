import type { Seconds } from '../../values/time.ts'

/** RFC 9915 §15: initial and maximum retransmission time, maximum count and duration; 0 means no such bound. */
export interface RetransmissionParameters {
  readonly IRT: Seconds
  readonly MRT: Seconds
  readonly MRC: number
  readonly MRD: Seconds
}

/** RFC 9915 §7.6. `LINK_CHECK` is a Rebind with Confirm's parameters (§18.2.12). */
export const RETRANSMISSION = {
  SOLICIT: { IRT: 1, MRT: 3600, MRC: 0, MRD: 0 },
  REQUEST: { IRT: 1, MRT: 30, MRC: 10, MRD: 0 },
  LINK_CHECK: { IRT: 1, MRT: 4, MRC: 0, MRD: 10 },
  RENEW: { IRT: 10, MRT: 600, MRC: 0, MRD: 0 },
  REBIND: { IRT: 10, MRT: 600, MRC: 0, MRD: 0 },
  RELEASE: { IRT: 1, MRT: 0, MRC: 4, MRD: 0 },
} as const satisfies Record<string, RetransmissionParameters>

const SPREAD = 0.1

/**
 * The first RT. `fraction` is a fresh draw from [0, 1). With `strictlyLonger` RAND lies in (0, 0.1], so that the RT
 * is longer than IRT (RFC 9915 §18.2.1: the first RT of a Solicit).
 */
export function firstTimeout(
  { IRT, MRT }: RetransmissionParameters,
  fraction: number,
  strictlyLonger = false,
): Seconds {
  const rand = strictlyLonger ? SPREAD * (1 - fraction) : spread(fraction)
  return bounded(IRT + rand * IRT, MRT, rand)
}

/** The RT that follows `previous`. */
export function nextTimeout({ MRT }: RetransmissionParameters, previous: Seconds, fraction: number): Seconds {
  const rand = spread(fraction)
  return bounded(2 * previous + rand * previous, MRT, rand)
}

function spread(fraction: number): number {
  return SPREAD * (2 * fraction - 1)
}

function bounded(timeout: Seconds, MRT: Seconds, rand: number): Seconds {
  return MRT !== 0 && timeout > MRT ? MRT + rand * MRT : timeout
}

const SOL_MAX_RT_LEAST = 60
const SOL_MAX_RT_MOST = 86_400

/** RFC 9915 §21.24: a SOL_MAX_RT outside 60 to 86400 s is as if it were not there. */
export function acceptableSolMaxRt(seconds: Seconds): boolean {
  return seconds >= SOL_MAX_RT_LEAST && seconds <= SOL_MAX_RT_MOST
}
