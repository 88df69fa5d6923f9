import assert from 'node:assert/strict'
import { complaints, delegation, lans, links, planFor, subnets } from './planning.ts'

const ISP = '2001:db8::/56'

describe('plan, from one time to the next', () => {
  it('lets a port keep its subnet when others come or go [LPD-3]', () => {
    const before = planFor([ISP], links('lan0', 'lan1', 'lan2'))
    const fewer = planFor([ISP], links('lan2'), before)
    assert.deepEqual(subnets(fewer), ['lan2 2001:db8:0:3::/64'])
    const more = planFor([ISP], links('new', 'lan0', 'lan1', 'lan2'), fewer)
    assert.deepEqual(subnets(more), [
      'new 2001:db8:0:4::/64',
      'lan0 2001:db8:0:1::/64',
      'lan1 2001:db8:0:2::/64',
      'lan2 2001:db8:0:3::/64',
    ])
  })

  it('keeps the subnet of a port that is away for it [LPD-3]', () => {
    const before = planFor([ISP], lans(3))
    const away = planFor([ISP], links('lan0', 'lan2'), before)
    const back = planFor([ISP], links('lan0', 'lan1', 'lan2', 'new'), away)
    assert.deepEqual(subnets(back), [
      'lan0 2001:db8:0:1::/64',
      'lan1 2001:db8:0:2::/64',
      'lan2 2001:db8:0:3::/64',
      'new 2001:db8:0:4::/64',
    ])
    assert.deepEqual(complaints(back), [])
  })

  it('gives a port by its position what another port, now gone, once had [DN-2]', () => {
    const before = planFor([ISP], links('eth1'))
    const renamed = planFor([ISP], links('br0'), before)
    assert.deepEqual(subnets(renamed), ['br0 2001:db8:0:1::/64'])
    const both = planFor([ISP], links('br0', 'eth1'), renamed)
    assert.deepEqual(subnets(both), ['br0 2001:db8:0:1::/64', 'eth1 2001:db8:0:2::/64'])
  })

  it('gives a newcomer a free subnet where its own is taken, and spares those that may come back [LPD-3]', () => {
    const before = planFor([ISP], links('a', 'b', 'c'))
    const plan = planFor([ISP], links('c', 'x', 'a', 'y'), planFor([ISP], links('c', 'a'), before))
    assert.deepEqual(subnets(plan), [
      'c 2001:db8:0:3::/64',
      'x 2001:db8:0:2::/64',
      'a 2001:db8:0:1::/64',
      'y 2001:db8:0:4::/64',
    ])
  })

  it('remembers subnets through a time without a delegation, and in the next one [LPD-3]', () => {
    const before = planFor([ISP], links('a', 'b'))
    const swapped = planFor([], links('b', 'a'), before)
    assert.deepEqual(subnets(planFor(['2001:db8:9::/48'], links('b', 'a'), swapped)), [
      'b 2001:db8:9:2::/64',
      'a 2001:db8:9:1::/64',
    ])
  })

  it('remembers where a port went that did not fit, when one comes whose place that is [LPD-3]', () => {
    const far = { ...links('far')[0]!, position: 40 }
    const before = planFor(['2001:db8::/60'], [far])
    assert.deepEqual(subnets(before), ['far 2001:db8:0:f::/64'])
    const plan = planFor(['2001:db8::/60'], [{ ...links('near')[0]!, position: 14 }, far], before)
    assert.deepEqual(subnets(plan), ['near 2001:db8:0:e::/64', 'far 2001:db8:0:f::/64'])
  })

  it('still remembers that after the delegation was gone for a while [LPD-3]', () => {
    const far = { ...links('far')[0]!, position: 40 }
    const near = { ...links('near')[0]!, position: 14 }
    const gone = planFor(['2001:db8:9::/56'], [near, far], planFor(['2001:db8::/60'], [far]))
    assert.deepEqual(subnets(planFor(['2001:db8::/60'], [near, far], gone)), [
      'near 2001:db8:0:e::/64',
      'far 2001:db8:0:f::/64',
    ])
  })

  it('keeps free where a port went that did not fit and that is away now [LPD-3]', () => {
    const far = { ...links('far')[0]!, position: 40 }
    const other = { ...links('other')[0]!, position: 50 }
    const away = planFor(['2001:db8::/60'], [other], planFor(['2001:db8::/60'], [far]))
    assert.deepEqual(subnets(planFor(['2001:db8::/60'], [other, far], away)), [
      'other 2001:db8:0:e::/64',
      'far 2001:db8:0:f::/64',
    ])
  })

  it('keeps free what a port that is away has had, when a newcomer needs another [LPD-3]', () => {
    const before = planFor([ISP], links('a', 'b'))
    assert.deepEqual(subnets(planFor([ISP], links('new', 'a'), before)), [
      'new 2001:db8:0:3::/64',
      'a 2001:db8:0:1::/64',
    ])
  })

  it('lets a port stay where the one that shall have its subnet is not served [LPD-3]', () => {
    const before = planFor(['2001:db8::/63'], links('a'))
    const plan = planFor(['2001:db8::/63'], links('b', 'a', 'c=1'), before)
    assert.deepEqual(subnets(plan), ['b 2001:db8::/64', 'a 2001:db8:0:1::/64', 'c'])
  })

  it('forgets what has been gone the longest, and only that', () => {
    let plan = planFor([ISP], links('stays=7'))
    for (let i = 0; i < 1100; i++) plan = planFor([ISP], links(`veth${i}=${1000 + i}`, 'stays'), plan)
    assert.equal(plan.subnetIds.size, 1024 + 3, 'remembered, and the two ports that are here')
    assert.equal(plan.subnetIds.get('stays'), 7n)
    assert.equal(plan.subnetIds.has('veth0'), false)
    assert.equal(plan.subnetIds.get('veth1098'), 2098n)
  })
})

describe('plan, with a chosen subnet', () => {
  it('gives a port what is chosen for it, 0 too', () => {
    const plan = planFor([ISP], links('lan0=16', 'lan1=0', 'lan2'))
    assert.deepEqual(subnets(plan), [
      'lan0 2001:db8:0:10::/64',
      'lan1 2001:db8::/64',
      'lan2 2001:db8:0:3::/64',
    ])
  })

  it('moves the port that had it, and says so [LPD-3]', () => {
    const plan = planFor([ISP], links('lan0', 'lan1=1'), planFor([ISP], links('lan0')))
    assert.deepEqual(subnets(plan), ['lan0 2001:db8:0:2::/64', 'lan1 2001:db8:0:1::/64'])
    assert.deepEqual(complaints(plan), ['lan0 gets subnet 2 of 2001:db8::/56, not 1: lan1 has 1'])
  })

  it('says when the choice itself moves a port, and then no more', () => {
    const plan = planFor([ISP], links('lan0=9'), planFor([ISP], links('lan0')))
    assert.deepEqual(complaints(plan), ['lan0 gets subnet 9 of 2001:db8::/56, not 1: 9 is chosen for it'])
    assert.deepEqual(complaints(planFor([ISP], links('lan0=9'), plan)), [])
  })

  it('keeps it when the choice is taken back [LPD-3]', () => {
    const before = planFor([ISP], links('lan0=9'))
    assert.deepEqual(subnets(planFor([ISP], links('lan0'), before)), ['lan0 2001:db8:0:9::/64'])
  })

  it('gives another where the delegation has none such, and says so [CE-WPD3]', () => {
    const plan = planFor([ISP], links('lan0=256', 'lan1=-1'))
    assert.deepEqual(subnets(plan), ['lan0 2001:db8:0:ff::/64', 'lan1 2001:db8:0:2::/64'])
    assert.deepEqual(complaints(plan), [
      'lan0 should get subnet 256 of 2001:db8::/56, which has none: it gets 255',
      'lan1 should get subnet -1 of 2001:db8::/56, which has none: it gets 2',
    ])
  })

  it('gives another where it is excluded, and says so [CL-31]', () => {
    const plan = planFor([delegation(ISP, '2001:db8:0:9::/64')], links('lan0=9'))
    assert.deepEqual(subnets(plan), ['lan0 2001:db8:0:ff::/64'])
    assert.deepEqual(complaints(plan), [
      'lan0 should get subnet 9 of 2001:db8::/56, which is excluded: it gets 255',
    ])
  })

  it('gives it to the first of two ports, and says so', () => {
    const plan = planFor([ISP], links('lan0=5', 'lan1=5'))
    assert.deepEqual(subnets(plan), ['lan0 2001:db8:0:5::/64', 'lan1 2001:db8:0:2::/64'])
    assert.deepEqual(complaints(plan), [
      'lan1 should get subnet 5, which is chosen for lan0 already: it gets another',
    ])
  })
})
