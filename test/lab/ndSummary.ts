import { address } from './packet.ts'

export interface AdvertisedPrefix {
  /** `2001:db8::/64` */
  readonly prefix: string
  readonly onLink: boolean
  readonly autonomous: boolean
  readonly valid: number
  readonly preferred: number
}

export interface RouterAdvertisementSummary {
  readonly kind: 'Router Advertisement'
  readonly routerLifetime: number
  readonly prefixes: readonly AdvertisedPrefix[]
  /** `02:00:…`, null without the option. */
  readonly sourceLinkLayerAddress: string | null
}

const ROUTER_SOLICITATION = 133
const ROUTER_ADVERTISEMENT = 134
const OPTION_SOURCE_LINK_LAYER_ADDRESS = 1
const OPTION_PREFIX_INFORMATION = 3

/** RFC 4861 §4.1 and §4.2; null for any other ICMPv6 message. */
export function readNeighborDiscovery(
  bytes: Buffer,
): RouterAdvertisementSummary | { readonly kind: 'Router Solicitation' } | null {
  if (bytes[0] === ROUTER_SOLICITATION) return { kind: 'Router Solicitation' }
  if (bytes[0] !== ROUTER_ADVERTISEMENT) return null
  const prefixes: AdvertisedPrefix[] = []
  let sourceLinkLayerAddress: string | null = null
  for (let at = 16; at + 8 <= bytes.length && bytes[at + 1]! > 0; at += bytes[at + 1]! * 8) {
    if (bytes[at] === OPTION_PREFIX_INFORMATION) prefixes.push(readPrefix(bytes.subarray(at)))
    if (bytes[at] === OPTION_SOURCE_LINK_LAYER_ADDRESS) {
      sourceLinkLayerAddress = bytes.toString('hex', at + 2, at + 8).replaceAll(/..(?=.)/g, '$&:')
    }
  }
  return {
    kind: 'Router Advertisement',
    routerLifetime: bytes.readUInt16BE(6),
    prefixes,
    sourceLinkLayerAddress,
  }
}

function readPrefix(option: Buffer): AdvertisedPrefix {
  const flags = option[3]!
  return {
    prefix: `${address(option, 16)}/${option[2]!}`,
    onLink: (flags & 0x80) !== 0,
    autonomous: (flags & 0x40) !== 0,
    valid: option.readUInt32BE(4),
    preferred: option.readUInt32BE(8),
  }
}
