import type { Ipv6Address } from '../../values/ipv6Address.ts'
import { aligned, type Attribute, type AttributeReaders } from './attribute.ts'
import { RTA_GATEWAY } from './constants.ts'
import type { MessageWriter } from './messageWriter.ts'

const HEADER = 8

/**
 * One of the ways of a multipath route (`rtnexthop`):
 *
 *      0          2            3           4              8
 *      | rtnh_len | rtnh_flags | rtnh_hops | rtnh_ifindex | attributes | padding to 4
 */
export interface NextHop {
  readonly linkIndex: number
  /** RTNH_F_*: 1 dead, 16 without carrier. */
  readonly flags: number
  /** Share of the traffic, 1 to 256; on the wire one less. */
  readonly weight: number
  readonly gateway: Ipv6Address | null
}

type Draft = { -readonly [Name in keyof NextHop]: NextHop[Name] }

const READERS: AttributeReaders<Draft> = {
  [RTA_GATEWAY]: (hop, attribute) => (hop.gateway = attribute.ipv6()),
}

export function readNextHops(attribute: Attribute): NextHop[] {
  const nextHops: NextHop[] = []
  const payload = attribute.structure(0)
  const end = attribute.start + attribute.length
  for (let at = attribute.start; at < end && payload.problem === null;) {
    const length = payload.u16(at)
    if (length < HEADER || at + length > end) {
      payload.fail('truncated', `next hop of ${length} octets, ${end - at} left`, at, attribute.path)
      break
    }
    const hop: Draft = {
      flags: payload.u8(at + 2),
      weight: payload.u8(at + 3) + 1,
      linkIndex: payload.u32(at + 4),
      gateway: null,
    }
    attribute.part(at + HEADER, at + length, READERS, hop)
    nextHops.push(hop)
    at += aligned(length)
  }
  return nextHops
}

export function writeNextHops(writer: MessageWriter, nextHops: readonly NextHop[]): void {
  for (const { linkIndex, flags, weight, gateway } of nextHops) {
    writer.u16(gateway === null ? HEADER : HEADER + 20)
    writer
      .u8(flags)
      .u8(weight - 1)
      .u32(linkIndex)
    if (gateway !== null) writer.attributeIpv6(RTA_GATEWAY, gateway)
  }
}
