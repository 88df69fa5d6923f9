import type { Ipv6Address } from '../../values/ipv6Address.ts'
import { aligned, Attributes } from './attributes.ts'
import { RTA_GATEWAY, RTA_MULTIPATH } from './constants.ts'
import type { HostReader } from './hostReader.ts'
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

export function readNextHops(payload: HostReader, start: number, end: number): NextHop[] {
  const nextHops: NextHop[] = []
  for (let at = start; at < end && payload.problem === null;) {
    const length = payload.u16(at)
    if (length < HEADER || at + length > end) {
      payload.fail('truncated', `next hop of ${length} octets, ${end - at} left`, at, `${RTA_MULTIPATH}`)
      break
    }
    nextHops.push({
      flags: payload.u8(at + 2),
      weight: payload.u8(at + 3) + 1,
      linkIndex: payload.u32(at + 4),
      gateway: readGateway(new Attributes(payload, at + HEADER, at + length)),
    })
    at += aligned(length)
  }
  return nextHops
}

function readGateway(attributes: Attributes): Ipv6Address | null {
  let gateway: Ipv6Address | null = null
  while (attributes.next()) {
    if (attributes.type === RTA_GATEWAY) gateway = attributes.ipv6()
  }
  return gateway
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
