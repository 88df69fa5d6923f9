import type { Ipv6Address } from '../../../values/ipv6Address.ts'
import { ipv6Prefix, type Ipv6Prefix } from '../../../values/ipv6Prefix.ts'
import type { Seconds } from '../../../values/time.ts'
import { readSeconds, writeSeconds } from '../../lifetime.ts'
import { NdOptionType } from '../optionType.ts'
import type { NdOptionCodec } from '../optionCodec.ts'

/** Prefix Information, RFC 4861 §4.6.2. */
export interface PrefixInformationOption {
  readonly type: typeof NdOptionType.PREFIX_INFORMATION
  readonly prefix: Ipv6Prefix
  /** L */
  readonly onLink: boolean
  /** A */
  readonly autonomous: boolean
  /** R (RFC 6275 §7.2): the field holds this whole address of the router, within `prefix`; else null. */
  readonly routerAddress: Ipv6Address | null
  /** P (RFC 9762 §5): clients had better ask for a prefix of their own. */
  readonly dhcpv6PdPreferred: boolean
  readonly valid: Seconds
  readonly preferred: Seconds
}

const L = 0x80
const A = 0x40
const R = 0x20
const P = 0x10

/*
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------+---------------+---------------+-+-+-+-+-------+
 * 0 |     Type      |   Length = 4  | Prefix Length |L|A|R|P| Rsvd1 |
 *   +---------------+---------------+---------------+-+-+-+-+-------+
 * 4 |                         Valid Lifetime                        |
 * 8 |                       Preferred Lifetime                      |
 *12 |                           Reserved2                           |
 *16 |                       Prefix (16 octets)                      |
 *   +---------------------------------------------------------------+
 */
export const prefixInformation: NdOptionCodec<PrefixInformationOption> = {
  decode: reader => {
    const length = reader.uint8()
    if (length > 128) reader.fail('invalid', `prefix length ${length}`)
    const flags = reader.uint8()
    const valid = readSeconds(reader)
    const preferred = readSeconds(reader)
    reader.skip(4)
    const address = reader.ipv6Address()
    return {
      type: NdOptionType.PREFIX_INFORMATION,
      prefix: ipv6Prefix(address, length),
      onLink: (flags & L) !== 0,
      autonomous: (flags & A) !== 0,
      routerAddress: (flags & R) !== 0 ? address : null,
      dhcpv6PdPreferred: (flags & P) !== 0,
      valid,
      preferred,
    }
  },
  encode: (writer, option) => {
    const { prefix, onLink, autonomous, routerAddress, dhcpv6PdPreferred, valid, preferred } = option
    writer.uint8(prefix.length)
    writer.uint8(
      (onLink ? L : 0) |
        (autonomous ? A : 0) |
        (routerAddress === null ? 0 : R) |
        (dhcpv6PdPreferred ? P : 0),
    )
    writeSeconds(writer, valid)
    writeSeconds(writer, preferred)
    writer.zeros(4)
    writer.ipv6Address(routerAddress ?? prefix.address)
  },
}
