import { formatIpv6Address, ipv6AddressFromBytes } from '../../src/values/ipv6Address.ts'
import { readDhcpv6, type Dhcpv6Summary } from './dhcpv6Summary.ts'
import type { Frame } from './pcap.ts'
import { readNeighborDiscovery, type RouterAdvertisementSummary } from './ndSummary.ts'

/**
 * What a captured IPv6 packet says, read with none of kd6's own codecs, so that a test which compares the two
 * compares two opinions.
 */
export interface Packet {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number
  /** 0 where the capture does not tell. */
  readonly linkIndex: number
  /** Whether this machine sent it. */
  readonly outgoing: boolean
  readonly source: string
  readonly destination: string
  readonly hopLimit: number
  readonly message: Message
}

export type Message =
  | Dhcpv6Summary
  | RouterAdvertisementSummary
  | { readonly kind: 'Router Solicitation' }
  | { readonly kind: 'other'; readonly nextHeader: number }

const LINUX_COOKED_V2 = 276
const COOKED_HEADER = 20
const ETHERNET_HEADER = 14
const ETHERTYPE_IPV6 = 0x86dd
const PACKET_OUTGOING = 4
const IPV6_HEADER = 40
const UDP_HEADER = 8
const NEXT_UDP = 17
const NEXT_ICMPV6 = 58

/** Null for a frame without IPv6 in it. */
export function readPacket(frame: Frame, linkType: number): Packet | null {
  const bytes = Buffer.from(frame.bytes.buffer, frame.bytes.byteOffset, frame.bytes.length)
  const cooked = linkType === LINUX_COOKED_V2
  const ip = bytes.subarray(cooked ? COOKED_HEADER : ETHERNET_HEADER)
  if (bytes.readUInt16BE(cooked ? 0 : 12) !== ETHERTYPE_IPV6 || ip.length < IPV6_HEADER) return null
  return {
    at: frame.at,
    linkIndex: cooked ? bytes.readUInt32BE(4) : 0,
    outgoing: cooked && bytes[10] === PACKET_OUTGOING,
    source: address(ip, 8),
    destination: address(ip, 24),
    hopLimit: ip[7]!,
    message: readMessage(ip[6]!, ip.subarray(IPV6_HEADER)),
  }
}

export function address(bytes: Buffer, offset: number): string {
  return formatIpv6Address(ipv6AddressFromBytes(bytes.subarray(offset, offset + 16)))
}

function readMessage(nextHeader: number, payload: Buffer): Message {
  if (nextHeader === NEXT_UDP && payload.length > UDP_HEADER) {
    const ports = [payload.readUInt16BE(0), payload.readUInt16BE(2)]
    if (ports.some(port => port === 546 || port === 547)) return readDhcpv6(payload.subarray(UDP_HEADER))
  }
  const known = nextHeader === NEXT_ICMPV6 ? readNeighborDiscovery(payload) : null
  return known ?? { kind: 'other', nextHeader }
}
