import { sameBytes } from '../../values/bytes.ts'
import type { Duid } from '../../values/duid.ts'
import { isMulticast, type Ipv6Address } from '../../values/ipv6Address.ts'
import { MessageType, type Dhcpv6Message, type RelayMessage } from '../../wire/dhcpv6/message.ts'
import { findOption, OptionCode } from '../../wire/dhcpv6/option.ts'

/** Why a client drops a well-formed message; also the labels of its counters. */
export type ClientVerdict =
  | 'accept'
  | 'notForClients'
  | 'unknownMessageType'
  | 'multicast'
  | 'noServerId'
  | 'noClientId'
  | 'foreignClientId'
  | 'noExchange'
  | 'wrongTransactionId'
  | 'reconfigureNotNegotiated'

const FOR_SERVERS_AND_RELAYS: ReadonlySet<number> = new Set([
  MessageType.SOLICIT,
  MessageType.REQUEST,
  MessageType.CONFIRM,
  MessageType.RENEW,
  MessageType.REBIND,
  MessageType.RELEASE,
  MessageType.DECLINE,
  MessageType.INFORMATION_REQUEST,
  MessageType.RELAY_FORW,
  MessageType.RELAY_REPL,
])

/** RFC 9915 §16: what a client does with a message. `transactionId` is that of the exchange under way, if any. */
export function validateForClient(
  message: Dhcpv6Message | RelayMessage,
  destination: Ipv6Address,
  client: Duid,
  transactionId: number | null,
): ClientVerdict {
  if (FOR_SERVERS_AND_RELAYS.has(message.type)) return 'notForClients'
  if (!('transactionId' in message)) return 'notForClients'
  switch (message.type) {
    case MessageType.ADVERTISE:
    case MessageType.REPLY:
      // RFC 9915 §16: a client should not accept multicast.
      if (isMulticast(destination)) return 'multicast'
      return validateAnswer(message, client, transactionId)
    case MessageType.RECONFIGURE:
      // RFC 9915 §18.2.11: we send no Reconfigure Accept option.
      return 'reconfigureNotNegotiated'
    default:
      return 'unknownMessageType'
  }
}

/** RFC 9915 §16.3 and §16.10. All that we send carries our Client Identifier, so a Reply must mirror it. */
function validateAnswer(message: Dhcpv6Message, client: Duid, transactionId: number | null): ClientVerdict {
  if (findOption(message.options, OptionCode.SERVERID) === undefined) return 'noServerId'
  const echoed = findOption(message.options, OptionCode.CLIENTID)
  if (echoed === undefined) return 'noClientId'
  if (!sameBytes(echoed.duid, client)) return 'foreignClientId'
  if (transactionId === null) return 'noExchange'
  return message.transactionId === transactionId ? 'accept' : 'wrongTransactionId'
}
