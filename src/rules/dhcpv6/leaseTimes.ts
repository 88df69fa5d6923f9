import { later, type Instant } from '../../values/time.ts'
import type { GrantedIaPd } from './grantedPrefixes.ts'
import type { LeasedIaPd } from './lease.ts'

const T1_SHARE = 0.5
const T2_SHARE = 0.8
/** RFC 9915 §14.2: a client that chooses T1 must not transmit at once. */
const LEAST_T1 = 10

/**
 * RFC 9915 §18.2.4: one Renew at the earliest T1 of all IAs, one Rebind at the earliest T2. Where the server leaves
 * the choice to us (0), half and four fifths of the shortest preferred lifetime (§14.2, §21.21); so too where it
 * extended nothing and something of what we hold (`held`) is left.
 */
export function leaseTimes(
  granted: readonly GrantedIaPd[],
  held: readonly LeasedIaPd[],
  at: Instant,
): { t1: Instant; t2: Instant } {
  const extended = granted.filter(ia => ia.prefixes.length > 0)
  const serving = extended.length > 0 ? extended : held.map(ia => ({ ...ia, t1: 0, t2: 0 }))
  const shortest = shortestLifetime(serving, at)
  const t1 = Math.min(Infinity, ...serving.map(ia => (ia.t1 > 0 ? ia.t1 : chosen(shortest, T1_SHARE))))
  const t2 = Math.min(Infinity, ...serving.map(ia => (ia.t2 > 0 ? ia.t2 : chosen(shortest, T2_SHARE))))
  return { t1: later(at, Math.min(t1, t2)), t2: later(at, t2) }
}

function chosen(shortest: number, share: number): number {
  return Math.max(LEAST_T1, shortest * share)
}

/** The shortest preferred lifetime; of valid ones where all prefixes are deprecated already. */
function shortestLifetime(serving: readonly LeasedIaPd[], at: Instant): number {
  const prefixes = serving.flatMap(ia => ia.prefixes)
  const preferred = prefixes.map(leased => leased.preferredUntil).filter(until => until > at)
  const ends = preferred.length > 0 ? preferred : prefixes.map(leased => leased.validUntil)
  return (Math.min(Infinity, ...ends) - at) / 1000
}
