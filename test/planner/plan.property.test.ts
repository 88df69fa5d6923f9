import assert from 'node:assert/strict'
import fc from 'fast-check'
import { ipv6Address } from '../../src/values/ipv6Address.ts'
import {
  formatIpv6Prefix,
  ipv6Prefix,
  prefixCovers,
  prefixesOverlap,
  subnetCount,
} from '../../src/values/ipv6Prefix.ts'
import { instant } from '../../src/values/time.ts'
import type { PlanLink } from '../../src/planner/ownIds.ts'
import { plan, type Delegation, type Plan, type PlanInput } from '../../src/planner/plan.ts'

const NAMES = Array.from({ length: 12 }, (_, i) => `lan${i}`)

/** Small delegations and few ids, so that ports meet in them. The third hextet tells delegations apart. */
const delegations = fc
  .uniqueArray(
    fc.record({
      site: fc.integer({ min: 0, max: 3 }),
      length: fc.integer({ min: 57, max: 66 }),
      excluded: fc.option(
        fc.record({ id: fc.integer({ min: 0, max: 15 }), longer: fc.integer({ min: 0, max: 6 }) }),
      ),
    }),
    { selector: d => d.site, maxLength: 4 },
  )
  .map(list => list.map(makeDelegation))

function makeDelegation(of: {
  site: number
  length: number
  excluded: { id: number; longer: number } | null
}): Delegation {
  const address = ipv6Address((0x2001_0db8n << 96n) | (BigInt(of.site) << 80n))
  const lease = { preferredUntil: instant(1), validUntil: instant(2), prefix: ipv6Prefix(address, of.length) }
  if (of.excluded === null) return lease
  const inside = ipv6Address(address | (BigInt(of.excluded.id) << 64n))
  return { ...lease, excluded: ipv6Prefix(inside, of.length + of.excluded.longer) }
}

const links = fc
  .uniqueArray(
    fc.record({
      name: fc.constantFrom(...NAMES),
      position: fc.integer({ min: 0, max: 20 }),
      chosenSubnetId: fc.option(fc.bigInt({ min: -1n, max: 20n }), { freq: 6 }),
      interfaceId: fc.constant(1n),
    }),
    { selector: link => link.name },
  )
  .map((list): PlanLink[] => list)

const step = fc.record({ delegations, links })
const history = fc.array(step, { minLength: 1, maxLength: 5 })

function run(steps: readonly Omit<PlanInput, 'subnetIds'>[]): Plan[] {
  const plans: Plan[] = []
  for (const input of steps) {
    plans.push(plan({ ...input, subnetIds: plans.at(-1)?.subnetIds ?? new Map<string, bigint>() }))
  }
  return plans
}

/** `port delegation` → its /64. */
function assignments(of: Plan): Map<string, string> {
  const all = of.links.flatMap(link =>
    link.prefixes.map(
      p => [`${link.name} ${formatIpv6Prefix(p.delegation)}`, formatIpv6Prefix(p.prefix)] as const,
    ),
  )
  return new Map(all)
}

describe('plan, whatever has happened', () => {
  it('gives disjoint /64s inside of the delegations and outside of what is excluded [CE-L2, CL-31, CL-34]', () => {
    fc.assert(
      fc.property(history, steps => {
        const last = run(steps).at(-1)!
        const leases = steps.at(-1)!.delegations
        const given = last.links.flatMap(link => link.prefixes)
        for (const [i, { prefix, routerAddress, delegation }] of given.entries()) {
          const lease = leases.find(l => l.prefix === delegation)!
          assert.equal(prefix.length, 64)
          assert.ok(prefixCovers(delegation, prefix))
          assert.equal(routerAddress, prefix.address | 1n)
          assert.ok(lease.excluded === undefined || !prefixesOverlap(lease.excluded, prefix))
          for (const other of given.slice(i + 1)) assert.ok(!prefixesOverlap(other.prefix, prefix))
        }
      }),
    )
  })

  it('serves as many ports as fit, the first ones, and names the others [CE-WPD3, LPD-2]', () => {
    fc.assert(
      fc.property(history, steps => {
        const last = run(steps).at(-1)!
        const { delegations: leases, links: ports } = steps.at(-1)!
        for (const { prefix, excluded } of leases.filter(lease => lease.prefix.length <= 64)) {
          let room = 0
          for (let id = 0n; id < subnetCount(prefix, 64); id++) {
            const lan = ipv6Prefix(ipv6Address(prefix.address | (id << 64n)), 64)
            if (excluded === undefined || !prefixesOverlap(excluded, lan)) room++
          }
          const served = last.links.filter(link => link.prefixes.some(p => p.delegation === prefix))
          const names = ports.map(port => port.name)
          assert.deepEqual(
            served.map(link => link.name),
            names.slice(0, room),
          )
          const problem = last.problems.find(p => p.kind === 'tooSmall' && p.delegation === prefix)
          assert.deepEqual(problem?.kind === 'tooSmall' ? problem.without : [], names.slice(room))
        }
      }),
    )
  })

  it('never changes a subnet without saying so, whatever comes or goes [LPD-3]', () => {
    fc.assert(
      fc.property(history, steps => {
        const plans = run(steps)
        for (let i = 1; i < plans.length; i++) {
          const now = assignments(plans[i]!)
          for (const [key, subnet] of assignments(plans[i - 1]!)) {
            const next = now.get(key)
            if (next === undefined || next === subnet) continue
            const said = plans[i]!.problems.some(
              p => p.kind === 'moved' && `${p.link} ${formatIpv6Prefix(p.delegation)}` === key,
            )
            assert.ok(said, `${key} went from ${subnet} to ${next} unsaid`)
          }
        }
      }),
      { numRuns: 500 },
    )
  })

  it('changes no subnet at all where nothing is chosen or excluded [LPD-3]', () => {
    fc.assert(
      fc.property(history, steps => {
        const free = steps.map(s => ({
          links: s.links.map(link => ({ ...link, chosenSubnetId: null })),
          delegations: s.delegations.map(({ prefix, preferredUntil, validUntil }) => ({
            prefix,
            preferredUntil,
            validUntil,
          })),
        }))
        const plans = run(free)
        for (let i = 1; i < plans.length; i++) {
          const now = assignments(plans[i]!)
          for (const [key, subnet] of assignments(plans[i - 1]!)) {
            if (now.has(key)) assert.equal(now.get(key), subnet, key)
          }
        }
      }),
      { numRuns: 500 },
    )
  })

  it('says the same when asked again, and then has nothing new to say', () => {
    fc.assert(
      fc.property(history, steps => {
        const last = run(steps).at(-1)!
        assert.deepEqual(run(steps).at(-1), last)
        const again = plan({ ...steps.at(-1)!, subnetIds: last.subnetIds })
        assert.deepEqual(again.links, last.links)
        assert.deepEqual(again.subnetIds, last.subnetIds)
        assert.ok(again.problems.every(p => p.kind !== 'moved'))
      }),
    )
  })
})
