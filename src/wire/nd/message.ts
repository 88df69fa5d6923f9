import { encodeWith, type ByteWriter } from '../byteWriter.ts'
import { decodeWith, type ByteReader } from '../cursor.ts'
import type { Decoded } from '../wireError.ts'
import type { NdOption } from './option.ts'
import { decodeNdOptions, encodeNdOptions } from './options.ts'
import { preferenceBits, preferenceOf, type RouterPreference } from './preference.ts'

/** ICMPv6 types of Neighbor Discovery (RFC 4861 §4). */
export const NdMessageType = {
  ROUTER_SOLICITATION: 133,
  ROUTER_ADVERTISEMENT: 134,
} as const

/** Router Solicitation, RFC 4861 §4.1. */
export interface RouterSolicitation {
  readonly type: typeof NdMessageType.ROUTER_SOLICITATION
  /** ICMPv6 code, 0 unless given; a receiver drops any other. */
  readonly code?: number
  readonly options: readonly NdOption[]
}

/** Router Advertisement, RFC 4861 §4.2. */
export interface RouterAdvertisement {
  readonly type: typeof NdMessageType.ROUTER_ADVERTISEMENT
  /** ICMPv6 code, 0 unless given; a receiver drops any other. */
  readonly code?: number
  /** 0 to 255; 0 leaves it unspecified. */
  readonly currentHopLimit: number
  /** M */
  readonly managed: boolean
  /** O */
  readonly other: boolean
  /** H (RFC 6275 §7.1), clear unless given. */
  readonly homeAgent?: boolean
  readonly preference: RouterPreference
  /** P (RFC 4389 §4.1.3.3), clear unless given. */
  readonly proxy?: boolean
  /** Seconds, 0 to 65535, rounded down to whole ones; 0 is no default router. */
  readonly routerLifetime: number
  /** Milliseconds, 32 bits; 0 leaves it unspecified. */
  readonly reachableTime: number
  /** Milliseconds, 32 bits; 0 leaves it unspecified. */
  readonly retransTimer: number
  readonly options: readonly NdOption[]
}

export type NdMessage = RouterSolicitation | RouterAdvertisement

interface NdMessageCodec<Message> {
  /** From the octet after the checksum on. */
  readonly decode: (reader: ByteReader, code: number) => Message
  readonly encode: (writer: ByteWriter, message: Message) => void
}

const M = 0x80
const O = 0x40
const H = 0x20
const P = 0x04

/*
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------+---------------+-------------------------------+
 * 0 |   Type 133    |     Code      |          Checksum             |
 * 4 |                            Reserved                           |
 * 8 |   Options …                                                   |
 *   +---------------------------------------------------------------+
 */
const routerSolicitation: NdMessageCodec<RouterSolicitation> = {
  decode: (reader, code) => {
    reader.skip(4)
    return { type: NdMessageType.ROUTER_SOLICITATION, code, options: decodeNdOptions(reader) }
  },
  encode: writer => writer.zeros(4),
}

/*
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------+---------------+-------------------------------+
 * 0 |   Type 134    |     Code      |          Checksum             |
 *   +---------------+-+-+-+---+-+---+-------------------------------+
 * 4 | Cur Hop Limit |M|O|H|Prf|P|Res|       Router Lifetime         |
 *   +---------------+-+-+-+---+-+---+-------------------------------+
 * 8 |                         Reachable Time                        |
 *12 |                          Retrans Timer                        |
 *16 |   Options …                                                   |
 *   +---------------------------------------------------------------+
 */
const routerAdvertisement: NdMessageCodec<RouterAdvertisement> = {
  decode: (reader, code) => {
    const currentHopLimit = reader.uint8()
    const flags = reader.uint8()
    return {
      type: NdMessageType.ROUTER_ADVERTISEMENT,
      code,
      currentHopLimit,
      managed: (flags & M) !== 0,
      other: (flags & O) !== 0,
      homeAgent: (flags & H) !== 0,
      preference: preferenceOf(flags),
      proxy: (flags & P) !== 0,
      routerLifetime: reader.uint16(),
      reachableTime: reader.uint32(),
      retransTimer: reader.uint32(),
      options: decodeNdOptions(reader),
    }
  },
  encode: (writer, message) => {
    writer.uint8(message.currentHopLimit)
    writer.uint8(
      (message.managed ? M : 0) |
        (message.other ? O : 0) |
        (message.homeAgent ? H : 0) |
        preferenceBits(message.preference) |
        (message.proxy ? P : 0),
    )
    writer.uint16(Math.floor(message.routerLifetime))
    writer.uint32(message.reachableTime)
    writer.uint32(message.retransTimer)
  },
}

const messageTable: {
  readonly [Type in NdMessage['type']]: NdMessageCodec<Extract<NdMessage, { readonly type: Type }>>
} = {
  [NdMessageType.ROUTER_SOLICITATION]: routerSolicitation,
  [NdMessageType.ROUTER_ADVERTISEMENT]: routerAdvertisement,
}

/**
 * An ICMPv6 message, from its type octet on. An error is what RFC 4861 §6.1 drops for its octets: too short, or an
 * option of length 0; hop limit, source and code are for rules to check, the checksum is the kernel's. A known option
 * with a body that cannot be right is kept as malformed. Nothing in the result is a view into `bytes`.
 */
export function decodeNd(bytes: Uint8Array): Decoded<NdMessage> {
  return decodeWith(bytes, reader => {
    const type = reader.uint8()
    if (!isNdMessageType(type)) return reader.fail('unknownType', `ICMPv6 type ${type}`, 0)
    const code = reader.uint8()
    reader.skip(2)
    return messageTable[type].decode(reader, code)
  })
}

/**
 * The checksum is 0, the kernel fills it in. Throws RangeError when a field holds what its octets cannot, or an option
 * is longer than 2040 octets.
 */
export function encodeNd(message: NdMessage): Uint8Array {
  return encodeWith(writer => {
    writer.uint8(message.type)
    writer.uint8(message.code ?? 0)
    writer.zeros(2)
    const codec = messageTable[message.type] as NdMessageCodec<NdMessage>
    codec.encode(writer, message)
    encodeNdOptions(writer, message.options)
  })
}

function isNdMessageType(type: number): type is NdMessage['type'] {
  return type in messageTable
}
