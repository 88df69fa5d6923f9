import { parseInvocation } from '../config/invocation.ts'
import type { Settings } from '../config/settings.ts'
import type { Dhcpv6Datagram, Dhcpv6Sockets } from '../ports/dhcpv6Socket.ts'
import { LinuxNetlink } from '../adapters/linux/netlink.ts'
import type { NdSocket } from '../ports/ndSocket.ts'
import type { Link, LinkAddress, Netlink } from '../ports/netlink.ts'
import { duidUuid } from '../values/duid.ts'
import { ipv6Address } from '../values/ipv6Address.ts'
import { ipv6Prefix } from '../values/ipv6Prefix.ts'
import { instant } from '../values/time.ts'
import { decodeDhcpv6, encodeDhcpv6, MessageType } from '../wire/dhcpv6/message.ts'
import { findOption, findOptions, OptionCode, type Dhcpv6Option } from '../wire/dhcpv6/option.ts'
import { openAgreeableKernel } from './agreeableKernel.ts'
import { Daemon, type Adapters } from './daemon.ts'

const WAN = 'wan'
/** As many as make what is done for each LAN quick: V8 optimizes what has run often. */
const LANS = Array.from({ length: 16 }, (_, number) => `lan${number}`)
const LINK_LOCAL = ipv6Address((0xfe80n << 112n) | 1n)
const DELEGATED = ipv6Prefix(ipv6Address(0x20010db8n << 96n), 56)
const LIFETIME = 3600
const SERVER = duidUuid(new Uint8Array(16))
/** No link has this index: the kernel refuses what would leave by it. */
const NOWHERE = 0x7fff_ffff

/**
 * Plays a delegation through, from Solicit to Router Advertisement, with a kernel that grants everything and a link
 * that is not there. Node compiles a function when it first runs: without this the first Reply would wait for all of its
 * way through the house to be compiled, and every host behind us with it. Changes nothing anywhere.
 */
export async function rehearse(settings: Settings, ndSocket: NdSocket): Promise<void> {
  const kernel = new LinuxNetlink({ open: openAgreeableKernel })
  await kernel.start()
  const stage = new Stage(kernel, ndSocket)
  const ports = { kind: 'named', except: [] } as const
  const play: Settings = {
    ...settings,
    wanPorts: { ...ports, ports: [{ number: 0, name: WAN }] },
    lanPorts: { ...ports, ports: LANS.map((name, number) => ({ number, name })) },
  }
  const state = {
    identity: null,
    leases: new Map<never, never>(),
    subnetIds: new Map<never, never>(),
    sysctlJournal: null,
    isFirstOfBoot: false,
  }
  const daemon = new Daemon(play, stage.adapters, state, [WAN])
  daemon.start()
  stage.ring()
  stage.answerSolicit()
  await daemon.advertised
  await daemon.leave()
  kernel.close()
}

/** The same without a socket, and with what comes before it: the command line, and what the kernel shows to anyone. */
export async function rehearseForCodeCache(): Promise<void> {
  const invocation = parseInvocation(['kd6_mode=2', 'kd6_if_w0=wan', 'kd6_if_l0=lan'], {}, null)
  if (invocation.command !== 'run') throw new Error('the rehearsal has no settings')
  const netlink = new LinuxNetlink()
  await netlink.start()
  netlink.close()
  const nowhere: NdSocket = {
    send: transmissions => transmissions.map(() => null),
    join: () => null,
    leave: () => undefined,
    close: () => undefined,
  }
  await rehearse(invocation.settings, nowhere)
}

/** A WAN with a server behind it, and LANs. */
class Stage {
  #solicit: Uint8Array | null = null
  #deliver: (datagram: Dhcpv6Datagram) => void = () => undefined
  #wake: () => void = () => undefined
  readonly #kernel: Netlink
  readonly #ndSocket: NdSocket
  readonly #links = new Map<number, Link>()

  readonly #netlink: Netlink = {
    start: () => Promise.resolve(null),
    links: this.#links,
    linkByName: name => [...this.#links.values()].find(candidate => candidate.name === name) ?? null,
    addressesOf: linkIndex => [linkLocal(linkIndex)],
    routes: () => [],
    subscribe: () => () => undefined,
    apply: changes => this.#kernel.apply(changes),
    close: () => undefined,
  }

  readonly #dhcpv6Sockets: Dhcpv6Sockets = {
    openClient: (_name, _index, onDatagram) => {
      this.#deliver = onDatagram
      return {
        send: payload => {
          this.#solicit ??= payload
          return null
        },
        close: () => undefined,
      }
    },
  }

  readonly adapters: Adapters = {
    clock: {
      now: () => instant(0),
      wakeAt: (_at, wake) => {
        this.#wake = wake
      },
      wallTime: () => 0,
      bootId: '',
    },
    netlink: this.#netlink,
    dhcpv6Sockets: this.#dhcpv6Sockets,
    ndSocket: {
      send: transmissions =>
        this.#ndSocket.send(transmissions.map(packet => ({ ...packet, linkIndex: NOWHERE }))),
      join: () => null,
      leave: () => undefined,
      close: () => undefined,
    },
    sysctl: { read: () => null, write: () => null },
    store: {
      load: () => null,
      save: () => Promise.resolve(null),
      remove: () => Promise.resolve(null),
    },
    random: { bytes: length => new Uint8Array(length) },
    log: { error: ignore, warn: ignore, info: ignore, debug: ignore },
  }

  constructor(kernel: Netlink, ndSocket: NdSocket) {
    for (const [i, name] of [WAN, ...LANS].entries()) this.#links.set(i + 1, link(name, i + 1))
    this.#kernel = kernel
    this.#ndSocket = ndSocket
  }

  ring(): void {
    this.#wake()
  }

  answerSolicit(): void {
    const decoded = this.#solicit === null ? null : decodeDhcpv6(this.#solicit)
    if (decoded?.ok !== true || !('transactionId' in decoded.value)) return
    const { transactionId, options } = decoded.value
    const reply = { type: MessageType.REPLY, transactionId, options: replyOptions(options) }
    this.#deliver({
      payload: encodeDhcpv6(reply),
      source: LINK_LOCAL,
      sourcePort: 547,
      destination: LINK_LOCAL,
      linkIndex: 1,
    })
  }
}

function replyOptions(asked: readonly Dhcpv6Option[]): Dhcpv6Option[] {
  const lifetimes = { preferred: LIFETIME, valid: LIFETIME }
  return [
    findOption(asked, OptionCode.CLIENTID)!,
    { code: OptionCode.SERVERID, duid: SERVER },
    { code: OptionCode.RAPID_COMMIT },
    ...findOptions(asked, OptionCode.IA_PD).map(({ iaid }) => ({
      code: OptionCode.IA_PD,
      iaid,
      t1: LIFETIME / 2,
      t2: LIFETIME / 2,
      options: [{ code: OptionCode.IAPREFIX, prefix: DELEGATED, ...lifetimes, options: [] }],
    })),
  ]
}

function link(name: string, index: number): Link {
  return {
    index,
    name,
    up: true,
    running: true,
    loopback: false,
    multicast: true,
    pointToPoint: false,
    mtu: 1500,
    hardwareType: 1,
    hardwareAddress: new Uint8Array(6),
    kind: null,
    master: null,
  }
}

function linkLocal(linkIndex: number): LinkAddress {
  return {
    linkIndex,
    address: LINK_LOCAL,
    prefixLength: 64,
    linkLocal: true,
    tentative: false,
    dadFailed: false,
    deprecated: false,
    preferred: Infinity,
    valid: Infinity,
    protocol: null,
  }
}

function ignore(): void {
  // Nobody listens to a rehearsal.
}
