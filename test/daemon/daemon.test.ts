import assert from 'node:assert/strict'
import { Daemon } from '../../src/daemon/daemon.ts'
import { loadState } from '../../src/daemon/state.ts'
import { messageTitle } from '../../src/rules/dhcpv6/messageTitle.ts'
import { isFault } from '../../src/values/fault.ts'
import { formatDuid } from '../../src/values/duid.ts'
import { decodeDhcpv6, encodeDhcpv6, type Dhcpv6Message } from '../../src/wire/dhcpv6/message.ts'
import { findOption, findOptions, OptionCode } from '../../src/wire/dhcpv6/option.ts'
import { NdMessageType } from '../../src/wire/nd/message.ts'
import { configured } from '../config/support.ts'
import { FakeDhcpv6Sockets } from '../fakes/dhcpv6Sockets.ts'
import { MemoryLog } from '../fakes/memoryLog.ts'
import { MemoryStore } from '../fakes/memoryStore.ts'
import { FakeNdSocket } from '../fakes/ndSocket.ts'
import { FakeNetlink } from '../fakes/netlink.ts'
import { FakeSysctl } from '../fakes/sysctl.ts'
import { rest, TestClock } from '../fakes/testClock.ts'
import { linkLocal, sysctls } from '../roles/lanRouterLab.ts'
import { ScriptedServer } from '../roles/requestingRouterServers.ts'
import { address } from '../rules/dhcpv6/messages.ts'

const PORTS = ['wan0', 'wan1', 'lan0']

/** A machine that outlives the processes on it. */
class Machine {
  readonly clock = new TestClock()
  readonly netlink = new FakeNetlink()
  readonly sysctl = new FakeSysctl(sysctls(PORTS))
  readonly store = new MemoryStore()
  readonly sockets = new FakeDhcpv6Sockets()
  readonly ndSocket = new FakeNdSocket()
  readonly log = new MemoryLog()
  readonly sent: { wan: string; message: Dhcpv6Message }[] = []
  readonly advertised: { lan: string; lifetime: number }[] = []
  solicitations = 0
  #mail: (() => void)[] = []

  constructor(ports: readonly string[] = PORTS) {
    for (const name of ports) this.addPort(name)
    this.netlink.addRoute(this.netlink.defaultRoute('wan0', address('fe80::99')))
    const servers = new Map(
      ports.map((name, i) => [
        name,
        new ScriptedServer({ id: i + 1, prefix: `2001:db8:${i + 1}::/56`, rapid: true }),
      ]),
    )
    this.sockets.onSent = ({ linkName, payload }) => {
      const decoded = decodeDhcpv6(payload)
      assert.ok(decoded.ok && 'transactionId' in decoded.value)
      this.sent.push({ wan: linkName, message: decoded.value })
      const server = servers.get(linkName)
      const answer = server?.answer(decoded.value) ?? null
      if (answer !== null)
        this.#mail.push(() => this.#deliver(linkName, encodeDhcpv6(answer), server!.address))
    }
    this.ndSocket.onSent = ({ linkIndex, message }) => {
      const lan = this.netlink.links.get(linkIndex)!.name
      if (message.type === NdMessageType.ROUTER_SOLICITATION) this.solicitations++
      else this.advertised.push({ lan, lifetime: message.routerLifetime })
    }
  }

  addPort(name: string): void {
    const { index } = this.netlink.addLink(name)
    this.netlink.setAddress(name, linkLocal(index))
  }

  daemon(argv = 'kd6_mode=2 kd6_if_w0=wan0 kd6_if_w1=wan1 kd6_if_l0=lan0', wans = ['wan0', 'wan1']): Daemon {
    const { clock, netlink, sysctl, store, sockets: dhcpv6Sockets, ndSocket, log } = this
    const random = { bytes: (length: number) => new Uint8Array(length).fill(5) }
    const adapters = { clock, netlink, dhcpv6Sockets, ndSocket, sysctl, store, random, log }
    const state = loadState(store, clock, '/var/lib/kd6', wans)
    return new Daemon(configured({ argv }).settings, adapters, state, wans)
  }

  /** Whatever is under way arrives. */
  async arrive(): Promise<void> {
    await rest()
    while (this.#mail.length > 0) {
      for (const letter of this.#mail.splice(0)) letter()
      await rest()
    }
  }

  takeSent(): string[] {
    return this.sent.splice(0).map(({ wan, message }) => `${wan} ${messageTitle(message.type)}`)
  }

  addresses(): number {
    return this.netlink.addressesOf(this.netlink.linkByName('lan0')!.index).length - 1
  }

  #deliver(linkName: string, payload: Uint8Array, source: ReturnType<typeof address>): void {
    this.sockets.deliver(linkName, { payload, source, sourcePort: 547, destination: linkLocal(1) })
  }
}

async function serving(machine = new Machine()): Promise<{ machine: Machine; daemon: Daemon }> {
  const daemon = machine.daemon()
  daemon.start()
  await machine.arrive()
  await daemon.settle()
  await rest()
  assert.deepEqual(
    daemon.requestingRouters.map(({ state }) => state),
    ['configInSync', 'configInSync'],
  )
  return { machine, daemon }
}

describe('the daemon', () => {
  it('sends the first Solicits within its start, one on each WAN port, with one DUID and an IAID each [DC-7] [DC-8] [DC-13]', () => {
    const machine = new Machine()
    const daemon = machine.daemon()
    daemon.start()
    const ids = machine.sent.map(({ message }) =>
      formatDuid(findOption(message.options, OptionCode.CLIENTID)!.duid),
    )
    const iaids = machine.sent.map(({ message }) =>
      findOptions(message.options, OptionCode.IA_PD).map(ia => ia.iaid),
    )
    assert.deepEqual(machine.takeSent(), ['wan0 Solicit', 'wan1 Solicit'])
    assert.deepEqual(new Set(ids), new Set([formatDuid(daemon.identity.duid)]))
    assert.deepEqual(iaids, [[1], [2]])
  })

  it('puts a subnet of each WAN’s delegation on the LAN, and sets the kernel once hosts have been told', async () => {
    const { machine, daemon } = await serving()
    assert.equal(machine.addresses(), 2)
    assert.ok(machine.advertised.length > 0)
    await daemon.advertised
    assert.equal(machine.sysctl.read('net/ipv6/conf/all/forwarding'), '1')
    assert.equal(machine.sysctl.read('net/ipv6/conf/wan1/accept_ra'), '2')
  })

  it('asks for a router on a WAN port that has no default route', async () => {
    const { machine } = await serving()
    assert.equal(machine.solicitations, 1)
  })

  it('is the same client after any restart, on other ports and after another boot [DC-7] [CE-W5] [RN-WPD10]', async () => {
    const { machine, daemon } = await serving()
    const { identity } = daemon
    await daemon.stop(null)
    machine.clock.bootId = 'another'
    machine.netlink.removeLink('wan1')
    machine.addPort('wan1')
    const next = machine.daemon('kd6_mode=2 kd6_if_w0=wan1 kd6_if_l0=lan0', ['wan1'])
    assert.deepEqual(next.identity, identity)
  })

  it('withdraws everything when it stops, and keeps the leases for the next start [RN-WPD9]', async () => {
    const { machine, daemon } = await serving()
    machine.takeSent()
    machine.advertised.length = 0
    await daemon.stop(null)
    assert.deepEqual(machine.takeSent(), [])
    assert.deepEqual(machine.advertised, [{ lan: 'lan0', lifetime: 0 }])
    assert.equal(machine.addresses(), 0)
    assert.equal(machine.sockets.open.length, 0)
    for (const wan of ['wan0', 'wan1']) {
      const document = machine.store.load(`lease-${wan}`)
      assert.ok(document !== null && !isFault(document))
    }
  })

  it('releases every delegation when it is told to', async () => {
    const { machine, daemon } = await serving()
    machine.takeSent()
    const stopped = daemon.stop(true)
    await machine.arrive()
    await stopped
    assert.deepEqual(machine.takeSent(), ['wan0 Release', 'wan1 Release'])
    assert.equal(machine.store.load('lease-wan0'), null)
  })

  it('leaves everything in place for its successor, which goes on and says nothing that hosts would lose', async () => {
    const { machine, daemon } = await serving()
    const before = machine.addresses()
    machine.advertised.length = 0
    await daemon.leave()
    assert.deepEqual([machine.addresses(), machine.advertised], [before, []])
    machine.takeSent()
    const next = machine.daemon()
    next.start()
    assert.deepEqual(machine.takeSent(), ['wan0 Rebind', 'wan1 Rebind'])
    await machine.arrive()
    assert.equal(machine.addresses(), before)
    assert.ok(machine.advertised.length > 0 && machine.advertised.every(({ lifetime }) => lifetime > 0))
    assert.ok(!machine.netlink.changes.some(change => change.do.startsWith('remove')))
  })

  it('takes a port that comes later for a WAN, where every eligible one is', async () => {
    const machine = new Machine(['wan0', 'lan0'])
    const daemon = machine.daemon('kd6_mode=2 kd6_wan_if_mode=0 kd6_if_l0=lan0', ['wan0'])
    daemon.start()
    await machine.arrive()
    await daemon.settle()
    machine.takeSent()
    machine.addPort('ppp7')
    machine.clock.walk(1)
    assert.deepEqual(machine.takeSent(), ['ppp7 Solicit'])
    assert.equal(daemon.identity.iaids.get('ppp7'), 2)
    await machine.arrive()
    const document = machine.store.load('identity')
    assert.deepEqual((document as { iaids: object }).iaids, { wan0: 1, ppp7: 2 })
    await daemon.stop(null)
  })

  it('ends at once when it is told to before anybody has answered', async () => {
    const machine = new Machine()
    machine.sockets.onSent = () => undefined
    const daemon = machine.daemon()
    daemon.start()
    await daemon.stop(true)
    assert.equal(machine.sockets.open.length, 0)
  })
})
