import type { Duid } from '../../values/duid.ts'
import { UNSPECIFIED } from '../../values/ipv6Address.ts'
import { ipv6Prefix, type Ipv6Prefix } from '../../values/ipv6Prefix.ts'
import type { Instant } from '../../values/time.ts'
import { MessageType, type Dhcpv6Message } from '../../wire/dhcpv6/message.ts'
import { OptionCode, type Dhcpv6Option } from '../../wire/dhcpv6/option.ts'

/** What a requesting router wants or holds in one IA_PD. */
export interface RequestedIaPd {
  readonly iaid: number
  readonly prefixes: readonly Ipv6Prefix[]
  /** Asks for a prefix of this length (RFC 8168 §3.1); null asks for none in particular. */
  readonly hintLength: number | null
}

/** The messages that a requesting router sends. */
export const ClientMessageType = {
  SOLICIT: MessageType.SOLICIT,
  REQUEST: MessageType.REQUEST,
  RENEW: MessageType.RENEW,
  REBIND: MessageType.REBIND,
  RELEASE: MessageType.RELEASE,
} as const

export type ClientMessageType = (typeof ClientMessageType)[keyof typeof ClientMessageType]

/** A message to be sent, before the moment of sending gives it its Elapsed Time. */
export interface ClientMessage {
  readonly type: ClientMessageType
  /** 24 bits, the same in every retransmission (RFC 9915 §16.1). */
  readonly transactionId: number
  /** When the exchange began, the zero of Elapsed Time. */
  readonly startedAt: Instant
  /** Absent where any server may answer. */
  readonly server: Duid | null
  readonly rapidCommit: boolean
  readonly iaPds: readonly RequestedIaPd[]
}

/**
 * RFC 9915 §21.7 and §21.24: what a requesting router asks for. PD_EXCLUDE is listed although the server puts it
 * into an IAPREFIX.
 */
export const REQUESTED_OPTIONS: readonly number[] = [
  OptionCode.DNS_SERVERS,
  OptionCode.DOMAIN_LIST,
  OptionCode.PD_EXCLUDE,
  OptionCode.SOL_MAX_RT,
]

const MOST_HUNDREDTHS = 0xffff

/** The message as it goes out at `now` (RFC 9915 §18.2.1 to §18.2.7). */
export function composeClientMessage(message: ClientMessage, client: Duid, now: Instant): Dhcpv6Message {
  const options: Dhcpv6Option[] = [{ code: OptionCode.CLIENTID, duid: client }]
  if (message.server !== null) options.push({ code: OptionCode.SERVERID, duid: message.server })
  // RFC 9915 §21.9: hundredths of a second, 0 in the first message, saturating.
  const hundredths = Math.min(MOST_HUNDREDTHS, Math.max(0, Math.floor((now - message.startedAt) / 10)))
  options.push({ code: OptionCode.ELAPSED_TIME, hundredths })
  // RFC 9915 §18.2.7 and §21.7: a Release asks for nothing.
  if (message.type !== MessageType.RELEASE) {
    options.push({ code: OptionCode.ORO, requested: REQUESTED_OPTIONS })
  }
  if (message.rapidCommit) options.push({ code: OptionCode.RAPID_COMMIT })
  for (const ia of message.iaPds) options.push(composeIaPd(ia))
  return { type: message.type, transactionId: message.transactionId, options }
}

function composeIaPd({ iaid, prefixes, hintLength }: RequestedIaPd): Dhcpv6Option {
  // RFC 9915 §21.21, §21.22: a client sends 0 for all times.
  const zero = { preferred: 0, valid: 0, options: [] }
  const options: Dhcpv6Option[] = prefixes.map(prefix => ({ code: OptionCode.IAPREFIX, prefix, ...zero }))
  if (hintLength !== null) {
    options.push({ code: OptionCode.IAPREFIX, prefix: ipv6Prefix(UNSPECIFIED, hintLength), ...zero })
  }
  return { code: OptionCode.IA_PD, iaid, t1: 0, t2: 0, options }
}
