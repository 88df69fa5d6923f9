/**
 * A datagram's record in a ring, as datagramIo.h lays it out: a header of {@link PAYLOAD} octets in the machine's byte
 * order, the payload, padding to a multiple of 16.
 *
 * ```
 *   0 length   4 nameLength   8 flags   12 hopLimit   16 interfaceIndex   20 result
 *  24 local address (16)     40 reserved (8)          48 socket address (112)        160 payload
 * ```
 */
export const LENGTH = 0
export const NAME_LENGTH = 4
export const FLAGS = 8
export const HOP_LIMIT = 12
export const INTERFACE_INDEX = 16
export const RESULT = 20
export const LOCAL = 24
export const NAME = 48
export const PAYLOAD = 160

/** To send: pass source, interface and hop limit beside the datagram. */
export const HAS_CONTROL = 1
export const NO_HOP_LIMIT = -1

export const IPV6_LENGTH = 16
/** struct sockaddr_in6: family, port (network order), flow info, address, scope. */
export const SOCKADDR_IN6 = { port: 2, flowInfo: 4, address: 8, scope: 24, size: 28 } as const
/** struct sockaddr_nl: family, padding, port id, groups. */
export const SOCKADDR_NL = { port: 4, groups: 8, size: 12 } as const

export function recordSize(payloadLength: number): number {
  return (PAYLOAD + payloadLength + 15) & ~15
}

/** A stretch of memory that holds records, seen as octets and as 32-bit words. */
export class Memory {
  readonly octets: Uint8Array
  readonly words: Int32Array

  constructor(size: number) {
    const buffer = new ArrayBuffer(size)
    this.octets = new Uint8Array(buffer)
    this.words = new Int32Array(buffer)
  }

  /** The 32-bit field at an offset that is a multiple of 4. */
  word(offset: number): number {
    return this.words[offset >> 2]!
  }

  setWord(offset: number, value: number): void {
    this.words[offset >> 2] = value
  }
}
