import assert from 'node:assert/strict'
import { parseIpv6Prefix, formatIpv6Prefix, type Ipv6Prefix } from '../../src/values/ipv6Prefix.ts'
import { instant } from '../../src/values/time.ts'
import type { PlanLink } from '../../src/planner/ownIds.ts'
import { plan, type Delegation, type Plan } from '../../src/planner/plan.ts'
import { describeProblem } from '../../src/planner/problems.ts'

export function prefix(text: string): Ipv6Prefix {
  const parsed = parseIpv6Prefix(text)
  assert.ok(parsed, `${text} is no prefix`)
  return parsed
}

export function delegation(text: string, excluded?: string): Delegation {
  const lease = { prefix: prefix(text), preferredUntil: instant(1_000), validUntil: instant(2_000) }
  return excluded === undefined ? lease : { ...lease, excluded: prefix(excluded) }
}

/** `lan0`, or `lan0=7` with a chosen subnet id; positions are counted from 0. */
export function links(...texts: readonly string[]): PlanLink[] {
  return texts.map((text, position) => {
    const [name, chosen] = text.split('=') as [string, string?]
    return { name, position, chosenSubnetId: chosen === undefined ? null : BigInt(chosen), interfaceId: 1n }
  })
}

/** A number of ports, `lan0` and up. */
export function lans(count: number): PlanLink[] {
  return links(...Array.from({ length: count }, (_, i) => `lan${i}`))
}

export function planFor(
  delegations: readonly (string | Delegation)[],
  on: readonly PlanLink[],
  before: Pick<Plan, 'subnetIds'> = { subnetIds: new Map() },
): Plan {
  const leases = delegations.map(d => (typeof d === 'string' ? delegation(d) : d))
  return plan({ delegations: leases, links: on, subnetIds: before.subnetIds })
}

/** `lan0 2001:db8:0:1::/64 …`, a line for each port. */
export function subnets(of: Plan): string[] {
  return of.links.map(link => [link.name, ...link.prefixes.map(p => formatIpv6Prefix(p.prefix))].join(' '))
}

export function complaints(of: Plan): string[] {
  return of.problems.map(describeProblem)
}
