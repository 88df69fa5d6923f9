import { ipv6Address, type Ipv6Address } from '../values/ipv6Address.ts'
import { prefixKey, prefixesOverlap, samePrefix, type Ipv6Prefix } from '../values/ipv6Prefix.ts'
import { instant, type Instant } from '../values/time.ts'
import { readMemory, writeMemory } from './memory.ts'
import { ownIds, type PlanLink } from './ownIds.ts'
import { placeLinks } from './placement.ts'
import type { PlanProblem } from './problems.ts'
import { LAN_PREFIX_LENGTH, SubnetSpace } from './subnetSpace.ts'

export type { PlanLink } from './ownIds.ts'
export type { PlanProblem } from './problems.ts'

/** A prefix leased to us (RFC 9915 §6.3). */
export interface Delegation {
  readonly prefix: Ipv6Prefix
  readonly preferredUntil: Instant
  readonly validUntil: Instant
  /** RFC 6603: what the delegating router keeps for the link between us, and no LAN may have. */
  readonly excluded?: Ipv6Prefix
}

export interface PlanInput {
  /** Where two overlap, the earlier one is used. */
  readonly delegations: readonly Delegation[]
  /** In the order of their parameters: where a delegation is too small, the first ones are served. */
  readonly links: readonly PlanLink[]
  /** The `subnetIds` of the plan before, from memory or from disk; empty at the very first. */
  readonly subnetIds: ReadonlyMap<string, bigint>
}

export interface PlannedPrefix {
  /** A /64. */
  readonly prefix: Ipv6Prefix
  /** The router's own address in it. */
  readonly routerAddress: Ipv6Address
  readonly preferredUntil: Instant
  readonly validUntil: Instant
  readonly delegation: Ipv6Prefix
}

export interface LinkPlan {
  readonly name: string
  /** One of each delegation that has room, in their order. */
  readonly prefixes: readonly PlannedPrefix[]
}

export interface Plan {
  /** Every link of the input, in its order. */
  readonly links: readonly LinkPlan[]
  /** RFC 7084 WPD-5: what would loop between us and the delegating router without an unreachable route. */
  readonly unreachable: readonly { readonly prefix: Ipv6Prefix; readonly validUntil: Instant }[]
  /** To be kept on disk and given to the next plan. Opaque: see memory.ts. */
  readonly subnetIds: ReadonlyMap<string, bigint>
  readonly problems: readonly PlanProblem[]
}

/**
 * Gives each LAN port a /64 of each delegation (RFC 7084 L-2, RFC 9915 §18.2.10.1), the same subnet id in all of
 * them where it fits, and the same as before (RFC 9818 LPD-3). Deterministic.
 */
export function plan(input: PlanInput): Plan {
  const { links } = input
  const before = readMemory(input.subnetIds)
  const { ids: own, problems: choiceProblems } = ownIds(links, before.own)
  const { usable, problems: delegationProblems } = usableDelegations(input.delegations)
  const problems = [...choiceProblems, ...delegationProblems]
  const prefixes = new Map<string, PlannedPrefix[]>(links.map(link => [link.name, []]))
  const placed = new Map<string, ReadonlyMap<string, bigint>>()

  for (const delegation of usable) {
    const space = new SubnetSpace(delegation.prefix, delegation.excluded)
    const key = prefixKey(delegation.prefix)
    const insteadBefore = before.instead.get(key) ?? new Map<string, bigint>()
    const placement = placeLinks({ space, links, own, ownBefore: before.own, insteadBefore })
    placed.set(key, placement.ids)
    problems.push(...placement.problems)
    for (const link of links) {
      const id = placement.ids.get(link.name)
      if (id !== undefined) prefixes.get(link.name)!.push(plannedPrefix(link, space.subnet(id), delegation))
    }
  }
  return {
    links: links.map(({ name }) => ({ name, prefixes: prefixes.get(name)! })),
    unreachable: unreachablePrefixes(input.delegations),
    subnetIds: writeMemory(before, own, placed),
    problems,
  }
}

function plannedPrefix(link: PlanLink, prefix: Ipv6Prefix, delegation: Delegation): PlannedPrefix {
  const routerAddress = ipv6Address(prefix.address | BigInt.asUintN(64, link.interfaceId))
  const { preferredUntil, validUntil } = delegation
  return { prefix, routerAddress, preferredUntil, validUntil, delegation: delegation.prefix }
}

function usableDelegations(delegations: readonly Delegation[]): {
  usable: readonly Delegation[]
  problems: readonly PlanProblem[]
} {
  const usable: Delegation[] = []
  const problems: PlanProblem[] = []
  for (const delegation of delegations) {
    const { prefix } = delegation
    const earlier = usable.find(other => prefixesOverlap(other.prefix, prefix))
    if (prefix.length > LAN_PREFIX_LENGTH) problems.push({ kind: 'tooLong', delegation: prefix })
    else if (earlier !== undefined)
      problems.push({ kind: 'overlap', delegation: prefix, earlier: earlier.prefix })
    else usable.push(delegation)
  }
  return { usable, problems }
}

/** Whole delegations, also those that no port can use; once, for as long as the longest of equal ones lives. */
function unreachablePrefixes(delegations: readonly Delegation[]): Plan['unreachable'] {
  const routes: { prefix: Ipv6Prefix; validUntil: Instant }[] = []
  for (const { prefix, validUntil } of delegations) {
    const same = routes.find(route => samePrefix(route.prefix, prefix))
    if (same === undefined) routes.push({ prefix, validUntil })
    else same.validUntil = instant(Math.max(same.validUntil, validUntil))
  }
  return routes
}
