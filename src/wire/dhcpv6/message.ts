import type { Ipv6Address } from '../../values/ipv6Address.ts'
import { encodeWith, type ByteWriter } from '../byteWriter.ts'
import { decodeWith, type ByteReader } from '../cursor.ts'
import type { Decoded } from '../wireError.ts'
import {
  isClientServerMessageType,
  isRelayMessageType,
  messageTypeName,
  type ClientServerMessageType,
  type RelayMessageType,
} from './messageType.ts'
import type { Dhcpv6Option } from './option.ts'
import { decodeOptions, encodeOptions } from './options.ts'

export { MessageType, messageTypeName } from './messageType.ts'

/** A message between client and server, RFC 9915 §8. */
export interface Dhcpv6Message {
  readonly type: ClientServerMessageType
  /** 24 bits. */
  readonly transactionId: number
  readonly options: readonly Dhcpv6Option[]
}

/** A message between relay agent and server, RFC 9915 §9. */
export interface RelayMessage {
  readonly type: RelayMessageType
  /** Relay agents passed so far, 0 to 255. */
  readonly hopCount: number
  readonly linkAddress: Ipv6Address
  readonly peerAddress: Ipv6Address
  readonly options: readonly Dhcpv6Option[]
}

/**
 * A datagram's payload as a message. Whole or not at all: a known option that is malformed makes the whole an error.
 * Nothing in the result is a view into `bytes`. Encoding it again gives the same octets, except where a peer set bits
 * that mean nothing (those of a prefix beyond its length) or sent text that is no UTF-8.
 */
export function decodeDhcpv6(bytes: Uint8Array): Decoded<Dhcpv6Message | RelayMessage> {
  return decodeWith(bytes, decodeMessage)
}

/** Throws RangeError when a field holds what its octets cannot, or an option is longer than 65535 octets. */
export function encodeDhcpv6(message: Dhcpv6Message | RelayMessage): Uint8Array {
  return encodeWith(writer => encodeMessage(writer, message))
}

export function isRelayMessage(message: Dhcpv6Message | RelayMessage): message is RelayMessage {
  return isRelayMessageType(message.type)
}

/*
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------+-----------------------------------------------+
 * 0 |   msg-type    |                transaction-id                 |
 * 4 |                          options …                            |
 *   +---------------+-----------------------------------------------+
 */
function decodeMessage(reader: ByteReader): Dhcpv6Message | RelayMessage {
  const type = reader.uint8()
  if (isRelayMessageType(type)) return decodeRelayMessage(reader, type)
  if (!isClientServerMessageType(type)) return reader.fail('unknownType', messageTypeName(type), 0)
  return { type, transactionId: reader.uint24(), options: decodeOptions(reader) }
}

/*
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------+---------------+-------------------------------+
 * 0 |   msg-type    |   hop-count   |                               |
 * 2 +---------------+---------------+  link-address (16 octets)     |
 *18 |                                  peer-address (16 octets)     |
 *34 |                                  options …                    |
 *   +---------------------------------------------------------------+
 */
function decodeRelayMessage(reader: ByteReader, type: RelayMessageType): RelayMessage {
  return {
    type,
    hopCount: reader.uint8(),
    linkAddress: reader.ipv6Address(),
    peerAddress: reader.ipv6Address(),
    options: decodeOptions(reader),
  }
}

function encodeMessage(writer: ByteWriter, message: Dhcpv6Message | RelayMessage): void {
  writer.uint8(message.type)
  if (isRelayMessage(message)) {
    writer.uint8(message.hopCount)
    writer.ipv6Address(message.linkAddress)
    writer.ipv6Address(message.peerAddress)
  } else {
    writer.uint24(message.transactionId)
  }
  encodeOptions(writer, message.options)
}
