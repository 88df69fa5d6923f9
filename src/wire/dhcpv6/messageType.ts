/** IANA's DHCPv6 message types (RFC 9915 §7.3 and the RFCs named beside them). */
export const MessageType = {
  SOLICIT: 1,
  ADVERTISE: 2,
  REQUEST: 3,
  CONFIRM: 4,
  RENEW: 5,
  REBIND: 6,
  REPLY: 7,
  RELEASE: 8,
  DECLINE: 9,
  RECONFIGURE: 10,
  INFORMATION_REQUEST: 11,
  RELAY_FORW: 12,
  RELAY_REPL: 13,
  // RFC 5007, 5460
  LEASEQUERY: 14,
  LEASEQUERY_REPLY: 15,
  LEASEQUERY_DONE: 16,
  LEASEQUERY_DATA: 17,
  // RFC 6977
  RECONFIGURE_REQUEST: 18,
  RECONFIGURE_REPLY: 19,
  // RFC 7341: three octets of flags lie where others have the transaction id
  DHCPV4_QUERY: 20,
  DHCPV4_RESPONSE: 21,
  // RFC 7653
  ACTIVELEASEQUERY: 22,
  STARTTLS: 23,
  // RFC 8156: between failover partners, over TCP, with a header of their own
  BNDUPD: 24,
  BNDREPLY: 25,
  POOLREQ: 26,
  POOLRESP: 27,
  UPDREQ: 28,
  UPDREQALL: 29,
  UPDDONE: 30,
  CONNECT: 31,
  CONNECTREPLY: 32,
  DISCONNECT: 33,
  STATE: 34,
  CONTACT: 35,
  // RFC 9686
  ADDR_REG_INFORM: 36,
  ADDR_REG_REPLY: 37,
} as const

export type MessageType = (typeof MessageType)[keyof typeof MessageType]

export type RelayMessageType = typeof MessageType.RELAY_FORW | typeof MessageType.RELAY_REPL

/** The types of RFC 8156, which {@link ClientServerMessageType} leaves out: their header differs. */
export type FailoverMessageType = (typeof MessageType)[
  | 'BNDUPD'
  | 'BNDREPLY'
  | 'POOLREQ'
  | 'POOLRESP'
  | 'UPDREQ'
  | 'UPDREQALL'
  | 'UPDDONE'
  | 'CONNECT'
  | 'CONNECTREPLY'
  | 'DISCONNECT'
  | 'STATE'
  | 'CONTACT']

/** The types with the header of RFC 9915 §8: type, transaction id, options. */
export type ClientServerMessageType = Exclude<MessageType, RelayMessageType | FailoverMessageType>

const names: readonly (string | undefined)[] = Object.entries(MessageType).reduce<string[]>(
  (byType, [name, type]) => {
    byType[type] = name.replaceAll('_', '-')
    return byType
  },
  [],
)

/** `SOLICIT`, `INFORMATION-REQUEST`; `message 99` for a type that IANA's registry lacks. */
export function messageTypeName(type: number): string {
  return names[type] ?? `message ${type}`
}

export function isRelayMessageType(type: number): type is RelayMessageType {
  return type === MessageType.RELAY_FORW || type === MessageType.RELAY_REPL
}

export function isClientServerMessageType(type: number): type is ClientServerMessageType {
  const failover = type >= MessageType.BNDUPD && type <= MessageType.CONTACT
  return names[type] !== undefined && !isRelayMessageType(type) && !failover
}
