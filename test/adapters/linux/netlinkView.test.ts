import assert from 'node:assert/strict'

import { LinuxNetlink } from '../../../src/adapters/linux/netlink.ts'
import { KD6_PROTOCOL, MAIN_TABLE } from '../../../src/ports/netlink.ts'
import * as k from '../../../src/wire/rtnetlink/constants.ts'
import { defaultRoute, fakeKernelFixture, LAN0 } from './fakeKernelFixture.ts'
import { ip } from './kernelObjects.ts'

describe('adapters/linux: the netlink view', () => {
  const fixture = fakeKernelFixture('not started')

  it('is complete after start', async () => {
    fixture.kernel.addresses = [
      { linkIndex: 3, prefixLength: 64, address: ip('fe80::1'), scope: 253, protocol: 3 },
    ]
    fixture.kernel.routes = [defaultRoute('fe80::99')]
    assert.equal(await fixture.netlink.start(), null)
    assert.equal(fixture.netlink.linkByName('lan0')?.index, 3)
    assert.equal(fixture.netlink.linkByName('lan1'), null)
    assert.deepEqual(
      fixture.netlink.addressesOf(3).map(({ address, linkLocal }) => [address, linkLocal]),
      [[ip('fe80::1'), true]],
    )
    assert.deepEqual(fixture.netlink.addressesOf(4), [])
    assert.deepEqual(
      fixture.netlink.routes().map(({ gateway }) => gateway),
      [ip('fe80::99')],
    )
  })

  it('holds default routes of the main table and ours, no others', async () => {
    const destination = {
      destination: ip('2001:db8:1::'),
      destinationLength: 48,
      type: k.RTN_UNICAST,
      linkIndex: 3,
    }
    fixture.kernel.routes = [
      { ...destination, table: MAIN_TABLE, protocol: 3 },
      { ...destination, table: 1000, protocol: KD6_PROTOCOL },
      { ...defaultRoute('fe80::1'), table: 1000 },
      { ...defaultRoute('fe80::2'), flags: k.RTM_F_CLONED },
      { ...defaultRoute('fe80::3'), type: 5 },
      defaultRoute('fe80::4'),
    ]
    await fixture.netlink.start()
    assert.deepEqual(
      fixture.netlink.routes().map(({ table, protocol, gateway }) => [table, protocol, gateway]),
      [
        [1000, KD6_PROTOCOL, null],
        [MAIN_TABLE, 9, ip('fe80::4')],
      ],
    )
  })

  it('shows each way of a multipath default route', async () => {
    const nextHops = ['fe80::1', 'fe80::2'].map(text => ({
      linkIndex: 3,
      flags: 0,
      weight: 1,
      gateway: ip(text),
    }))
    fixture.kernel.routes = [{ table: MAIN_TABLE, protocol: 3, type: k.RTN_UNICAST, metric: 1024, nextHops }]
    await fixture.netlink.start()
    assert.deepEqual(
      fixture.netlink.routes().map(({ gateway }) => gateway),
      [ip('fe80::1'), ip('fe80::2')],
    )
  })

  it('repeats a dump that was interrupted', async () => {
    fixture.kernel.interruptions = 2
    fixture.kernel.onDump = type => {
      if (type === k.RTM_GETLINK && fixture.kernel.interruptions === 0) fixture.kernel.links = [LAN0]
    }
    assert.equal(await fixture.netlink.start(), null)
    assert.deepEqual([...fixture.netlink.links.keys()], [3])
    assert.equal(fixture.kernel.requests.filter(({ type }) => type === k.RTM_GETLINK).length, 3)
  })

  it('repeats a dump whose answers were lost', async () => {
    fixture.kernel.onDump = type => {
      fixture.kernel.onDump = () => undefined
      if (type === k.RTM_GETLINK) fixture.kernel.loseAnswers()
    }
    assert.equal(await fixture.netlink.start(), null)
    assert.equal(fixture.netlink.links.size, 2)
  })

  it('takes in what changed while it dumped', async () => {
    fixture.kernel.onDump = type => {
      if (type !== k.RTM_GETROUTE) return
      fixture.kernel.onDump = () => undefined
      fixture.kernel.notifyLink({ ...LAN0, name: 'lan7' })
      fixture.kernel.notifyAddress({ linkIndex: 3, prefixLength: 64, address: ip('2001:db8::1') })
    }
    await fixture.netlink.start()
    assert.equal(fixture.netlink.linkByName('lan7')?.index, 3)
    assert.equal(fixture.netlink.addressesOf(3).length, 1)
  })

  it('passes on why no socket could be opened', async () => {
    const refused = {
      code: 'EPERM',
      call: 'socket',
      where: 'rtnetlink socket',
      message: 'operation not permitted',
    }
    const other = new LinuxNetlink({ open: () => refused, littleEndian: true })
    assert.deepEqual(await other.start(), refused)
  })

  it('leaves the protocol of addresses open on a kernel that does not know it', async () => {
    fixture.kernel.addresses = [{ linkIndex: 3, prefixLength: 64, address: ip('fe80::1') }]
    const old = new LinuxNetlink({
      open: fixture.kernel.open,
      littleEndian: true,
      kernelRelease: '5.15.0-91-generic',
    })
    await old.start()
    assert.equal(old.addressesOf(3)[0]?.protocol, null)
    old.close()
    await fixture.netlink.start()
    assert.equal(fixture.netlink.addressesOf(3)[0]?.protocol, 0)
  })
})
