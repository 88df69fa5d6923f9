import assert from 'node:assert/strict'
import { LinuxNetlink } from '../../../src/adapters/linux/netlink.ts'
import {
  KD6_PROTOCOL,
  MAIN_TABLE,
  type KernelChange,
  type KernelEvent,
  type Route,
} from '../../../src/ports/netlink.ts'
import { parseIpv6Address, type Ipv6Address } from '../../../src/values/ipv6Address.ts'
import { parseIpv6Prefix } from '../../../src/values/ipv6Prefix.ts'
import * as k from '../../../src/wire/rtnetlink/constants.ts'
import type { LinkMessage } from '../../../src/wire/rtnetlink/link.ts'
import type { RouteMessage } from '../../../src/wire/rtnetlink/route.ts'
import { FakeKernel } from './netlinkKernel.ts'

const EEXIST = 17
const EADDRNOTAVAIL = 99
const ESRCH = 3

function ip(text: string): Ipv6Address {
  const address = parseIpv6Address(text)
  assert(address !== null)
  return address
}

const lan0: Partial<LinkMessage> = {
  index: 3,
  name: 'lan0',
  mtu: 1500,
  flags: k.IFF_UP | k.IFF_RUNNING,
  hardwareType: 1,
}

function defaultRoute(gateway: string, metric = 1024): Partial<RouteMessage> {
  return { table: MAIN_TABLE, protocol: 9, type: k.RTN_UNICAST, gateway: ip(gateway), linkIndex: 3, metric }
}

function addition(number: number): KernelChange {
  const address = (ip('2001:db8::') + BigInt(number)) as Ipv6Address
  return { do: 'replaceAddress', linkIndex: 3, address, prefixLength: 64, preferred: 60, valid: 90 }
}

const ours: Route = {
  destination: parseIpv6Prefix('2001:db8:0:2000::/56')!,
  type: 'unreachable',
  linkIndex: null,
  gateway: null,
  metric: 1024,
  table: MAIN_TABLE,
  protocol: KD6_PROTOCOL,
  expires: Infinity,
}

/** One turn of the event loop: the fake kernel answers within it. */
function turn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}

describe('adapters/linux: netlink', () => {
  let kernel: FakeKernel
  let netlink: LinuxNetlink
  let events: KernelEvent[]

  beforeEach(() => {
    kernel = new FakeKernel()
    kernel.links = [{ index: 1, name: 'lo', mtu: 65536, flags: k.IFF_LOOPBACK }, lan0]
    netlink = new LinuxNetlink({ open: kernel.open, littleEndian: true })
    events = []
    netlink.subscribe(event => events.push(event))
  })

  afterEach(() => netlink.close())

  /** The next event, or the one that has come already. */
  function event(): Promise<KernelEvent> {
    const first = events.shift()
    if (first !== undefined) return Promise.resolve(first)
    return new Promise(resolve => {
      const end = netlink.subscribe(() => {
        end()
        resolve(events.shift()!)
      })
    })
  }

  describe('its view', () => {
    it('is complete after start', async () => {
      kernel.addresses = [{ linkIndex: 3, prefixLength: 64, address: ip('fe80::1'), scope: 253, protocol: 3 }]
      kernel.routes = [defaultRoute('fe80::99')]
      assert.equal(await netlink.start(), null)
      assert.equal(netlink.linkByName('lan0')?.index, 3)
      assert.equal(netlink.linkByName('lan1'), null)
      assert.deepEqual(
        netlink.addressesOf(3).map(({ address, linkLocal }) => [address, linkLocal]),
        [[ip('fe80::1'), true]],
      )
      assert.deepEqual(netlink.addressesOf(4), [])
      assert.deepEqual(
        netlink.routes().map(({ gateway }) => gateway),
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
      kernel.routes = [
        { ...destination, table: MAIN_TABLE, protocol: 3 },
        { ...destination, table: 1000, protocol: KD6_PROTOCOL },
        { ...defaultRoute('fe80::1'), table: 1000 },
        { ...defaultRoute('fe80::2'), flags: k.RTM_F_CLONED },
        { ...defaultRoute('fe80::3'), type: 5 },
        defaultRoute('fe80::4'),
      ]
      await netlink.start()
      assert.deepEqual(
        netlink.routes().map(({ table, protocol, gateway }) => [table, protocol, gateway]),
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
      kernel.routes = [{ table: MAIN_TABLE, protocol: 3, type: k.RTN_UNICAST, metric: 1024, nextHops }]
      await netlink.start()
      assert.deepEqual(
        netlink.routes().map(({ gateway }) => gateway),
        [ip('fe80::1'), ip('fe80::2')],
      )
    })

    it('repeats a dump that was interrupted', async () => {
      kernel.interruptions = 2
      kernel.onDump = type => {
        if (type === k.RTM_GETLINK && kernel.interruptions === 0) kernel.links = [lan0]
      }
      assert.equal(await netlink.start(), null)
      assert.deepEqual([...netlink.links.keys()], [3])
      assert.equal(kernel.requests.filter(({ type }) => type === k.RTM_GETLINK).length, 3)
    })

    it('repeats a dump whose answers were lost', async () => {
      kernel.onDump = type => {
        kernel.onDump = () => undefined
        if (type === k.RTM_GETLINK) kernel.loseAnswers()
      }
      assert.equal(await netlink.start(), null)
      assert.equal(netlink.links.size, 2)
    })

    it('takes in what changed while it dumped', async () => {
      kernel.onDump = type => {
        if (type !== k.RTM_GETROUTE) return
        kernel.onDump = () => undefined
        kernel.notifyLink({ ...lan0, name: 'lan7' })
        kernel.notifyAddress({ linkIndex: 3, prefixLength: 64, address: ip('2001:db8::1') })
      }
      await netlink.start()
      assert.equal(netlink.linkByName('lan7')?.index, 3)
      assert.equal(netlink.addressesOf(3).length, 1)
    })
  })

  describe('its events', () => {
    beforeEach(() => netlink.start())

    it('come when the view is true already', () => {
      let seen: string | undefined
      netlink.subscribe(() => (seen = netlink.linkByName('wan0')?.name))
      kernel.notifyLink({ index: 4, name: 'wan0', mtu: 1500 })
      assert.equal(seen, 'wan0')
    })

    it('say nothing where nothing changed for the port', () => {
      kernel.notifyLink({ ...lan0, operationalState: 6 })
      kernel.notifyLink({ ...lan0, mtu: 1280 })
      kernel.notifyLink({ ...lan0, mtu: 1280 })
      assert.deepEqual(
        events.map(({ type }) => type),
        ['link'],
      )
    })

    it("pass over a bridge's word about its port, and events without the link", () => {
      kernel.notifyLink({ ...lan0, family: 7, master: 9 }, k.RTM_DELLINK)
      kernel.notifyLink({ index: 3, name: 'lan0' })
      assert.deepEqual(events, [])
      assert.equal(netlink.linkByName('lan0')?.mtu, 1500)
    })

    it('take addresses and routes along with a link that goes silently', () => {
      kernel.notifyAddress({ linkIndex: 3, prefixLength: 64, address: ip('2001:db8::1') })
      kernel.notifyRoute(defaultRoute('fe80::1'))
      events.length = 0
      kernel.notifyLink(lan0, k.RTM_DELLINK)
      assert.deepEqual(
        events.map(({ type }) => type),
        ['address', 'route', 'link'],
      )
      assert(events.every(event => event.type !== 'resync' && event.removed))
      assert.deepEqual([netlink.addressesOf(3), netlink.routes(), netlink.linkByName('lan0')], [[], [], null])
    })

    it('tell of a failed detection by the address that goes', () => {
      const address = { linkIndex: 3, prefixLength: 64, address: ip('2001:db8::1'), flags: k.IFA_F_TENTATIVE }
      kernel.notifyAddress(address)
      kernel.notifyAddress({ ...address, flags: k.IFA_F_TENTATIVE | k.IFA_F_DADFAILED }, k.RTM_DELADDR)
      const [added, gone] = events
      assert(added?.type === 'address' && added.address.tentative && !added.removed)
      assert(gone?.type === 'address' && gone.address.dadFailed && gone.removed)
    })

    it('end with the subscription', () => {
      let count = 0
      const end = netlink.subscribe(() => count++)
      kernel.notifyLink({ ...lan0, mtu: 1280 })
      end()
      kernel.notifyLink({ ...lan0, mtu: 1300 })
      assert.equal(count, 1)
    })

    it('tell which route another one has replaced', () => {
      kernel.notifyRoute(defaultRoute('fe80::1'))
      kernel.notifyRoute(defaultRoute('fe80::1', 512))
      kernel.notifyRoute(defaultRoute('fe80::2'), k.RTM_NEWROUTE, k.NLM_F_REPLACE)
      assert.deepEqual(
        events.map(
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
        destination: ours.destination.address,
        destinationLength: 56,
        type: k.RTN_UNREACHABLE,
        table: 254,
        metric: 1024,
      }
      kernel.notifyRoute({ ...route, protocol: KD6_PROTOCOL })
      kernel.notifyRoute({ ...route, type: k.RTN_BLACKHOLE, protocol: 4 }, k.RTM_NEWROUTE, k.NLM_F_REPLACE)
      assert.deepEqual(
        events.map(event => event.type === 'route' && event.removed),
        [false, true],
      )
      assert.deepEqual(netlink.routes(), [])
    })

    it('come anew by a dump where it is not said which route was replaced', async () => {
      kernel.notifyRoute(defaultRoute('fe80::1'))
      kernel.notifyRoute(defaultRoute('fe80::2'))
      events.length = 0
      kernel.routes = [defaultRoute('fe80::2'), defaultRoute('fe80::3')]
      kernel.notifyRoute(defaultRoute('fe80::3'), k.RTM_NEWROUTE, k.NLM_F_REPLACE)
      assert.equal((await event()).type, 'resync')
      assert.deepEqual(
        netlink.routes().map(({ gateway }) => gateway),
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
        kernel.babble(Uint8Array.from(octets))
      }
      kernel.notify(k.RTM_NEWADDR, writer => writer.u8(10))
      kernel.notify(k.RTM_NEWROUTE, writer => writer.u8(10))
      assert.deepEqual(events, [])
      kernel.notifyLink({ ...lan0, mtu: 1280 })
      assert.equal(events.length, 1)
    })
  })

  describe('lost notifications', () => {
    beforeEach(() => netlink.start())

    it('end in a resync, and the view is as dumped', async () => {
      kernel.links = [{ ...lan0, name: 'lan9' }]
      kernel.loseNotifications()
      assert.deepEqual(await event(), { type: 'resync' })
      assert.deepEqual(
        [...netlink.links.values()].map(({ name }) => name),
        ['lan9'],
      )
    })

    it('deliver what came during the dump after the resync', async () => {
      kernel.onDump = type => {
        if (type !== k.RTM_GETROUTE) return
        kernel.onDump = () => undefined
        kernel.notifyLink({ index: 8, name: 'wan1', mtu: 1500 })
      }
      kernel.loseNotifications()
      assert.equal((await event()).type, 'resync')
      const next = await event()
      assert(next.type === 'link' && next.link.name === 'wan1')
    })

    it('are dumped for again when more are lost during the dump', async () => {
      kernel.onDump = type => {
        if (type !== k.RTM_GETROUTE) return
        kernel.onDump = () => undefined
        kernel.links = []
        kernel.loseNotifications()
      }
      kernel.loseNotifications()
      assert.deepEqual(await event(), { type: 'resync' })
      assert.equal(netlink.links.size, 0)
      assert.deepEqual(events, [])
    })
  })

  describe('changes', () => {
    beforeEach(() => netlink.start())

    it('go out in one send, in order', async () => {
      kernel.sends.length = 0
      assert.deepEqual(await netlink.apply([{ do: 'setLinkUp', linkIndex: 3 }, addition(1)]), [null, null])
      assert.deepEqual(kernel.sends, [2])
      assert.deepEqual(
        kernel.requests.slice(-2).map(({ type }) => type),
        [k.RTM_NEWLINK, k.RTM_NEWADDR],
      )
    })

    it('keep at most 64 requests in flight', async () => {
      kernel.sends.length = 0
      const faults = await netlink.apply(Array.from({ length: 150 }, (_, number) => addition(number)))
      assert.deepEqual(new Set(faults), new Set([null]))
      assert.deepEqual(kernel.sends, [64, 32, 32, 22])
    })

    it('fail one by one, in the words of the kernel', async () => {
      const second = kernel.requests.length + 1
      kernel.verdict = ({ sequence }) =>
        sequence === kernel.requests[second]!.sequence
          ? { errno: EEXIST, text: 'ipv6: address already assigned' }
          : { errno: 0, text: null }
      assert.deepEqual(await netlink.apply([addition(1), addition(2), addition(3)]), [
        null,
        {
          code: 'EEXIST',
          call: 'RTM_NEWADDR',
          where: '2001:db8::2/64 on lan0',
          message: 'ipv6: address already assigned',
        },
        null,
      ])
    })

    it('say what errno means where the kernel says nothing', async () => {
      kernel.verdict = () => ({ errno: 1, text: null })
      const [fault] = await netlink.apply([
        { do: 'replaceRoute', route: { ...ours, type: 'unicast', linkIndex: 3, gateway: ip('fe80::1') } },
      ])
      assert.deepEqual(fault, {
        code: 'EPERM',
        call: 'RTM_NEWROUTE',
        where: 'route 2001:db8:0:2000::/56 via fe80::1 on lan0',
        message: 'operation not permitted',
      })
    })

    it('take what is gone already for removed', async () => {
      const removals: KernelChange[] = [
        { do: 'removeAddress', linkIndex: 77, address: ip('2001:db8::1'), prefixLength: 64 },
        { do: 'removeRoute', route: ours },
      ]
      for (const errno of [EADDRNOTAVAIL, ESRCH, 2, 19]) {
        kernel.verdict = () => ({ errno, text: null })
        assert.deepEqual(await netlink.apply(removals), [null, null])
      }
      kernel.verdict = () => ({ errno: ESRCH, text: null })
      assert.equal((await netlink.apply([addition(1)]))[0]?.code, 'ESRCH')
    })

    it('time out when the kernel is silent, and a late answer does no harm', async () => {
      const impatient = new LinuxNetlink({ open: kernel.open, littleEndian: true, timeout: 20 })
      assert.equal(await impatient.start(), null)
      kernel.verdict = () => null
      const [fault] = await impatient.apply([addition(1)])
      assert.deepEqual([fault?.code, fault?.where], ['ETIMEDOUT', '2001:db8::1/64 on lan0'])
      kernel.verdict = () => ({ errno: 0, text: null })
      kernel.answerAgain()
      assert.deepEqual(await impatient.apply([addition(2)]), [null])
      impatient.close()
    })

    it('fail at once when their answers were lost', async () => {
      kernel.verdict = () => null
      const result = netlink.apply([addition(1)])
      await turn()
      kernel.loseAnswers()
      assert.equal((await result)[0]?.code, 'ENOBUFS')
    })

    it('are refused unasked where they would do other than they say', async () => {
      const before = kernel.requests.length
      const address = {
        do: 'replaceAddress',
        linkIndex: 3,
        address: ip('2001:db8::1'),
        prefixLength: 64,
      } as const
      const faults = await netlink.apply([
        { ...address, preferred: 0, valid: 0.5 },
        { do: 'replaceRoute', route: { ...ours, expires: 0 } },
        { do: 'replaceRoute', route: { ...ours, protocol: 3 } },
        { do: 'removeRoute', route: { ...ours, protocol: 9 } },
      ])
      assert.deepEqual(
        faults.map(fault => fault?.code),
        ['EINVAL', 'EINVAL', 'EPERM', 'EPERM'],
      )
      assert.equal(kernel.requests.length, before)
    })

    it('fail with ECANCELED when all is closed, and with ENOTCONN after that', async () => {
      kernel.verdict = () => null
      const result = netlink.apply(Array.from({ length: 70 }, (_, number) => addition(number)))
      netlink.close()
      const codes = (await result).map(fault => fault?.code)
      assert.deepEqual(new Set(codes.slice(0, 64)), new Set(['ECANCELED']))
      assert.equal((await netlink.apply([addition(1)]))[0]?.code, 'ENOTCONN')
      assert.equal(kernel.closed, 2)
    })
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
    kernel.addresses = [{ linkIndex: 3, prefixLength: 64, address: ip('fe80::1') }]
    const old = new LinuxNetlink({
      open: kernel.open,
      littleEndian: true,
      kernelRelease: '5.15.0-91-generic',
    })
    await old.start()
    assert.equal(old.addressesOf(3)[0]?.protocol, null)
    old.close()
    await netlink.start()
    assert.equal(netlink.addressesOf(3)[0]?.protocol, 0)
  })
})
