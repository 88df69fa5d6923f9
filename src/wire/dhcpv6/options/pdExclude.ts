import { ipv6Address } from '../../../values/ipv6Address.ts'
import { prefixCovers, type Ipv6Prefix } from '../../../values/ipv6Prefix.ts'
import { OptionCode } from '../optionCode.ts'
import type { OptionCodec } from '../optionCodec.ts'

/**
 * Prefix Exclude, RFC 6603 §4.2, inside the IA Prefix whose prefix it restricts. It means nothing without that, so it
 * keeps the fields of the packet; {@link excludedPrefix} joins the two.
 */
export interface PdExcludeOption {
  readonly code: typeof OptionCode.PD_EXCLUDE
  /** Bits of the excluded prefix: more than the delegated one has, at most 128. */
  readonly prefixLength: number
  /** 1 to 16 octets. */
  readonly subnetId: Uint8Array
}

const LONGEST_SUBNET_ID = 16

/*
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------+-----------------------------------------------+
 * 0 |  prefix-len   |        IPv6 subnet ID (1 to 16 octets) …      |
 *   +---------------+-----------------------------------------------+
 */
export const pdExclude: OptionCodec<PdExcludeOption> = {
  decode: reader => {
    const prefixLength = reader.uint8()
    const length = reader.remaining
    if (prefixLength < 1 || prefixLength > 128) reader.fail('invalid', `prefix length ${prefixLength}`)
    if (length < 1 || length > LONGEST_SUBNET_ID) reader.fail('invalid', `subnet ID of ${length} octets`)
    return { code: OptionCode.PD_EXCLUDE, prefixLength, subnetId: reader.bytes() }
  },
  encode: (writer, { prefixLength, subnetId }) => {
    writer.uint8(prefixLength)
    writer.bytes(subnetId)
  },
}

/**
 * The prefix that the delegating router keeps out of `delegated`: the subnet ID holds its bits from the delegated
 * length on, moved to the left edge. Null when the option does not fit that prefix: a length that is not longer, or
 * fewer octets than the bits need.
 */
export function excludedPrefix(option: PdExcludeOption, delegated: Ipv6Prefix): Ipv6Prefix | null {
  const bits = option.prefixLength - delegated.length
  if (bits <= 0 || option.subnetId.length * 8 < bits) return null
  let id = 0n
  for (const octet of option.subnetId) id = (id << 8n) | BigInt(octet)
  id >>= BigInt(option.subnetId.length * 8 - bits)
  const address = delegated.address | (id << BigInt(128 - option.prefixLength))
  return { address: ipv6Address(address), length: option.prefixLength }
}

/** The option that keeps `excluded` out of `delegated`; null when it does not lie within it or is no smaller. */
export function excludePrefix(delegated: Ipv6Prefix, excluded: Ipv6Prefix): PdExcludeOption | null {
  const bits = excluded.length - delegated.length
  if (bits <= 0 || !prefixCovers(delegated, excluded)) return null
  const atLeftEdge = ipv6Address(excluded.address << BigInt(delegated.length))
  const subnetId = new Uint8Array(Math.ceil(bits / 8))
  for (let i = 0; i < subnetId.length; i++) subnetId[i] = Number((atLeftEdge >> BigInt(120 - 8 * i)) & 0xffn)
  return { code: OptionCode.PD_EXCLUDE, prefixLength: excluded.length, subnetId }
}
