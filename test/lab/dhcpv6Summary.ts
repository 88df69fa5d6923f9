import { address } from './packet.ts'

export interface SummaryPrefix {
  /** `2001:db8::/56` */
  readonly prefix: string
  readonly preferred: number
  readonly valid: number
}

export interface Dhcpv6Summary {
  readonly kind: 'DHCPv6'
  /** The message's name in RFC 9915 §7.3, or its number. */
  readonly name: string
  /** Six hexadecimal digits. */
  readonly transactionId: string
  readonly options: readonly { readonly code: number; readonly body: Buffer }[]
  /** The IA Prefix options in IA_PD options, in order. */
  readonly prefixes: readonly SummaryPrefix[]
}

const NAMES = [
  ...['', 'Solicit', 'Advertise', 'Request', 'Confirm', 'Renew', 'Rebind', 'Reply'],
  ...['Release', 'Decline', 'Reconfigure', 'Information-request', 'Relay-forward', 'Relay-reply'],
]
const MESSAGE_HEADER = 4
const OPTION_IA_PD = 25
const OPTION_IAPREFIX = 26
const IA_PD_HEADER = 12

export function readDhcpv6(bytes: Buffer): Dhcpv6Summary {
  const options = readOptions(bytes.subarray(MESSAGE_HEADER))
  const prefixes = options
    .filter(option => option.code === OPTION_IA_PD)
    .flatMap(option => readOptions(option.body.subarray(IA_PD_HEADER)))
    .filter(option => option.code === OPTION_IAPREFIX)
    .map(({ body }) => ({
      prefix: `${address(body, 9)}/${body[8]!}`,
      preferred: body.readUInt32BE(0),
      valid: body.readUInt32BE(4),
    }))
  const type = bytes[0]!
  const transactionId = bytes.toString('hex', 1, MESSAGE_HEADER)
  return { kind: 'DHCPv6', name: NAMES[type] ?? `message ${type}`, transactionId, options, prefixes }
}

function readOptions(bytes: Buffer): { code: number; body: Buffer }[] {
  const options = []
  for (let at = 0; at + 4 <= bytes.length;) {
    const end = at + 4 + bytes.readUInt16BE(at + 2)
    if (end > bytes.length) throw new Error(`option ${bytes.readUInt16BE(at)} is longer than what holds it`)
    options.push({ code: bytes.readUInt16BE(at), body: bytes.subarray(at + 4, end) })
    at = end
  }
  return options
}
