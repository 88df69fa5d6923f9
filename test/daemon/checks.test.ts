import assert from 'node:assert/strict'
import type { ExitName } from '../../src/config/exitStatus.ts'
import { checkDhcpv6Port, checkPorts, refusedSocket } from '../../src/daemon/checks.ts'
import { Refusal } from '../../src/daemon/refusal.ts'
import type { Link } from '../../src/ports/netlink.ts'
import { fault } from '../../src/values/fault.ts'
import { FakeDhcpv6Sockets } from '../fakes/dhcpv6Sockets.ts'
import { FakeNetlink } from '../fakes/netlink.ts'

function machine(ports: Readonly<Record<string, Partial<Link>>>): FakeNetlink {
  const netlink = new FakeNetlink()
  for (const [name, more] of Object.entries(ports)) netlink.addLink(name, more)
  return netlink
}

const sound = machine({ wan0: {}, wan1: { multicast: false, pointToPoint: true }, lan0: {} })

const rows: readonly (readonly [
  string,
  readonly string[],
  readonly string[],
  FakeNetlink,
  ExitName,
  RegExp,
])[] = [
  ['no WAN port at all', [], ['lan0'], sound, 'missingPort', /no port is eligible/],
  ['a WAN port that is not there', ['eth7'], [], sound, 'missingPort', /^eth7: there is no such port/],
  ['a loopback WAN port', ['lo'], [], machine({ lo: { loopback: true } }), 'unusablePort', /^lo: .*loopback/],
  ['a bridged WAN port', ['wan0'], [], machine({ wan0: { master: 3 } }), 'unusablePort', /^wan0: .*bridge/],
  [
    'a WAN port without multicast',
    ['wan0'],
    [],
    machine({ wan0: { multicast: false } }),
    'unusablePort',
    /multicast/,
  ],
  [
    'a small MTU on a WAN port',
    ['wan0'],
    [],
    machine({ wan0: { mtu: 1279 } }),
    'mtuTooSmall',
    /^wan0: .*1279/,
  ],
  [
    'a small MTU on a LAN port',
    ['wan0'],
    ['lan0'],
    machine({ wan0: {}, lan0: { mtu: 600 } }),
    'mtuTooSmall',
    /^lan0: .*600/,
  ],
]

describe('what is checked before anything is changed', () => {
  for (const [what, wans, lans, netlink, exit, text] of rows) {
    it(`refuses ${what}, in one line`, () => {
      assert.throws(
        () => checkPorts(wans, lans, netlink),
        (error: unknown) => {
          assert.ok(error instanceof Refusal)
          assert.equal(error.exit, exit)
          assert.match(error.message, text)
          return !error.message.includes('\n')
        },
      )
      assert.deepEqual(netlink.changes, [])
    })
  }

  it('accepts sound ports, a point-to-point one and a LAN port still to come among them', () => {
    checkPorts(['wan0', 'wan1'], ['lan0', 'later'], sound)
  })

  it('opens port 546 on every WAN and closes it again', async () => {
    const sockets = new FakeDhcpv6Sockets()
    const opened: string[] = []
    const openClient = sockets.openClient.bind(sockets)
    sockets.openClient = (name, ...rest) => {
      opened.push(name)
      return openClient(name, ...rest)
    }
    await checkDhcpv6Port(['wan0', 'wan1'], sound, sockets)
    assert.deepEqual([opened, sockets.open], [['wan0', 'wan1'], []])
  })

  for (const [code, exit, text] of [
    ['EADDRINUSE', 'dhcpv6PortTaken', /another DHCPv6 client/],
    ['EPERM', 'noPrivilege', /CAP_NET_RAW/],
    ['EACCES', 'noPrivilege', /CAP_NET_BIND_SERVICE/],
    ['EAFNOSUPPORT', 'systemRefused', /EAFNOSUPPORT/],
  ] as const) {
    it(`has a status of its own for a socket that is refused with ${code}`, () => {
      const { exit: own, message } = refusedSocket(fault(code, 'bind', 'wan0 port 546', 'words'))
      assert.equal(own, exit)
      assert.match(message, text)
      assert.ok(message.startsWith('wan0 port 546: bind'))
    })
  }

  it('says no privilege when port 546 cannot be had for that', async () => {
    const sockets = new FakeDhcpv6Sockets()
    sockets.openRefusal = fault('EPERM', 'bind', 'wan0 port 546', 'not permitted')
    await assert.rejects(checkDhcpv6Port(['wan0'], sound, sockets), { exit: 'noPrivilege' })
  })
})
