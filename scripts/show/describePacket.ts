import type { Dhcpv6Summary, SummaryPrefix } from '../../test/lab/dhcpv6Summary.ts'
import type { RouterAdvertisementSummary } from '../../test/lab/ndSummary.ts'
import type { Packet } from '../../test/lab/packet.ts'

/** A line for a packet that belongs to the story, `port` being where it was seen; null for any other. */
export function describePacket(packet: Packet, port: string): string | null {
  const text = describeMessage(packet)
  if (text === null) return null
  return `${port.padEnd(9)} ${packet.outgoing ? 'sends   ' : 'receives'} ${text}`
}

function describeMessage({ message }: Packet): string | null {
  switch (message.kind) {
    case 'DHCPv6':
      return describeDhcpv6(message)
    case 'Router Advertisement':
      return describeRouterAdvertisement(message)
    case 'Router Solicitation':
      return message.kind
    case 'other':
      return null
  }
}

function describeDhcpv6({ name, prefixes }: Dhcpv6Summary): string {
  if (prefixes.length === 0) return name
  const granted = name === 'Reply' || name === 'Advertise'
  return `${name}: ${prefixes.map(prefix => describePrefix(prefix, granted)).join(', ')}`
}

function describePrefix({ prefix, preferred, valid }: SummaryPrefix, granted: boolean): string {
  return granted ? `${prefix} for ${preferred} s, at most ${valid} s` : prefix
}

function describeRouterAdvertisement({ routerLifetime, prefixes }: RouterAdvertisementSummary): string {
  const list = prefixes.map(({ prefix }) => prefix).join(', ')
  return `Router Advertisement: ${list === '' ? 'no prefix' : list}, router for ${routerLifetime} s`
}
