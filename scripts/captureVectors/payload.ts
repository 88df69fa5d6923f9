import type { Family } from '../../test/vectors/vectorFile.ts'

/** What a captured frame carries for one of our codecs, cut out by fixed offsets and none of those codecs' code. */
export interface Payload {
  readonly family: Family
  /** The message's type: its first octet. */
  readonly type: number
  readonly sourceMac: string
  readonly octets: Uint8Array
}

const ETHERNET = 14
const IPV6 = 40
const UDP = 8
const NEXT_UDP = 17
const NEXT_ICMPV6 = 58
const ROUTER_SOLICITATION = 133
const ROUTER_ADVERTISEMENT = 134

/** Null for a frame that is neither DHCPv6 nor a router's or a host's discovery. */
export function payloadOf(frame: Uint8Array): Payload | null {
  const bytes = Buffer.from(frame)
  if (bytes.length < ETHERNET + IPV6 || bytes.readUInt16BE(12) !== 0x86dd) return null
  const length = bytes.readUInt16BE(ETHERNET + 4)
  const next = bytes[ETHERNET + 6]
  const sourceMac = bytes.subarray(6, 12).toString('hex')
  const body = bytes.subarray(ETHERNET + IPV6, ETHERNET + IPV6 + length)
  const family = familyOf(next, body)
  if (family === null) return null
  const octets = Uint8Array.from(family === 'dhcpv6' ? body.subarray(UDP) : body)
  return { family, type: octets[0]!, sourceMac, octets }
}

function familyOf(next: number | undefined, body: Buffer): Family | null {
  if (next === NEXT_ICMPV6) {
    return body[0] === ROUTER_SOLICITATION || body[0] === ROUTER_ADVERTISEMENT ? 'nd' : null
  }
  if (next !== NEXT_UDP || body.length <= UDP) return null
  const ports = [body.readUInt16BE(0), body.readUInt16BE(2)]
  return ports.some(port => port === 546 || port === 547) ? 'dhcpv6' : null
}
