import {
  HOP_LIMIT,
  INTERFACE_INDEX,
  IPV6_LENGTH,
  LENGTH,
  LOCAL,
  type Memory,
  NAME,
  PAYLOAD,
  SOCKADDR_IN6,
  SOCKADDR_NL,
} from './layout.ts'
import { readIpv6 } from './ipv6Text.ts'

/** One record of a ring. `holder` is the information object that may read from it now. */
export class Slot {
  readonly memory: Memory
  readonly base: number
  holder: object | null = null

  constructor(memory: Memory, base: number) {
    this.memory = memory
    this.base = base
  }

  word(offset: number): number {
    return this.memory.word(this.base + offset)
  }

  /** The payload's octets, as many as are there. */
  message(room: number): Buffer {
    const { buffer } = this.memory.octets
    return Buffer.from(buffer, this.base + PAYLOAD, Math.min(this.word(LENGTH), room))
  }
}

/**
 * Where an IPv6 datagram came from and how. Numbers may be kept; addresses are read from the receive ring when asked
 * for, so only while the listener runs (later they throw), unless the socket was created with `copy`.
 */
export class InternetInfo {
  /** Source port; 0 for ICMPv6. */
  readonly port: number
  /** Index of the interface that it arrived on. */
  readonly interfaceIndex: number
  /** -1 when the kernel did not say. */
  readonly hopLimit: number
  /** Octets that the datagram had; more than the message's length where `messageSize` was too small. */
  readonly size: number
  readonly #slot: Slot

  constructor(slot: Slot) {
    const { octets } = slot.memory
    const port = slot.base + NAME + SOCKADDR_IN6.port
    this.port = (octets[port]! << 8) | octets[port + 1]!
    this.interfaceIndex = slot.word(INTERFACE_INDEX)
    this.hopLimit = slot.word(HOP_LIMIT)
    this.size = slot.word(LENGTH)
    this.#slot = slot
    slot.holder = this
  }

  get family(): 'IPv6' {
    return 'IPv6'
  }

  /** Source address as text, without a zone. */
  get address(): string {
    return readIpv6(this.#memory().octets, this.#at(NAME + SOCKADDR_IN6.address))
  }

  /** Destination address as text. */
  get destination(): string {
    return readIpv6(this.#memory().octets, this.#at(LOCAL))
  }

  /** Source address: 16 octets, a view. */
  get addressBytes(): Uint8Array {
    return this.#view(NAME + SOCKADDR_IN6.address)
  }

  /** Destination address: 16 octets, a view. */
  get destinationBytes(): Uint8Array {
    return this.#view(LOCAL)
  }

  #memory(): Memory {
    if (this.#slot.holder !== this)
      throw new Error('the addresses of a datagram are gone when its listener has returned')
    return this.#slot.memory
  }

  #at(offset: number): number {
    return this.#slot.base + offset
  }

  #view(offset: number): Uint8Array {
    return new Uint8Array(this.#memory().octets.buffer, this.#at(offset), IPV6_LENGTH)
  }
}

/** Where a netlink message came from. */
export interface NetlinkInfo {
  readonly family: 'netlink'
  /** Port id of the sender; 0 is the kernel, and anything else any process of this machine. */
  readonly port: number
  /** The groups' bit mask that it was sent to; 0 for an answer. */
  readonly groups: number
  /** Octets that the message had; more than its length where `messageSize` was too small. */
  readonly size: number
}

export function netlinkInfo(slot: Slot): NetlinkInfo {
  return {
    family: 'netlink',
    port: slot.word(NAME + SOCKADDR_NL.port) >>> 0,
    groups: slot.word(NAME + SOCKADDR_NL.groups) >>> 0,
    size: slot.word(LENGTH),
  }
}
