import { ipv6Address, ipv6AddressToBytes, type Ipv6Address } from '../../../values/ipv6Address.ts'
import { ipv6Prefix, type Ipv6Prefix } from '../../../values/ipv6Prefix.ts'
import type { Seconds } from '../../../values/time.ts'
import type { ByteReader } from '../../cursor.ts'
import { readSeconds, writeSeconds } from '../../lifetime.ts'
import { NdOptionType } from '../optionType.ts'
import type { NdOptionCodec } from '../optionCodec.ts'
import { preferenceBits, preferenceOf, type RouterPreference } from '../preference.ts'

/** Route Information, RFC 4191 §2.3. */
export interface RouteInformationOption {
  readonly type: typeof NdOptionType.ROUTE_INFORMATION
  readonly prefix: Ipv6Prefix
  readonly preference: RouterPreference
  readonly lifetime: Seconds
  /** Octets of the prefix field, when a peer spends more than its prefix needs. */
  readonly prefixOctets?: number
}

/*
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------+---------------+---------------+-----+---+-----+
 * 0 |     Type      |  Length 1…3   | Prefix Length |Resvd|Prf|Resvd|
 *   +---------------+---------------+---------------+-----+---+-----+
 * 4 |                        Route Lifetime                         |
 * 8 |                  Prefix (0, 8 or 16 octets)                   |
 *   +---------------------------------------------------------------+
 */
export const routeInformation: NdOptionCodec<RouteInformationOption> = {
  decode: reader => {
    const length = reader.uint8()
    const preference = preferenceOf(reader.uint8())
    const lifetime = readSeconds(reader)
    const octets = reader.remaining
    if (length > 128 || fewestOctets(length) > octets) {
      reader.fail('invalid', `prefix length ${length} in ${octets} octets`)
    }
    const prefix = ipv6Prefix(readLeftAligned(reader), length)
    const option = { type: NdOptionType.ROUTE_INFORMATION, prefix, preference, lifetime }
    return octets === fewestOctets(length) ? option : { ...option, prefixOctets: octets }
  },
  encode: (writer, { prefix, preference, lifetime, prefixOctets }) => {
    writer.uint8(prefix.length)
    writer.uint8(preferenceBits(preference))
    writeSeconds(writer, lifetime)
    writer.bytes(ipv6AddressToBytes(prefix.address).subarray(0, prefixOctets ?? fewestOctets(prefix.length)))
  },
}

/** The fewest octets that a prefix of `length` bits may have. */
function fewestOctets(length: number): number {
  if (length === 0) return 0
  return length <= 64 ? 8 : 16
}

function readLeftAligned(reader: ByteReader): Ipv6Address {
  if (reader.remaining === 0) return ipv6Address(0n)
  return reader.remaining === 8 ? ipv6Address(reader.uint64() << 64n) : reader.ipv6Address()
}
