import assert from 'node:assert/strict'
import { KD6_PROTOCOL } from '../../src/ports/netlink.ts'
import { fault } from '../../src/values/fault.ts'
import { ALL_ROUTERS } from '../../src/values/ipv6Address.ts'
import { encodeNd, NdMessageType } from '../../src/wire/nd/message.ts'
import { address } from '../rules/dhcpv6/messages.ts'
import { isAdvertisement, isChange, LanLab, linkLocal } from './lanRouterLab.ts'

describe('LAN side: a plan on the ports', () => {
  it('installs addresses and the unreachable route, and only then tells the hosts [CE-L2] [CE-WPD5] [CE-L1]', async () => {
    const lab = new LanLab({ lans: ['lan0', 'lan1', 'lan2'] })
    lab.router.start()
    lab.take()
    await lab.give(['2001:db8:0:2000::/56'])
    const story = lab.take()
    const ras = story.filter(isAdvertisement)
    assert.deepEqual(ras, [
      'RA lan0 2700: 2001:db8:0:2001::/64',
      'RA lan1 2700: 2001:db8:0:2002::/64',
      'RA lan2 2700: 2001:db8:0:2003::/64',
    ])
    assert.ok(story.findLastIndex(isChange) < story.findIndex(isAdvertisement))
    assert.deepEqual(
      ['lan0', 'lan1', 'lan2'].map(name => lab.addressesOn(name)),
      [['2001:db8:0:2001::1/64'], ['2001:db8:0:2002::1/64'], ['2001:db8:0:2003::1/64']],
    )
    assert.deepEqual(lab.unreachable, ['2001:db8:0:2000::/56'])
  })

  it('says nothing before there is a plan', async () => {
    const lab = new LanLab()
    lab.router.start()
    await lab.pass(1000)
    lab.router.onNdMessage({
      payload: encodeNd({ type: NdMessageType.ROUTER_SOLICITATION, options: [] }),
      source: linkLocal(77),
      destination: ALL_ROUTERS,
      linkIndex: 2,
      hopLimit: 255,
    })
    await lab.pass(10)
    assert.deepEqual(lab.take(), [])
  })

  it('answers a Router Solicitation on the LAN where it came, and nowhere else', async () => {
    const lab = await LanLab.serving()
    for (const [linkIndex, answers] of [
      [3, ['RA lan1 2700: 2001:db8:0:2::/64']],
      [1, []],
      [99, []],
    ] as const) {
      lab.router.onNdMessage({
        payload: encodeNd({ type: NdMessageType.ROUTER_SOLICITATION, options: [] }),
        source: linkLocal(77),
        destination: ALL_ROUTERS,
        linkIndex,
        hopLimit: 255,
      })
      await lab.pass(1)
      assert.deepEqual(lab.take(), answers)
    }
  })

  it('gives each LAN a subnet of each delegation [CE-L2] [CL-24]', async () => {
    const lab = new LanLab()
    lab.router.start()
    await lab.give(['2001:db8::/56', '2001:db8:1::/56'])
    assert.deepEqual(lab.addressesOn('lan1'), ['2001:db8:0:2::1/64', '2001:db8:1:2::1/64'])
    assert.deepEqual(lab.takeOnly('RA lan1'), ['RA lan1 2700: 2001:db8:0:2::/64, 2001:db8:1:2::/64'])
    assert.deepEqual(lab.unreachable, ['2001:db8::/56', '2001:db8:1::/56'])
  })

  it('serves the first ports, and says so, when the delegation is too small for all [CE-WPD3] [LPD-2]', async () => {
    const lab = new LanLab({ lans: ['lan0', 'lan1', 'lan2'] })
    lab.router.start()
    await lab.give(['2001:db8:0:8::/63'])
    assert.deepEqual(
      ['lan0', 'lan1', 'lan2'].map(name => lab.addressesOn(name).length),
      [1, 1, 0],
    )
    assert.equal(lab.router.status().problems.length, 1)
    assert.equal(lab.log.at('error').length, 1)
  })

  it('keeps each port its subnet over a restart, whatever the order of the ports is then [LPD-3]', async () => {
    const lab = await LanLab.serving({ lans: ['lan0', 'lan1'] })
    const document = lab.store.load('subnets') as Record<string, string>
    const memory = { subnetIds: new Map(Object.entries(document).map(([key, id]) => [key, BigInt(id)])) }
    const next = await LanLab.serving({ lans: ['lan1', 'lan2', 'lan0'], memory })
    assert.deepEqual(
      ['lan0', 'lan1'].map(name => next.addressesOn(name)),
      [lab.addressesOn('lan0'), lab.addressesOn('lan1')],
    )
  })

  it('changes nothing when the same lease comes again, and renews lifetimes when they grew', async () => {
    const lab = await LanLab.serving()
    const lease = lab.lease(['2001:db8::/56'])
    await lab.router.install('wan0', lease)
    const renewed = lab.take()
    assert.deepEqual(renewed.filter(isChange).length, renewed.length)
    assert.ok(renewed.includes('address 2001:db8:0:1::1 lan0'))
    await lab.router.install('wan0', lease)
    assert.deepEqual(lab.take(), [])
  })

  it('never lets an address outlive the lease', async () => {
    const lab = new LanLab()
    lab.router.start()
    await lab.give(['2001:db8::/56'], { valid: 500 })
    const [own] = lab.netlink.addressesOf(2).filter(({ linkLocal: isLocal }) => !isLocal)
    assert.deepEqual([own!.preferred, own!.valid], [250, 500])
    for (const route of lab.netlink.routes().filter(({ protocol }) => protocol === KD6_PROTOCOL)) {
      assert.ok(route.expires <= 500)
    }
  })

  it('makes a default route to the DHCPv6 server where the setting says so, as long as the lease [DN-4]', async () => {
    const lab = new LanLab({ settings: { routedToServer: new Set(['wan0']) } })
    lab.setUplink(false)
    lab.router.start()
    await lab.give(['2001:db8::/56'], { valid: 500 })
    const own = lab.netlink
      .routes()
      .find(({ destination, type }) => destination.length === 0 && type === 'unicast')
    assert.deepEqual([own?.gateway, own?.linkIndex, own?.expires], [address('fe80::1'), 1, 500])
    assert.deepEqual(lab.takeOnly('RA lan0'), ['RA lan0 2700: 2001:db8:0:1::/64'])
    lab.router.withdraw('wan0', 'gone')
    await lab.pass(0)
    assert.ok(lab.netlink.routes().every(({ destination }) => destination.length > 0))
  })

  it('goes on with the rest when the kernel refuses a part, and says how much', async () => {
    const lab = new LanLab()
    lab.netlink.refuse = change =>
      change.do === 'replaceAddress' && change.linkIndex === 2
        ? fault('EINVAL', 'RTM_NEWADDR', 'lan0', 'no')
        : null
    lab.router.start()
    await lab.give(['2001:db8::/56'])
    const story = lab.take()
    assert.ok(story.includes('refused 1'))
    assert.deepEqual(lab.addressesOn('lan1'), ['2001:db8:0:2::1/64'])
    assert.match(lab.log.at('error').join(), /lan0: RTM_NEWADDR: EINVAL/)
    assert.equal(lab.router.status().counters['kernelFaults'], 1)
  })
})

describe('LAN side: what goes', () => {
  it('takes a prefix from the hosts before it takes its address', async () => {
    const lab = await LanLab.serving()
    lab.router.withdraw('wan0', 'gone')
    await lab.pass(0)
    const story = lab.take()
    assert.deepEqual(story.filter(isAdvertisement), [
      'RA lan0 0: 2001:db8:0:1::/64 0/0',
      'RA lan1 0: 2001:db8:0:2::/64 0/0',
    ])
    assert.ok(story.findLastIndex(isAdvertisement) < story.findIndex(isChange))
    assert.deepEqual([lab.addressesOn('lan0'), lab.addressesOn('lan1'), lab.unreachable], [[], [], []])
  })

  it('leaves a lease that stops with the whole daemon to its own stop', async () => {
    const lab = await LanLab.serving()
    lab.router.withdraw('wan0', 'stopping')
    await lab.pass(1)
    assert.deepEqual(lab.take(), [])
  })

  it('replaces a delegation by another: the new one in, hosts told of both, the old one out [CL-24]', async () => {
    const lab = await LanLab.serving({ lans: ['lan0'] })
    await lab.give(['2001:db8:9::/56'])
    const story = lab.take().filter(line => !line.startsWith('save'))
    const told = story.findIndex(isAdvertisement)
    assert.equal(story[told], 'RA lan0 2700: 2001:db8:9:1::/64, 2001:db8:0:1::/64 0/0')
    assert.ok(story.slice(0, told).every(line => line.includes('2001:db8:9:')))
    assert.ok(story.slice(told + 1).every(line => line.startsWith('remove') && line.includes('2001:db8:')))
    assert.deepEqual(
      [lab.addressesOn('lan0'), lab.unreachable],
      [['2001:db8:9:1::1/64'], ['2001:db8:9::/56']],
    )
  })

  it('says no more that a prefix is over when it is back', async () => {
    const lab = await LanLab.serving({ lans: ['lan0'] })
    lab.router.withdraw('wan0', 'gone')
    await lab.pass(100)
    lab.take()
    await lab.give(['2001:db8::/56'])
    await lab.pass(100)
    assert.deepEqual(new Set(lab.takeOnly('RA')), new Set(['RA lan0 2700: 2001:db8:0:1::/64']))
  })

  it('keeps what another WAN delegated', async () => {
    const lab = await LanLab.serving()
    await lab.give(['2001:db8:9::/56'], { wan: 'wan1' })
    lab.router.withdraw('wan0', 'gone')
    await lab.pass(0)
    assert.deepEqual(
      [lab.addressesOn('lan0'), lab.unreachable],
      [['2001:db8:9:1::1/64'], ['2001:db8:9::/56']],
    )
  })

  it('does not complain that what expired by itself is not there', async () => {
    const lab = await LanLab.serving()
    const [own] = lab.netlink.addressesOf(2).filter(({ linkLocal: isLocal }) => !isLocal)
    lab.netlink.removeAddress('lan0', own!.address)
    for (const route of lab.netlink.routes()) if (route.type === 'unreachable') lab.netlink.removeRoute(route)
    lab.router.withdraw('wan0', 'gone')
    await lab.pass(0)
    assert.deepEqual(lab.log.at('error'), [])
  })
})

describe('LAN side: the uplink', () => {
  it('tells the hosts at once when the default route is lost, and when it is back [CE-G4] [CE-G5]', async () => {
    const lab = await LanLab.serving()
    lab.setUplink(false)
    assert.deepEqual(lab.take(), ['RA lan0 0: 2001:db8:0:1::/64', 'RA lan1 0: 2001:db8:0:2::/64'])
    await lab.pass(100)
    lab.take()
    lab.setUplink(true)
    assert.deepEqual(lab.take(), ['RA lan0 2700: 2001:db8:0:1::/64', 'RA lan1 2700: 2001:db8:0:2::/64'])
  })

  it('is no default router without one [CE-G4]', async () => {
    const lab = new LanLab()
    lab.setUplink(false)
    lab.router.start()
    await lab.give(['2001:db8::/56'])
    assert.deepEqual(lab.takeOnly('RA lan0'), ['RA lan0 0: 2001:db8:0:1::/64'])
  })

  it('takes no default route for one that leads to its own LAN [CE-G4]', async () => {
    const lab = new LanLab()
    lab.setUplink(false)
    lab.setUplink(true, 'lan1')
    lab.router.start()
    await lab.give(['2001:db8::/56'])
    assert.deepEqual(lab.takeOnly('RA lan0'), ['RA lan0 0: 2001:db8:0:1::/64'])
  })

  it('does not mind that one of two default routes goes', async () => {
    const lab = await LanLab.serving()
    lab.netlink.addLink('wan1')
    lab.setUplink(true, 'wan1')
    lab.setUplink(false, 'wan0')
    assert.deepEqual(lab.take(), [])
  })
})
