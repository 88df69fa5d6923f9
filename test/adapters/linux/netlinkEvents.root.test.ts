import assert from 'node:assert/strict'

import type { KernelEvent } from '../../../src/ports/netlink.ts'
import { formatIpv6Address } from '../../../src/values/ipv6Address.ts'
import { RTM_DELLINK } from '../../../src/wire/rtnetlink/constants.ts'
import { writeLink } from '../../../src/wire/rtnetlink/link.ts'
import { MessageWriter } from '../../../src/wire/rtnetlink/messageWriter.ts'
import { ipBatch } from '../../lab/command.ts'
import { comparable, ip, isAddress, isLink, isRoute, prefix, replaceAddress, route } from './kernelObjects.ts'
import { netlinkFixture } from './netlinkFixture.ts'

describe('adapters/linux: netlink events on this kernel', function () {
  this.timeout(60_000)
  const fixture = netlinkFixture()

  it('tell the life of a link', async () => {
    await fixture.namespace.ip('link add lan1 type veth peer name host1')
    const { link } = await fixture.netlink.until(isLink('lan1'))
    assert.deepEqual(
      [link.up, link.running, link.kind, link.mtu, link.multicast],
      [false, false, 'veth', 1500, true],
    )
    await fixture.namespace.ip('link set lan1 up')
    await fixture.netlink.until(event => isLink('lan1')(event) && event.link.up && !event.link.running)
    await fixture.namespace.ip('link set host1 up')
    await fixture.netlink.until(event => isLink('lan1')(event) && event.link.running)
    await fixture.namespace.ip('link set host1 down')
    await fixture.netlink.until(event => isLink('lan1')(event) && event.link.up && !event.link.running)
    await fixture.namespace.ip('link set lan1 mtu 1280')
    await fixture.netlink.until(event => isLink('lan1')(event) && event.link.mtu === 1280)
    await fixture.namespace.ip('link set lan1 name lan9')
    assert.equal((await fixture.netlink.until(isLink('lan9'))).link.index, link.index)
    await fixture.namespace.ip('link del lan9')
    await fixture.netlink.until(isLink('lan9', true))
    assert(!(await fixture.netlink.view()).links.some(({ index }) => index === link.index))
  })

  it("tell a bridge's port coming and going, and never take it for the link's end", async () => {
    await ipBatch(['link add br0 type bridge', 'link set lan0 master br0'], fixture.namespace)
    const br0 = (await fixture.netlink.until(isLink('br0'))).link
    assert.equal(br0.kind, 'bridge')
    await fixture.netlink.until(event => isLink('lan0')(event) && event.link.master === br0.index)
    await ipBatch(['link set lan0 nomaster', 'link del br0'], fixture.namespace)
    await fixture.netlink.until(event => isLink('lan0')(event) && event.link.master === null)
    const before: KernelEvent[] = []
    await fixture.netlink.until(event => before.push(event) > 0 && isLink('br0', true)(event))
    assert(!before.some(isLink('lan0', true)))
    assert.equal((await fixture.netlink.view()).links.filter(({ name }) => name === 'lan0').length, 1)
  })

  it('tell an address tentative, then no longer, then gone', async () => {
    await fixture.namespace.ip('addr add 2001:db8::1/64 dev lan0')
    await fixture.netlink.until(isAddress('2001:db8::1', false, ({ tentative }) => tentative))
    const done = await fixture.netlink.until(isAddress('2001:db8::1', false, ({ tentative }) => !tentative))
    assert(done.type === 'address')
    assert.deepEqual(
      [done.address.protocol, done.address.valid, done.address.linkLocal],
      [0, Infinity, false],
    )
    await fixture.namespace.ip('addr del 2001:db8::1/64 dev lan0')
    await fixture.netlink.until(isAddress('2001:db8::1', true))
  })

  it('tell a failed duplicate address detection: a permanent address stays, one with an end goes', async () => {
    await fixture.namespace.ip('addr add 2001:db8::1/64 dev host0 nodad')
    await fixture.namespace.ip('addr add 2001:db8::2/64 dev host0 nodad')
    const lan0 = await fixture.indexOf('lan0')
    await fixture.netlink.apply([
      replaceAddress(lan0, '2001:db8::1', Infinity, Infinity),
      replaceAddress(lan0, '2001:db8::2', 60, 90),
    ])
    const outcomes: string[] = []
    while (outcomes.length < 2) {
      const event = await fixture.netlink.until(event => event.type === 'address' && event.address.dadFailed)
      assert(event.type === 'address' && event.address.linkIndex === lan0)
      outcomes.push(`${formatIpv6Address(event.address.address)} ${event.removed ? 'goes' : 'stays'}`)
    }
    assert.deepEqual(outcomes.toSorted(), ['2001:db8::1 stays', '2001:db8::2 goes'])
  })

  it('tell default routes of the main table and ours, and no others', async () => {
    await fixture.namespace.ip('-6 route add 2001:db8:7::/48 via fe80::1 dev wan0')
    await fixture.namespace.ip('-6 route add default via fe80::1 dev wan0 table 1000')
    await fixture.namespace.ip('-6 route add default via fe80::1 dev wan0 proto ra metric 512 expires 1800')
    const { route: added } = await fixture.netlink.until(isRoute('::/0', false))
    assert.deepEqual(
      { ...added, expires: 0 },
      {
        ...route({ destination: prefix('::/0'), type: 'unicast', metric: 512, protocol: 9, expires: 0 }),
        linkIndex: await fixture.indexOf('wan0'),
        gateway: ip('fe80::1'),
      },
    )
    assert.equal(added.expires, 1800)
    await fixture.namespace.ip('-6 route add blackhole 2001:db8:8::/48 proto 107')
    await fixture.netlink.until(isRoute('2001:db8:8::/48', false))
    await fixture.namespace.ip('-6 route del blackhole 2001:db8:8::/48')
    await fixture.netlink.until(isRoute('2001:db8:8::/48', true))
    await fixture.namespace.ip('link set wan0 down')
    await fixture.netlink.until(isRoute('::/0', true))
    assert.deepEqual((await fixture.netlink.view()).routes, [])
  })

  it('tell which default route another one has replaced', async () => {
    await fixture.namespace.ip('-6 route add default via fe80::1 dev wan0')
    await fixture.namespace.ip('-6 route replace default via fe80::2 dev lan0')
    const { route: gone } = await fixture.netlink.until(isRoute('::/0', true))
    assert.equal(gone.gateway, ip('fe80::1'))
    const { routes } = await fixture.netlink.view()
    assert.deepEqual(
      routes.map(({ gateway }) => gateway && formatIpv6Address(gateway)),
      ['fe80::2'],
    )
  })

  it('tell the ways of a multipath default route', async () => {
    await fixture.namespace.ip(
      '-6 route add default nexthop via fe80::1 dev wan0 nexthop via fe80::2 dev lan0',
    )
    await fixture.netlink.until(
      event => isRoute('::/0', false)(event) && event.route.gateway === ip('fe80::2'),
    )
    await fixture.namespace.ip('-6 route append default via fe80::3 dev lan0')
    await fixture.netlink.until(
      event => isRoute('::/0', false)(event) && event.route.gateway === ip('fe80::3'),
    )
    await fixture.namespace.ip('-6 route del default via fe80::1 dev wan0')
    await fixture.netlink.until(
      event => isRoute('::/0', true)(event) && event.route.gateway === ip('fe80::1'),
    )
    assert.deepEqual(comparable(await fixture.netlink.view()), comparable(await fixture.netlink.freshView()))
    await fixture.namespace.ip('-6 route replace default via fe80::4 dev wan0')
    await fixture.netlink.until(
      event =>
        event.type === 'resync' || (isRoute('::/0', false)(event) && event.route.gateway === ip('fe80::4')),
    )
    assert.deepEqual(comparable(await fixture.netlink.view()), comparable(await fixture.netlink.freshView()))
  })

  it('come from the kernel alone', async () => {
    const writer = new MessageWriter(true)
    writer.begin(RTM_DELLINK, 0, 0)
    writeLink(writer, { index: await fixture.indexOf('lan0'), name: 'lan0', mtu: 1492 })
    writer.end()
    assert.equal(await fixture.netlink.forge(writer.finish()), 2)
    await fixture.namespace.ip('link set lan0 mtu 1400')
    await fixture.netlink.until(event => isLink('lan0')(event) && event.link.mtu === 1400)
    assert.equal((await fixture.netlink.view()).links.filter(({ name }) => name === 'lan0').length, 1)
  })
})
