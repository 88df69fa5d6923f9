import { createRequire } from 'node:module'

/** `kind` of {@link OnEvent}; channel.h names the same. */
export const RECEIVED = 0
export const FAILED = 1
export const WRITABLE = 2
export const CLOSED = 3

/** For {@link Channel.watch}: uv_poll's events. */
export const WATCH_READABLE = 1
export const WATCH_WRITABLE = 2

/** `value` is a number of datagrams for RECEIVED (0: go on after an exception), an errno for FAILED. */
export type OnEvent = (kind: number, value: number) => void

/** A socket of any family. Calls return 0 or more, or -errno, and throw TypeError on wrong arguments. */
export interface Channel {
  open(
    domain: number,
    type: number,
    protocol: number,
    receiveRing: Uint8Array,
    stride: number,
    sendRing: Uint8Array,
    onEvent: OnEvent,
  ): number
  bind(socketAddress: Uint8Array): number
  /** Writes the socket's own address and returns its length. */
  address(socketAddress: Uint8Array): number
  setOption(level: number, option: number, value: Uint8Array): number
  /** Writes the option's value and returns its length. */
  getOption(level: number, option: number, value: Uint8Array): number
  /** Sends the first `count` records of the send ring and writes each one's result into it. */
  send(count: number): number
  watch(events: number): number
  /** Fills the receive ring and returns the number of datagrams. */
  receive(): number
  /** Throws away what waits to be received. */
  discard(): void
  /** Frees the descriptor at once; CLOSED is told later. */
  close(): void
  ref(): void
  unref(): void
}

type ConstantName =
  | `AF_${'INET6' | 'NETLINK'}`
  | `SOCK_${'DGRAM' | 'RAW'}`
  | 'MSG_TRUNC'
  | 'SOL_SOCKET'
  | `SO_${'RCVBUF' | 'RCVBUFFORCE' | 'SNDBUF' | 'SNDBUFFORCE'}`
  | `SO_${'REUSEADDR' | 'BINDTODEVICE' | 'BINDTOIFINDEX'}`
  | `IPPROTO_${'IPV6' | 'ICMPV6'}`
  | `IPV6_${'V6ONLY' | 'RECVPKTINFO' | 'RECVHOPLIMIT' | 'UNICAST_HOPS' | 'JOIN_GROUP' | 'LEAVE_GROUP'}`
  | `IPV6_MULTICAST_${'HOPS' | 'LOOP' | 'IF'}`
  | 'ICMPV6_FILTER'
  | 'SOL_NETLINK'
  | `NETLINK_${'ADD_MEMBERSHIP' | 'DROP_MEMBERSHIP' | 'CAP_ACK' | 'EXT_ACK' | 'GET_STRICT_CHK'}`
  | `NETLINK_${'NO_ENOBUFS' | 'LISTEN_ALL_NSID'}`

interface Native {
  readonly Channel: new () => Channel
  readonly constants: Readonly<Record<ConstantName, number>>
}

function load(): Native {
  const requireBeside = createRequire(import.meta.url)
  try {
    return requireBeside('./dgram_plus.node') as Native
  } catch (error) {
    // Without the stack that require adds: the first line says which file, and whether it is missing or alien.
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error)
    throw new Error(`dgram-plus has no native module for this machine, run: npm run build (${why})`)
  }
}

const native = load()

export const newChannel = (): Channel => new native.Channel()

/** The platform's own numbers, by their names in the C headers. */
export const constants = native.constants
