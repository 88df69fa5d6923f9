import { Memory, NAME, NAME_LENGTH, FLAGS, SOCKADDR_NL } from './layout.ts'
import { constants } from './native.ts'
import type { Family, Message } from './sender.ts'
import { netlinkInfo, type NetlinkInfo, type Slot } from './slot.ts'
import { type CommonOptions, DatagramSocket, requireInteger } from './socket.ts'

const MAX_U32 = 0xffff_ffff
/** The kernel fills dumps up to this size when the receiver offers it. */
const DUMP_SIZE = 32 * 1024
const FAMILY = new Uint8Array(Uint16Array.of(constants.AF_NETLINK).buffer)

export interface NetlinkOptions extends CommonOptions {
  /** NETLINK_ROUTE is 0. */
  readonly protocol: number
  /** NETLINK_EXT_ACK: errors come with a text and an offset. */
  readonly extendedAck?: boolean
  /** NETLINK_CAP_ACK: errors do not repeat the request's payload. */
  readonly capAck?: boolean
  /** NETLINK_GET_STRICT_CHK: requests are checked, dumps filtered. */
  readonly strictChecking?: boolean
}

export interface NetlinkDatagram extends Message {
  /** One or several netlink messages. */
  readonly message: Uint8Array
  /** Port id of the receiver; default 0, the kernel. */
  readonly port?: number
}

export interface NetlinkBinding {
  /** Port id; default 0, the kernel gives one. */
  readonly port?: number
  /** Bit mask of the multicast groups 1 to 32 (bit 0 is group 1). */
  readonly groups?: number
}

const family: Family<NetlinkDatagram> = {
  writeHeader({ port = 0 }, memory, base) {
    writeSocketAddress(memory, base + NAME, port, 0)
    memory.setWord(base + NAME_LENGTH, SOCKADDR_NL.size)
    memory.setWord(base + FLAGS, 0)
  },
  describe: ({ port = 0 }) => [port === 0 ? 'kernel' : `port ${port}`],
}

function writeSocketAddress(memory: Memory, at: number, port: number, groups: number): void {
  requireInteger('port', port, 0, MAX_U32)
  requireInteger('groups', groups, 0, MAX_U32)
  memory.setWord(at, 0)
  memory.octets.set(FAMILY, at)
  memory.setWord(at + SOCKADDR_NL.port, port)
  memory.setWord(at + SOCKADDR_NL.groups, groups)
}

/** AF_NETLINK. What a message says is the user's to decode; `info.port` 0 is the kernel, trust no other. */
export class NetlinkSocket extends DatagramSocket<NetlinkDatagram, NetlinkInfo> {
  constructor(options: NetlinkOptions) {
    super(
      constants.AF_NETLINK,
      constants.SOCK_RAW,
      options.protocol,
      { messageSize: DUMP_SIZE, ...options },
      family,
    )
    const { NETLINK_EXT_ACK, NETLINK_CAP_ACK, NETLINK_GET_STRICT_CHK } = constants
    this.closeOnError(() => {
      if (options.extendedAck) this.#setNetlinkOption(NETLINK_EXT_ACK, 1)
      if (options.capAck) this.#setNetlinkOption(NETLINK_CAP_ACK, 1)
      if (options.strictChecking) this.#setNetlinkOption(NETLINK_GET_STRICT_CHK, 1)
    })
  }

  /** Takes a port id and groups, and starts receiving. Throws SystemError: EADDRINUSE, EPERM (a privileged group). */
  bind({ port = 0, groups = 0 }: NetlinkBinding = {}): void {
    const memory = new Memory(SOCKADDR_NL.size)
    writeSocketAddress(memory, 0, port, groups)
    this.bindTo(memory.octets, `port ${port}`)
  }

  /** The port id and groups that the socket has. */
  address(): { readonly family: 'netlink'; readonly port: number; readonly groups: number } {
    const memory = new Memory(SOCKADDR_NL.size)
    this.readAddress(memory.octets)
    const port = memory.word(SOCKADDR_NL.port) >>> 0
    return { family: 'netlink', port, groups: memory.word(SOCKADDR_NL.groups) >>> 0 }
  }

  /** Joins a group by its number (1 …, RTNLGRP_*), beyond 32 too. */
  addMembership(group: number): void {
    this.#setNetlinkOption(constants.NETLINK_ADD_MEMBERSHIP, group)
  }

  dropMembership(group: number): void {
    this.#setNetlinkOption(constants.NETLINK_DROP_MEMBERSHIP, group)
  }

  protected override readInfo(slot: Slot): NetlinkInfo {
    return netlinkInfo(slot)
  }

  #setNetlinkOption(option: number, value: number): void {
    this.setOption(constants.SOL_NETLINK, option, value)
  }
}
