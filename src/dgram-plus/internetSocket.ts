import { constants as os } from 'node:os'

import { type Ipv6Like, readIpv6, writeIpv6 } from './ipv6Text.ts'
import {
  FLAGS,
  HAS_CONTROL,
  HOP_LIMIT,
  INTERFACE_INDEX,
  IPV6_LENGTH,
  LOCAL,
  Memory,
  NAME,
  NAME_LENGTH,
  NO_HOP_LIMIT,
  SOCKADDR_IN6,
} from './layout.ts'
import { constants } from './native.ts'
import type { Family, Message } from './sender.ts'
import { InternetInfo, type Slot } from './slot.ts'
import { type CommonOptions, DatagramSocket, requireInteger } from './socket.ts'
import { SystemError } from './systemError.ts'

const MAX_PORT = 0xffff
const MAX_INDEX = 0x7fff_ffff
/** A hop limit of -1 is the kernel's default. */
const MAX_HOP_LIMIT = 255
const ICMP_TYPES = 256
/** IFNAMSIZ less the closing zero. */
const MAX_DEVICE_NAME = 15
const ICMP_FILTER_SIZE = ICMP_TYPES / 8
/** As octets: Node compiles a large regular expression for the first text, and a daemon's start need not wait for it. */
const ANY = new Uint8Array(IPV6_LENGTH)
const FAMILY = new Uint8Array(Uint16Array.of(constants.AF_INET6).buffer)

export interface InternetOptions extends CommonOptions {
  /** IPV6_V6ONLY; default true. Otherwise IPv4 peers appear as ::ffff:0:0/96. */
  readonly ipv6Only?: boolean
  /** SO_REUSEADDR; default false. */
  readonly reuseAddr?: boolean
}

export interface InternetDatagram extends Message {
  /** For ICMPv6 the message from its type octet on; the kernel computes the checksum. */
  readonly message: Uint8Array
  readonly address: Ipv6Like
  /** UDP only. */
  readonly port?: number
  /** Which link a link-local or multicast address is on, and by which to leave. Default: the kernel's choice. */
  readonly interfaceIndex?: number
  /** Source address; one of this machine's that is not tentative. Default: the kernel's choice. */
  readonly source?: Ipv6Like
  readonly hopLimit?: number
}

export interface InternetBinding {
  /** Default ::, all. */
  readonly address?: Ipv6Like
  /** UDP only. Default 0, a free one. */
  readonly port?: number
  /** The link that a link-local address is on. */
  readonly interfaceIndex?: number
  /** Name of the only interface to receive from and send by (SO_BINDTODEVICE). */
  readonly device?: string
}

const family: Family<InternetDatagram> = {
  writeHeader(datagram, memory, base) {
    const { address, port = 0, interfaceIndex = 0, source, hopLimit = NO_HOP_LIMIT } = datagram
    requireInteger('hopLimit', hopLimit, NO_HOP_LIMIT, MAX_HOP_LIMIT)
    writeSocketAddress(memory, base + NAME, address, port, interfaceIndex)
    memory.setWord(base + NAME_LENGTH, SOCKADDR_IN6.size)
    const control = source !== undefined || hopLimit !== NO_HOP_LIMIT || interfaceIndex !== 0
    memory.setWord(base + FLAGS, control ? HAS_CONTROL : 0)
    memory.setWord(base + HOP_LIMIT, hopLimit)
    memory.setWord(base + INTERFACE_INDEX, interfaceIndex)
    if (source === undefined) memory.octets.fill(0, base + LOCAL, base + LOCAL + IPV6_LENGTH)
    else writeIpv6(memory.octets, base + LOCAL, source)
  },
  describe: ({ address, port }) => [textOf(address), port],
}

function textOf(address: Ipv6Like): string {
  return typeof address === 'string' ? address : readIpv6(address, 0)
}

function writeSocketAddress(
  memory: Memory,
  at: number,
  address: Ipv6Like,
  port: number,
  scope: number,
): void {
  requireInteger('port', port, 0, MAX_PORT)
  requireInteger('interfaceIndex', scope, 0, MAX_INDEX)
  const { octets } = memory
  octets.set(FAMILY, at)
  octets[at + SOCKADDR_IN6.port] = port >> 8
  octets[at + SOCKADDR_IN6.port + 1] = port & 0xff
  memory.setWord(at + SOCKADDR_IN6.flowInfo, 0)
  writeIpv6(octets, at + SOCKADDR_IN6.address, address)
  memory.setWord(at + SOCKADDR_IN6.scope, scope)
}

/** UDP over IPv6, or raw ICMPv6. */
export class InternetSocket extends DatagramSocket<InternetDatagram, InternetInfo> {
  readonly #raw: boolean

  constructor(type: 'udp6' | 'icmp6', options: InternetOptions) {
    const raw = type === 'icmp6'
    const { AF_INET6, SOCK_RAW, SOCK_DGRAM, IPPROTO_IPV6, IPPROTO_ICMPV6 } = constants
    const sized = { messageSize: MAX_PORT, ...options }
    super(AF_INET6, raw ? SOCK_RAW : SOCK_DGRAM, raw ? IPPROTO_ICMPV6 : 0, sized, family)
    this.#raw = raw
    this.closeOnError(() => {
      if (raw) {
        // A raw socket receives from its creation on: until types are named it gets none.
        this.setIcmpFilter([])
        this.discardReceived()
      } else this.setOption(IPPROTO_IPV6, constants.IPV6_V6ONLY, options.ipv6Only === false ? 0 : 1)
      this.setOption(IPPROTO_IPV6, constants.IPV6_RECVPKTINFO, 1)
      this.setOption(IPPROTO_IPV6, constants.IPV6_RECVHOPLIMIT, 1)
      if (options.reuseAddr) this.setOption(constants.SOL_SOCKET, constants.SO_REUSEADDR, 1)
    })
  }

  /** Takes a device, an address and a port, and starts receiving. Throws SystemError: EADDRINUSE, EACCES, ENODEV … */
  bind(binding: InternetBinding = {}): void {
    const { address = ANY, port = 0, interfaceIndex = 0, device } = binding
    const memory = new Memory(SOCKADDR_IN6.size)
    writeSocketAddress(memory, 0, address, port, interfaceIndex)
    if (device !== undefined) this.#bindToDevice(device)
    this.bindTo(memory.octets, textOf(address), port)
  }

  /** The address and port that the socket has. */
  address(): { readonly address: string; readonly family: 'IPv6'; readonly port: number } {
    const octets = new Uint8Array(SOCKADDR_IN6.size)
    this.readAddress(octets)
    const port = (octets[SOCKADDR_IN6.port]! << 8) | octets[SOCKADDR_IN6.port + 1]!
    return { address: readIpv6(octets, SOCKADDR_IN6.address), family: 'IPv6', port }
  }

  /** Has the kernel let these ICMPv6 types through and no others (RFC 3542 §3.2). None at first. */
  setIcmpFilter(types: readonly number[]): void {
    const blocked = new Uint32Array(ICMP_FILTER_SIZE / Uint32Array.BYTES_PER_ELEMENT).fill(0xffff_ffff)
    for (const type of types) {
      requireInteger('ICMPv6 type', type, 0, ICMP_TYPES - 1)
      blocked[type >> 5]! &= ~(1 << (type & 31))
    }
    this.setOption(constants.IPPROTO_ICMPV6, constants.ICMPV6_FILTER, new Uint8Array(blocked.buffer))
  }

  /** Throws SystemError: ENODEV, EADDRINUSE (a member already), ENOBUFS (too many groups, net.core.optmem_max). */
  addMembership(group: Ipv6Like, interfaceIndex: number): void {
    this.setOption(constants.IPPROTO_IPV6, constants.IPV6_JOIN_GROUP, membership(group, interfaceIndex))
  }

  /** Throws SystemError: ENODEV, EADDRNOTAVAIL (no member). */
  dropMembership(group: Ipv6Like, interfaceIndex: number): void {
    this.setOption(constants.IPPROTO_IPV6, constants.IPV6_LEAVE_GROUP, membership(group, interfaceIndex))
  }

  /** The hop limit of unicast datagrams that name none. */
  setTTL(hopLimit: number): void {
    this.setOption(constants.IPPROTO_IPV6, constants.IPV6_UNICAST_HOPS, hopLimit)
  }

  /** The hop limit of multicast datagrams that name none; 1 at first. */
  setMulticastTTL(hopLimit: number): void {
    this.setOption(constants.IPPROTO_IPV6, constants.IPV6_MULTICAST_HOPS, hopLimit)
  }

  /** Whether this machine's own members of a group get what is sent to it; so at first. */
  setMulticastLoopback(on: boolean): void {
    this.setOption(constants.IPPROTO_IPV6, constants.IPV6_MULTICAST_LOOP, on ? 1 : 0)
  }

  protected override readInfo(slot: Slot): InternetInfo {
    return new InternetInfo(slot)
  }

  #bindToDevice(device: string): void {
    const name = new TextEncoder().encode(device)
    // The kernel takes no name for "any device", and of a long one the beginning: it could be another's.
    if (name.length === 0 || name.length > MAX_DEVICE_NAME || name.includes(0)) {
      throw new SystemError(os.errno.ENODEV, 'setsockopt', device)
    }
    this.setOption(constants.SOL_SOCKET, constants.SO_BINDTODEVICE, name)
    if (this.#raw) this.discardReceived()
  }
}

/** struct ipv6_mreq. Index 0 would have the kernel pick an interface, never what was meant. */
function membership(group: Ipv6Like, interfaceIndex: number): Uint8Array {
  requireInteger('interfaceIndex', interfaceIndex, 1, MAX_INDEX)
  const memory = new Memory(IPV6_LENGTH + Int32Array.BYTES_PER_ELEMENT)
  writeIpv6(memory.octets, 0, group)
  memory.setWord(IPV6_LENGTH, interfaceIndex)
  return memory.octets
}
