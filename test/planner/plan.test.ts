import assert from 'node:assert/strict'
import { formatIpv6Address } from '../../src/values/ipv6Address.ts'
import { formatIpv6Prefix } from '../../src/values/ipv6Prefix.ts'
import { instant } from '../../src/values/time.ts'
import { complaints, delegation, lans, links, planFor, subnets } from './planning.ts'

describe('plan', () => {
  it('gives LAN i the subnet i+1, as the module did [DN-2, CE-L2]', () => {
    const plan = planFor(['2001:db8:0:2000::/56'], lans(3))
    assert.deepEqual(subnets(plan), [
      'lan0 2001:db8:0:2001::/64',
      'lan1 2001:db8:0:2002::/64',
      'lan2 2001:db8:0:2003::/64',
    ])
    assert.deepEqual(complaints(plan), [])
  })

  it('counts by position among the parameters, not among the ports that are there [DN-2]', () => {
    const [, second] = lans(2)
    assert.deepEqual(subnets(planFor(['2001:db8::/56'], [second!])), ['lan1 2001:db8:0:2::/64'])
  })

  it('puts the lifetimes and the address of the router beside each subnet', () => {
    const lan = { ...lans(1)[0]!, interfaceId: 0xffff_0000_0000_0000_abcdn }
    const [link] = planFor(['2001:db8::/48'], [lan]).links
    const [planned] = link!.prefixes
    assert.equal(formatIpv6Address(planned!.routerAddress), '2001:db8:0:1::abcd')
    assert.equal(planned!.preferredUntil, instant(1_000))
    assert.equal(planned!.validUntil, instant(2_000))
    assert.equal(formatIpv6Prefix(planned!.delegation), '2001:db8::/48')
  })

  it('gives nothing and complains of nothing before there is a delegation', () => {
    const plan = planFor([], lans(2))
    assert.deepEqual(subnets(plan), ['lan0', 'lan1'])
    assert.deepEqual(plan.unreachable, [])
    assert.deepEqual(complaints(plan), [])
  })

  it('has an unreachable route for each whole delegation, used or not [CE-WPD5]', () => {
    const longer = { ...delegation('2001:db8:5::/80'), validUntil: instant(9_000) }
    const again = { ...delegation('2001:db8::/56'), validUntil: instant(3_000) }
    const plan = planFor(['2001:db8::/56', longer, again], lans(1))
    assert.deepEqual(
      plan.unreachable.map(route => [formatIpv6Prefix(route.prefix), route.validUntil]),
      [
        ['2001:db8::/56', 3_000],
        ['2001:db8:5::/80', 9_000],
      ],
    )
  })
})

describe('plan, when the delegation is small', () => {
  it('gives a lone LAN the whole /64', () => {
    const plan = planFor(['2001:db8:0:7::/64'], lans(1))
    assert.deepEqual(subnets(plan), ['lan0 2001:db8:0:7::/64'])
    assert.deepEqual(complaints(plan), [])
  })

  it('takes subnet 0 when nothing else is left', () => {
    assert.deepEqual(subnets(planFor(['2001:db8::/62'], lans(4))), [
      'lan0 2001:db8:0:1::/64',
      'lan1 2001:db8:0:2::/64',
      'lan2 2001:db8:0:3::/64',
      'lan3 2001:db8::/64',
    ])
  })

  it('serves the first ports and says how many fit [CE-WPD3, LPD-2]', () => {
    const plan = planFor(['2001:db8::/63'], lans(4))
    assert.deepEqual(subnets(plan), ['lan0 2001:db8:0:1::/64', 'lan1 2001:db8::/64', 'lan2', 'lan3'])
    assert.deepEqual(complaints(plan), ['2001:db8::/63 has room for 2 of 4 LAN ports: lan2, lan3 go without'])
  })

  it('serves the first ports even where a later one has had its subnet for long [CE-WPD3]', () => {
    const [first, second] = lans(2)
    const before = planFor(['2001:db8::/64'], [second!])
    const plan = planFor(['2001:db8::/64'], [first!, second!], before)
    assert.deepEqual(subnets(plan), ['lan0 2001:db8::/64', 'lan1'])
    assert.deepEqual(complaints(plan), ['2001:db8::/64 has room for 1 of 2 LAN ports: lan1 goes without'])
  })

  it('goes back to the own subnet when a larger delegation comes', () => {
    const before = planFor(['2001:db8::/64'], lans(1))
    assert.deepEqual(subnets(planFor(['2001:db8:1::/56'], lans(1), before)), ['lan0 2001:db8:1:1::/64'])
  })

  it('cannot use one longer than /64', () => {
    const plan = planFor(['2001:db8::/65'], lans(1))
    assert.deepEqual(subnets(plan), ['lan0'])
    assert.deepEqual(complaints(plan), ['2001:db8::/65 is longer than /64: no port can use it'])
  })

  it('can use ones shorter than /48', () => {
    assert.deepEqual(subnets(planFor(['2001:d00::/24'], links('lan0=1099511627775'))), [
      'lan0 2001:dff:ffff:ffff::/64',
    ])
  })
})

describe('plan, with several delegations', () => {
  it('gives each port a subnet of each, with the same number [CL-24, CE-L2]', () => {
    const plan = planFor(['2001:db8:0:2000::/56', 'fd00::/48'], lans(2))
    assert.deepEqual(subnets(plan), [
      'lan0 2001:db8:0:2001::/64 fd00:0:0:1::/64',
      'lan1 2001:db8:0:2002::/64 fd00:0:0:2::/64',
    ])
  })

  it('judges the room in each by itself [CL-24, CE-WPD3]', () => {
    const plan = planFor(['2001:db8:0:2000::/56', '2001:db8:9::/64'], lans(2))
    assert.deepEqual(subnets(plan), [
      'lan0 2001:db8:0:2001::/64 2001:db8:9::/64',
      'lan1 2001:db8:0:2002::/64',
    ])
    assert.deepEqual(complaints(plan), ['2001:db8:9::/64 has room for 1 of 2 LAN ports: lan1 goes without'])
  })

  it('uses the earlier of two that overlap', () => {
    const plan = planFor(['2001:db8:0:2000::/56', '2001:db8::/48', '2001:db8:0:2000::/56'], lans(1))
    assert.deepEqual(subnets(plan), ['lan0 2001:db8:0:2001::/64'])
    assert.deepEqual(complaints(plan), [
      '2001:db8::/48 overlaps 2001:db8:0:2000::/56: it is left unused',
      '2001:db8:0:2000::/56 overlaps 2001:db8:0:2000::/56: it is left unused',
    ])
  })
})

describe('plan, with an excluded prefix', () => {
  it('never puts it on a LAN [CL-31, CL-34, CE-WPD8]', () => {
    const plan = planFor([delegation('2001:db8::/62', '2001:db8:0:1::/64')], lans(4))
    assert.deepEqual(subnets(plan), [
      'lan0 2001:db8::/64',
      'lan1 2001:db8:0:2::/64',
      'lan2 2001:db8:0:3::/64',
      'lan3',
    ])
  })

  it('leaves the /64 unused that a longer one lies in [CL-31]', () => {
    const plan = planFor([delegation('2001:db8::/56', '2001:db8:0:1:8000::/66')], lans(1))
    assert.deepEqual(subnets(plan), ['lan0 2001:db8:0:ff::/64'])
  })

  it('steps over a large one at once [CL-31]', () => {
    const plan = planFor([delegation('2001:d00::/24', '2001:d80::/25')], links('lan0=1099511627775'))
    assert.deepEqual(subnets(plan), ['lan0 2001:d7f:ffff:ffff::/64'])
  })

  it('has no room where all is excluded', () => {
    const plan = planFor([delegation('2001:db8::/64', '2001:db8::/64')], lans(1))
    assert.deepEqual(complaints(plan), ['2001:db8::/64 has room for 0 of 1 LAN ports: lan0 goes without'])
  })

  it('moves a port out of it, and says so [CL-31]', () => {
    const before = planFor(['2001:db8::/56'], lans(2))
    const lease = delegation('2001:db8::/56', '2001:db8:0:2::/64')
    const plan = planFor([lease], lans(2), before)
    assert.deepEqual(subnets(plan), ['lan0 2001:db8:0:1::/64', 'lan1 2001:db8:0:ff::/64'])
    assert.deepEqual(complaints(plan), ['lan1 gets subnet 255 of 2001:db8::/56, not 2: 2 is excluded'])
    assert.deepEqual(complaints(planFor([lease], lans(2), plan)), [], 'said once')
  })
})
