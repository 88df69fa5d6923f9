import assert from 'node:assert/strict'
import { KD6_PROTOCOL, MAIN_TABLE, type Route } from '../../src/ports/netlink.ts'
import { FakeNetlink } from '../fakes/netlink.ts'
import { address, prefix } from '../rules/dhcpv6/messages.ts'
import { LanLab, linkLocal } from './lanRouterLab.ts'

describe('LAN side: ports that come and go', () => {
  it('serves a port that appears later, with the subnet that is its own', async () => {
    const lab = await LanLab.serving({ lans: ['lan0'], named: ['lan0', 'lan1'] })
    assert.match(lab.log.at('warn').join(), /there is no such port yet/)
    lab.addLan('lan1')
    await lab.pass(20)
    assert.deepEqual(lab.addressesOn('lan1'), ['2001:db8:0:2::1/64'])
    assert.ok(lab.take().includes('RA lan1 2700: 2001:db8:0:2::/64'))
  })

  it('sets a port up that is down, once, and leaves it to the administrator then', async () => {
    const lab = new LanLab({ lans: [], named: ['lan0'] })
    lab.netlink.addLink('lan0', { up: false, running: false })
    lab.router.start()
    await lab.pass(1)
    assert.deepEqual(lab.takeOnly('up'), ['up lan0'])
    lab.netlink.changeLink('lan0', { up: false })
    await lab.pass(10)
    assert.deepEqual(lab.takeOnly('up'), [])
  })

  it('gives a port that was made anew what the old one had', async () => {
    const lab = await LanLab.serving()
    lab.netlink.removeLink('lan0')
    await lab.pass(20)
    lab.take()
    lab.addLan('lan0')
    await lab.pass(5)
    assert.deepEqual(lab.addressesOn('lan0'), ['2001:db8:0:1::1/64'])
    assert.deepEqual(lab.takeOnly('RA'), ['RA lan0 2700: 2001:db8:0:1::/64'])
    assert.deepEqual(lab.log.at('error'), [])
  })

  it('withdraws nothing from the others, nor the prefix itself, when a port loses its carrier', async () => {
    const lab = await LanLab.serving()
    lab.netlink.changeLink('lan0', { running: false })
    await lab.pass(30)
    assert.deepEqual(lab.takeOnly('RA', 'remove'), [])
    lab.netlink.changeLink('lan0', { running: true })
    await lab.pass(1)
    assert.deepEqual(lab.takeOnly('RA', 'remove'), ['RA lan0 2700: 2001:db8:0:1::/64'])
  })

  it('takes every eligible port where none is named, one that comes later, too', async () => {
    const lab = new LanLab({
      lans: ['lan0'],
      settings: { lanPorts: { kind: 'eligible', ports: [], except: ['wan0'] } },
    })
    lab.netlink.addLink('lo', { loopback: true })
    lab.netlink.addLink('member', { master: 7 })
    lab.router.start()
    await lab.give(['2001:db8::/56'])
    lab.addLan('late')
    await lab.pass(1)
    assert.deepEqual(
      lab.router.status().lans.map(({ name }) => name),
      ['lan0', 'late'],
    )
    assert.deepEqual(lab.addressesOn('late'), ['2001:db8:0:2::1/64'])
  })
})

describe('LAN side: what others do to it', () => {
  it('puts back an address that somebody deleted, a second later', async () => {
    const lab = await LanLab.serving()
    lab.netlink.removeAddress('lan0', address('2001:db8:0:1::1'))
    await lab.pass(0.9)
    assert.deepEqual(lab.addressesOn('lan0'), [])
    await lab.pass(0.2)
    assert.deepEqual(lab.addressesOn('lan0'), ['2001:db8:0:1::1/64'])
    assert.deepEqual(lab.takeOnly('address'), ['address 2001:db8:0:1::1 lan0'])
  })

  it('puts back the unreachable route that somebody deleted [CE-WPD5]', async () => {
    const lab = await LanLab.serving()
    lab.netlink.removeRoute(lab.netlink.routes().find(({ type }) => type === 'unreachable')!)
    await lab.pass(1.1)
    assert.deepEqual(lab.unreachable, ['2001:db8::/56'])
  })

  it('looks anew after notifications were lost', async () => {
    const lab = await LanLab.serving()
    lab.netlink.loseNotifications(() => lab.netlink.removeAddress('lan1', address('2001:db8:0:2::1')))
    await lab.pass(2)
    assert.deepEqual(lab.addressesOn('lan1'), [])
    lab.netlink.resync()
    await lab.pass(2)
    assert.deepEqual(lab.addressesOn('lan1'), ['2001:db8:0:2::1/64'])
  })

  it('takes the next address when another node has its own, and again [SL-3]', async () => {
    const lab = await LanLab.serving()
    for (const [inUse, next] of [
      ['2001:db8:0:1::1', '2001:db8:0:1::2/64'],
      ['2001:db8:0:1::2', '2001:db8:0:1::3/64'],
    ] as const) {
      lab.netlink.setAddress('lan0', address(inUse), { tentative: true, dadFailed: true })
      await lab.pass(1)
      assert.deepEqual(lab.addressesOn('lan0'), [next])
    }
    assert.deepEqual(lab.addressesOn('lan1'), ['2001:db8:0:2::1/64'])
    assert.equal(lab.log.at('warn').filter(line => /in use by another node/.test(line)).length, 2)
  })

  it('leaves alone what it did not install', async () => {
    const lab = await LanLab.serving()
    const foreign: Route = {
      destination: prefix('2001:db8:0:80::/60'),
      type: 'unreachable',
      linkIndex: null,
      gateway: null,
      metric: 1,
      table: MAIN_TABLE,
      protocol: 4,
      expires: Infinity,
    }
    lab.netlink.addRoute(foreign)
    lab.netlink.setAddress('lan0', address('2001:db8:0:1::abcd'), { protocol: 0 })
    lab.router.withdraw('wan0', 'gone')
    await lab.router.stop({ withdraw: true })
    assert.deepEqual(lab.addressesOn('lan0'), ['2001:db8:0:1::abcd/64'])
    assert.ok(lab.netlink.routes().includes(foreign))
  })
})

describe('LAN side: what an earlier run left', () => {
  const left = (): FakeNetlink => {
    const netlink = new FakeNetlink()
    netlink.addLink('wan0')
    netlink.addLink('lan0')
    netlink.setAddress('lan0', linkLocal(2))
    netlink.addRoute(netlink.defaultRoute('wan0', address('fe80::99')))
    for (const text of ['2001:db8:5:1::1', '2001:db8:5:7::1', 'fd00::1']) {
      netlink.setAddress('lan0', address(text), { protocol: KD6_PROTOCOL })
    }
    netlink.setAddress('lan0', address('2001:db8:5:1::99'), { protocol: 3 })
    for (const text of ['2001:db8:5::/56', '2001:db8:6::/56']) {
      netlink.addRoute({
        destination: prefix(text),
        type: 'unreachable',
        linkIndex: null,
        gateway: null,
        metric: 1,
        table: MAIN_TABLE,
        protocol: KD6_PROTOCOL,
        expires: Infinity,
      })
    }
    return netlink
  }
  const options = () => ({
    lans: ['lan0'],
    netlink: left(),
    memory: { delegations: [prefix('2001:db8:5::/56')] },
  })

  it('goes on with it when the delegation is the same: nothing is ever missing', async () => {
    const lab = new LanLab(options())
    lab.router.start()
    await lab.give(['2001:db8:5::/56'])
    const removed = lab.takeOnly('remove')
    assert.deepEqual(removed, ['remove 2001:db8:5:7::1 lan0'])
    assert.ok(lab.addressesOn('lan0').includes('2001:db8:5:1::1/64'))
  })

  it('removes what is marked as ours within earlier delegations, when it has another, and nothing else', async () => {
    const lab = new LanLab(options())
    lab.router.start()
    await lab.give(['2001:db8:9::/56'])
    await lab.pass(1)
    assert.deepEqual(lab.addressesOn('lan0').sort(), [
      '2001:db8:5:1::99/64',
      '2001:db8:9:1::1/64',
      'fd00::1/64',
    ])
    assert.deepEqual(lab.unreachable.sort(), ['2001:db8:6::/56', '2001:db8:9::/56'])
  })
})
