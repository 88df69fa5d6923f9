import assert from 'node:assert/strict'
import { Deadlines } from '../../src/roles/deadlines.ts'
import { LanRouter } from '../../src/roles/lanRouter.ts'
import { SysctlKeeper } from '../../src/roles/lanRouter/sysctlKeeper.ts'
import type { LanPortSettings, LanRouterMemory, LanRouterSettings } from '../../src/roles/lanRouter/types.ts'
import type { KernelChange } from '../../src/ports/netlink.ts'
import type { Lease, LeasedPrefix } from '../../src/rules/dhcpv6/lease.ts'
import { DEFAULT_VARIABLES } from '../../src/rules/nd/variables.ts'
import { isFault } from '../../src/values/fault.ts'
import { formatIpv6Address, ipv6Address, type Ipv6Address } from '../../src/values/ipv6Address.ts'
import { formatIpv6Prefix } from '../../src/values/ipv6Prefix.ts'
import { later } from '../../src/values/time.ts'
import { NdMessageType } from '../../src/wire/nd/message.ts'
import { findNdOptions, NdOptionType } from '../../src/wire/nd/option.ts'
import { MemoryLog } from '../fakes/memoryLog.ts'
import { MemoryStore } from '../fakes/memoryStore.ts'
import { FakeNdSocket, type SentNd } from '../fakes/ndSocket.ts'
import { FakeNetlink } from '../fakes/netlink.ts'
import { FakeSysctl } from '../fakes/sysctl.ts'
import { rest, TestClock } from '../fakes/testClock.ts'
import { address, prefix, SERVER, SERVER_ADDRESS } from '../rules/dhcpv6/messages.ts'

const LAN: LanPortSettings = {
  routerAddress: 1n,
  sends: true,
  onLink: true,
  autonomous: true,
  variables: DEFAULT_VARIABLES,
}

export interface LabOptions {
  /** Ports that are there from the beginning, in the order of the parameters. */
  readonly lans?: readonly string[]
  /** Those that are named; all of `lans` unless said otherwise. */
  readonly named?: readonly string[]
  readonly lan?: Partial<LanPortSettings>
  readonly settings?: Partial<LanRouterSettings>
  readonly memory?: Partial<LanRouterMemory>
  readonly store?: MemoryStore
  readonly netlink?: FakeNetlink
  readonly sysctl?: FakeSysctl
}

/** The LAN side of a router, and a story of all that it does to the world, in order. */
export class LanLab {
  readonly clock = new TestClock()
  readonly deadlines = new Deadlines(this.clock)
  readonly log = new MemoryLog()
  readonly socket = new FakeNdSocket()
  readonly netlink: FakeNetlink
  readonly sysctl: FakeSysctl
  readonly store: MemoryStore
  readonly router: LanRouter
  readonly story: string[] = []

  constructor(options: LabOptions = {}) {
    const { lans = ['lan0', 'lan1'], named = lans } = options
    this.netlink = options.netlink ?? new FakeNetlink()
    this.store = options.store ?? new MemoryStore()
    this.sysctl = options.sysctl ?? new FakeSysctl(sysctls(['wan0', ...lans]))
    if (options.netlink === undefined) {
      this.netlink.addLink('wan0')
      for (const name of lans) this.addLan(name)
      this.setUplink(true)
    }
    this.#watch()
    const { clock, deadlines, netlink, store, log } = this
    const journal = store.load(SysctlKeeper.journalName)
    assert.ok(!isFault(journal))
    const settings: LanRouterSettings = {
      lanPorts: { kind: 'named', ports: named.map((name, number) => ({ number, name })), except: [] },
      lan: () => ({ ...LAN, ...options.lan }),
      chosenSubnetIds: new Map(),
      wans: ['wan0', 'wan1'],
      routedToServer: new Set(),
      manageSysctl: true,
      ...options.settings,
    }
    const around = {
      clock,
      deadlines,
      netlink,
      ndSocket: this.socket,
      sysctls: new SysctlKeeper(this.sysctl, store, log, journal),
      store,
      random: { bytes: (length: number) => new Uint8Array(length).fill(7) },
      log,
    }
    const memory = { subnetIds: new Map<string, bigint>(), delegations: [], ...options.memory }
    this.router = new LanRouter(settings, around, memory)
  }

  /** A router with a lease, its hosts told, and nothing in the story. */
  static async serving(options: LabOptions = {}): Promise<LanLab> {
    const lab = new LanLab(options)
    lab.router.start()
    await lab.give(['2001:db8::/56'])
    await lab.pass(100)
    lab.take()
    return lab
  }

  addLan(name: string): void {
    const { index } = this.netlink.addLink(name)
    this.netlink.setAddress(name, linkLocal(index))
  }

  setUplink(there: boolean, port = 'wan0'): void {
    const route = this.netlink.defaultRoute(port, address('fe80::99'))
    if (there) this.netlink.addRoute(route)
    else this.netlink.removeRoute(route)
  }

  /** The lease of a WAN is these prefixes now, `7200 s` each unless said otherwise. */
  async give(
    prefixes: readonly string[],
    more: Partial<Lease> & { valid?: number; wan?: string } = {},
  ): Promise<void> {
    const { valid = 7200, wan = 'wan0', ...rest_ } = more
    const refused = await this.router.install(wan, { ...this.lease(prefixes, valid), ...rest_ })
    this.story.push(...(refused > 0 ? [`refused ${refused}`] : []))
    this.router.advertise()
    await rest()
  }

  lease(prefixes: readonly string[], valid = 7200): Lease {
    const now = this.clock.now()
    const leased = (text: string): LeasedPrefix => ({
      prefix: prefix(text),
      preferredUntil: later(now, valid / 2),
      validUntil: later(now, valid),
      excluded: null,
    })
    return {
      server: SERVER,
      serverAddress: SERVER_ADDRESS,
      obtainedAt: now,
      t1: later(now, valid / 4),
      t2: later(now, valid / 3),
      iaPds: [{ iaid: 1, prefixes: prefixes.map(leased) }],
      dnsServers: [],
      searchDomains: [],
    }
  }

  async pass(seconds: number): Promise<void> {
    await this.clock.stroll(seconds)
    await rest()
  }

  /** What has happened since the last call. */
  take(): string[] {
    return this.story.splice(0)
  }

  /** Of it what begins so. */
  takeOnly(...beginnings: readonly string[]): string[] {
    return this.take().filter(line => beginnings.some(beginning => line.startsWith(beginning)))
  }

  addressesOn(name: string): string[] {
    const { index } = this.netlink.linkByName(name)!
    return this.netlink
      .addressesOf(index)
      .filter(({ linkLocal: isLocal }) => !isLocal)
      .map(one => `${formatIpv6Address(one.address)}/${one.prefixLength}`)
  }

  get unreachable(): string[] {
    return this.netlink
      .routes()
      .filter(({ type }) => type === 'unreachable')
      .map(({ destination }) => formatIpv6Prefix(destination))
  }

  nameOf(linkIndex: number): string {
    return this.netlink.links.get(linkIndex)?.name ?? `link ${linkIndex}`
  }

  #watch(): void {
    const { netlink, socket, sysctl, store } = this
    const apply = netlink.apply.bind(netlink)
    netlink.apply = changes => {
      this.story.push(...changes.map(change => this.#tellChange(change)))
      return apply(changes)
    }
    socket.onSent = sent => this.story.push(this.#tellAdvertisement(sent))
    sysctl.onWrite = (path, value) => void this.story.push(`${path.replace('net/ipv6/conf/', '')}=${value}`)
    const save = store.save.bind(store)
    store.save = (name, value) => {
      this.story.push(`save ${name}`)
      return save(name, value)
    }
  }

  #tellChange(change: KernelChange): string {
    switch (change.do) {
      case 'setLinkUp':
        return `up ${this.nameOf(change.linkIndex)}`
      case 'replaceAddress':
      case 'removeAddress': {
        const verb = change.do === 'replaceAddress' ? 'address' : 'remove'
        return `${verb} ${formatIpv6Address(change.address)} ${this.nameOf(change.linkIndex)}`
      }
      case 'replaceRoute':
      case 'removeRoute': {
        const { type, destination } = change.route
        return `${change.do === 'replaceRoute' ? '' : 'remove '}${type} ${formatIpv6Prefix(destination)}`
      }
    }
  }

  /** `RA lan0 2700: 2001:db8:0:1::/64`; with `0/0` behind a prefix that is taken back. */
  #tellAdvertisement({ linkIndex, message }: SentNd): string {
    assert.ok(message.type === NdMessageType.ROUTER_ADVERTISEMENT)
    const prefixes = findNdOptions(message.options, NdOptionType.PREFIX_INFORMATION).map(
      option => `${formatIpv6Prefix(option.prefix)}${option.valid === 0 ? ' 0/0' : ''}`,
    )
    return `RA ${this.nameOf(linkIndex)} ${message.routerLifetime}: ${prefixes.join(', ')}`
  }
}

/** Lines of the story. */
export const isAdvertisement = (line: string): boolean => line.startsWith('RA ')
export const isChange = (line: string): boolean => /^(address|remove|unreachable|unicast)/.test(line)

/** A port's link-local address. */
export function linkLocal(id: number): Ipv6Address {
  return ipv6Address(address('fe80::1:0') | BigInt(id))
}

/** What the kernel has for these ports before anybody has touched it. */
export function sysctls(ports: readonly string[]): Record<string, string> {
  const settings: [string, string][] = [['net/ipv6/conf/all/forwarding', '0']]
  for (const port of ports) {
    settings.push([`net/ipv6/conf/${port}/accept_ra`, '1'], [`net/ipv6/conf/${port}/disable_ipv6`, '0'])
  }
  return Object.fromEntries(settings)
}
