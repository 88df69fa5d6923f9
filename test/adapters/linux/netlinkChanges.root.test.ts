import assert from 'node:assert/strict'

import { KD6_PROTOCOL, type KernelChange } from '../../../src/ports/netlink.ts'
import { ip, isAddress, isLink, isRoute, prefix, replaceAddress, route } from './kernelObjects.ts'
import { netlinkFixture } from './netlinkFixture.ts'
import { RemoteNetlink } from './remoteNetlink.ts'

describe('adapters/linux: netlink changes on this kernel', function () {
  this.timeout(60_000)
  const fixture = netlinkFixture()

  it('set a link up', async () => {
    await fixture.namespace.ip('link set lan0 down')
    await fixture.netlink.until(event => isLink('lan0')(event) && !event.link.up)
    assert.deepEqual(
      await fixture.netlink.apply([{ do: 'setLinkUp', linkIndex: await fixture.indexOf('lan0') }]),
      [null],
    )
    const [link] = await fixture.namespace.ipJson('link show dev lan0')
    assert((link!['flags'] as string[]).includes('UP'))
  })

  it('add an address with its lifetimes and mark, and update it', async () => {
    const lan0 = await fixture.indexOf('lan0')
    assert.deepEqual(await fixture.netlink.apply([replaceAddress(lan0, '2001:db8:0:2001::1', 3600, 5400)]), [
      null,
    ])
    assert.deepEqual(await lifetimesOf('2001:db8:0:2001::1'), [3600, 5400, 'dynamic'])
    assert.deepEqual(await fixture.netlink.apply([replaceAddress(lan0, '2001:db8:0:2001::1', 0, Infinity)]), [
      null,
    ])
    assert.deepEqual(await lifetimesOf('2001:db8:0:2001::1'), [0, 2 ** 32 - 1, 'deprecated'])
    const { addresses } = await fixture.netlink.freshView()
    const address = addresses.find(({ address }) => address === ip('2001:db8:0:2001::1'))
    assert.deepEqual([address?.protocol, address?.valid, address?.deprecated], [KD6_PROTOCOL, Infinity, true])
  })

  it('show in the view, by events like those of others', async () => {
    const lan0 = await fixture.indexOf('lan0')
    await fixture.netlink.apply([
      replaceAddress(lan0, '2001:db8:0:2001::1', 60, 90),
      { do: 'replaceRoute', route: route({}) },
    ])
    await fixture.netlink.until(isAddress('2001:db8:0:2001::1', false))
    await fixture.netlink.until(isRoute('2001:db8:0:2000::/56', false))
    const { addresses, routes } = await fixture.netlink.view()
    const added = addresses.find(({ address }) => address === ip('2001:db8:0:2001::1'))
    assert.deepEqual(
      [added?.tentative, added?.protocol, added?.preferred, added?.valid],
      [true, KD6_PROTOCOL, 60, 90],
    )
    assert.deepEqual(routes, [route({})])
  })

  it('remove an address, and again', async () => {
    const lan0 = await fixture.indexOf('lan0')
    const removal = {
      do: 'removeAddress',
      linkIndex: lan0,
      address: ip('2001:db8::1'),
      prefixLength: 64,
    } as const
    await fixture.netlink.apply([replaceAddress(lan0, '2001:db8::1', 60, 90)])
    assert.deepEqual(await fixture.netlink.apply([removal, removal]), [null, null])
    await fixture.netlink.until(isAddress('2001:db8::1', true))
    assert.deepEqual(
      (await fixture.netlink.view()).addresses.filter(
        ({ linkLocal, linkIndex }) => !linkLocal && linkIndex === lan0,
      ),
      [],
    )
  })

  it('add routes that are marked, replace and remove them, and again', async () => {
    const wan0 = await fixture.indexOf('wan0')
    const routes = [
      route({}),
      route({ destination: prefix('2001:db8:1::/48'), type: 'prohibit', metric: 77 }),
      route({ destination: prefix('2001:db8:2::/48'), type: 'blackhole', table: 1000 }),
      route({
        destination: prefix('::/0'),
        type: 'unicast',
        linkIndex: wan0,
        gateway: ip('fe80::1'),
        expires: 1800,
      }),
    ]
    const replace = routes.map((each): KernelChange => ({ do: 'replaceRoute', route: each }))
    assert.deepEqual(await fixture.netlink.apply([...replace, ...replace]), Array(8).fill(null))
    const shown = await fixture.namespace.ipJson('-6 -d route show table all proto 107')
    assert.deepEqual(
      shown.map(({ type, dst, metric, table, gateway }) => [type, dst, metric, table, gateway]).toSorted(),
      [
        ['blackhole', '2001:db8:2::/48', 1024, '1000', undefined],
        ['prohibit', '2001:db8:1::/48', 77, 'main', undefined],
        ['unicast', 'default', 1024, 'main', 'fe80::1'],
        ['unreachable', '2001:db8:0:2000::/56', 1024, 'main', undefined],
      ],
    )
    const expiry = (await fixture.netlink.freshView()).routes.find(({ type }) => type === 'unicast')!.expires
    assert(expiry > 1790 && expiry <= 1800, `${expiry}`)
    const remove = routes.map((each): KernelChange => ({ do: 'removeRoute', route: each }))
    assert.deepEqual(await fixture.netlink.apply([...remove, ...remove]), Array(8).fill(null))
    await fixture.netlink.until(isRoute('::/0', true))
    assert.deepEqual((await fixture.netlink.view()).routes, [])
  })

  it('never remove a route of another, though it looks like ours', async () => {
    await fixture.namespace.ip('-6 route add unreachable 2001:db8:0:2000::/56 proto static metric 1024')
    assert.deepEqual(await fixture.netlink.apply([{ do: 'removeRoute', route: route({}) }]), [null])
    assert.equal((await fixture.namespace.ipJson('-6 route show type unreachable')).length, 1)
  })

  it('never take over an address of another, nor remove it', async () => {
    const lan0 = await fixture.indexOf('lan0')
    await fixture.namespace.ip('addr add 2001:db8::1/64 dev lan0')
    await fixture.netlink.until(isAddress('2001:db8::1', false))
    const faults = await fixture.netlink.apply([
      replaceAddress(lan0, '2001:db8::1', 60, 90),
      { do: 'removeAddress', linkIndex: lan0, address: ip('2001:db8::1'), prefixLength: 64 },
    ])
    assert.deepEqual(
      faults.map(fault => fault?.code),
      ['EEXIST', 'EPERM'],
    )
    assert.deepEqual(await lifetimesOf('2001:db8::1'), [2 ** 32 - 1, 2 ** 32 - 1, undefined])
  })

  it('fail in the words of the kernel, each on its own', async () => {
    const lan0 = await fixture.indexOf('lan0')
    const unreachableGateway = {
      type: 'unicast',
      linkIndex: lan0,
      gateway: ip('2001:db8:ffff::1'),
    } as const
    const faults = await fixture.netlink.apply([
      replaceAddress(lan0, '2001:db8::1', 7200, 3600),
      replaceAddress(lan0, '2001:db8::2', 60, 90),
      replaceAddress(999, '2001:db8::3', 60, 90),
      { do: 'replaceRoute', route: route(unreachableGateway) },
      { do: 'setLinkUp', linkIndex: 999 },
    ])
    assert.deepEqual(faults, [
      {
        code: 'EINVAL',
        call: 'RTM_NEWADDR',
        where: '2001:db8::1/64 on lan0',
        message: 'ipv6: address lifetime invalid',
      },
      null,
      {
        code: 'ENODEV',
        call: 'RTM_NEWADDR',
        where: '2001:db8::3/64 on link 999',
        message: 'ipv6: Unable to find the interface',
      },
      {
        code: 'EHOSTUNREACH',
        call: 'RTM_NEWROUTE',
        where: 'route 2001:db8:0:2000::/56 via 2001:db8:ffff::1 on lan0',
        message: 'host is unreachable',
      },
      { code: 'ENODEV', call: 'RTM_NEWLINK', where: 'link 999', message: 'no such device' },
    ])
  })

  it('fail with EPERM, EACCES or the like without privilege', async () => {
    const unprivileged = new RemoteNetlink(fixture.namespace.name, [
      'setpriv',
      '--bounding-set=-all',
      '--inh-caps=-all',
    ])
    assert.equal(await unprivileged.start(), null)
    const [fault] = await unprivileged.apply([{ do: 'replaceRoute', route: route({}) }])
    await unprivileged.close()
    assert.equal(fault?.code, 'EPERM')
  })

  it('go 300 at a time, and errors to those that caused them', async () => {
    const lan0 = await fixture.indexOf('lan0')
    const changes = Array.from({ length: 300 }, (_, number) =>
      replaceAddress(number % 7 === 3 ? 999 : lan0, `2001:db8:0:2001::${(number + 1).toString(16)}`, 60, 90),
    )
    const faults = await fixture.netlink.apply(changes)
    assert.deepEqual(
      faults.map(fault => fault?.where ?? null),
      changes.map((_, number) =>
        number % 7 === 3 ? `2001:db8:0:2001::${(number + 1).toString(16)}/64 on link 999` : null,
      ),
    )
    const shown = await fixture.namespace.ipJson('-6 addr show dev lan0 scope global')
    assert.equal(
      (shown[0]!['addr_info'] as { local?: string }[]).filter(({ local }) => local).length,
      faults.filter(fault => fault === null).length,
    )
  })

  async function lifetimesOf(address: string): Promise<unknown[]> {
    const [link] = await fixture.namespace.ipJson('-6 addr show dev lan0')
    const shown = (link!['addr_info'] as Record<string, unknown>[]).find(({ local }) => local === address)!
    const mark = ['dynamic', 'deprecated'].find(flag => shown[flag] === true)
    return [shown['preferred_life_time'], shown['valid_life_time'], mark]
  }
})
