import assert from 'node:assert/strict'

import { KD6_PROTOCOL } from '../../../src/ports/netlink.ts'
import * as k from '../../../src/wire/rtnetlink/constants.ts'
import { defaultRoute, fakeKernelFixture, LAN0 } from './fakeKernelFixture.ts'
import { ip, route } from './kernelObjects.ts'

const OURS = route({})

describe('adapters/linux: netlink events', () => {
  const fixture = fakeKernelFixture('started')

  it('come when the view is true already', () => {
    let seen: string | undefined
    fixture.netlink.subscribe(() => (seen = fixture.netlink.linkByName('wan0')?.name))
    fixture.kernel.notifyLink({ index: 4, name: 'wan0', mtu: 1500 })
    assert.equal(seen, 'wan0')
  })

  it('say nothing where nothing changed for the port', () => {
    fixture.kernel.notifyLink({ ...LAN0, operationalState: 6 })
    fixture.kernel.notifyLink({ ...LAN0, mtu: 1280 })
    fixture.kernel.notifyLink({ ...LAN0, mtu: 1280 })
    assert.deepEqual(
      fixture.events.map(({ type }) => type),
      ['link'],
    )
  })

  it("pass over a bridge's word about its port, and events without the link", () => {
    fixture.kernel.notifyLink({ ...LAN0, family: 7, master: 9 }, k.RTM_DELLINK)
    fixture.kernel.notifyLink({ index: 3, name: 'lan0' })
    assert.deepEqual(fixture.events, [])
    assert.equal(fixture.netlink.linkByName('lan0')?.mtu, 1500)
  })

  it('take addresses and routes along with a link that goes silently', () => {
    fixture.kernel.notifyAddress({ linkIndex: 3, prefixLength: 64, address: ip('2001:db8::1') })
    fixture.kernel.notifyRoute(defaultRoute('fe80::1'))
    fixture.events.length = 0
    fixture.kernel.notifyLink(LAN0, k.RTM_DELLINK)
    assert.deepEqual(
      fixture.events.map(({ type }) => type),
      ['address', 'route', 'link'],
    )
    assert(fixture.events.every(event => event.type !== 'resync' && event.removed))
    assert.deepEqual(
      [fixture.netlink.addressesOf(3), fixture.netlink.routes(), fixture.netlink.linkByName('lan0')],
      [[], [], null],
    )
  })

  it('tell of a failed detection by the address that goes', () => {
    const address = { linkIndex: 3, prefixLength: 64, address: ip('2001:db8::1'), flags: k.IFA_F_TENTATIVE }
    fixture.kernel.notifyAddress(address)
    fixture.kernel.notifyAddress({ ...address, flags: k.IFA_F_TENTATIVE | k.IFA_F_DADFAILED }, k.RTM_DELADDR)
    const [added, gone] = fixture.events
    assert(added?.type === 'address' && added.address.tentative && !added.removed)
    assert(gone?.type === 'address' && gone.address.dadFailed && gone.removed)
  })

  it('end with the subscription', () => {
    let count = 0
    const end = fixture.netlink.subscribe(() => count++)
    fixture.kernel.notifyLink({ ...LAN0, mtu: 1280 })
    end()
    fixture.kernel.notifyLink({ ...LAN0, mtu: 1300 })
    assert.equal(count, 1)
  })

  it('tell which route another one has replaced', () => {
    fixture.kernel.notifyRoute(defaultRoute('fe80::1'))
    fixture.kernel.notifyRoute(defaultRoute('fe80::1', 512))
    fixture.kernel.notifyRoute(defaultRoute('fe80::2'), k.RTM_NEWROUTE, k.NLM_F_REPLACE)
    assert.deepEqual(
      fixture.events.map(
        event => event.type === 'route' && [event.route.gateway, event.route.metric, event.removed],
      ),
      [
        [ip('fe80::1'), 1024, false],
        [ip('fe80::1'), 512, false],
        [ip('fe80::1'), 1024, true],
        [ip('fe80::2'), 1024, false],
      ],
    )
  })

  it('tell that a foreign route has replaced ours', () => {
    const route = {
      destination: OURS.destination.address,
      destinationLength: 56,
      type: k.RTN_UNREACHABLE,
      table: 254,
      metric: 1024,
    }
    fixture.kernel.notifyRoute({ ...route, protocol: KD6_PROTOCOL })
    fixture.kernel.notifyRoute(
      { ...route, type: k.RTN_BLACKHOLE, protocol: 4 },
      k.RTM_NEWROUTE,
      k.NLM_F_REPLACE,
    )
    assert.deepEqual(
      fixture.events.map(event => event.type === 'route' && event.removed),
      [false, true],
    )
    assert.deepEqual(fixture.netlink.routes(), [])
  })

  it('come anew by a dump where it is not said which route was replaced', async () => {
    fixture.kernel.notifyRoute(defaultRoute('fe80::1'))
    fixture.kernel.notifyRoute(defaultRoute('fe80::2'))
    fixture.events.length = 0
    fixture.kernel.routes = [defaultRoute('fe80::2'), defaultRoute('fe80::3')]
    fixture.kernel.notifyRoute(defaultRoute('fe80::3'), k.RTM_NEWROUTE, k.NLM_F_REPLACE)
    assert.equal((await fixture.event()).type, 'resync')
    assert.deepEqual(
      fixture.netlink.routes().map(({ gateway }) => gateway),
      [ip('fe80::2'), ip('fe80::3')],
    )
  })

  it('survive octets that are no message', () => {
    for (const octets of [
      [],
      [1],
      [20, 0, 0, 0],
      [15, 0, 0, 0, 16, 0, 0, 0],
      new Array<number>(64).fill(255),
    ]) {
      fixture.kernel.babble(Uint8Array.from(octets))
    }
    fixture.kernel.notify(k.RTM_NEWADDR, writer => writer.u8(10))
    fixture.kernel.notify(k.RTM_NEWROUTE, writer => writer.u8(10))
    assert.deepEqual(fixture.events, [])
    fixture.kernel.notifyLink({ ...LAN0, mtu: 1280 })
    assert.equal(fixture.events.length, 1)
  })
})
