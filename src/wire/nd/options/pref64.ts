import { ipv6Address } from '../../../values/ipv6Address.ts'
import { ipv6Prefix, type Ipv6Prefix } from '../../../values/ipv6Prefix.ts'
import type { Seconds } from '../../../values/time.ts'
import { NdOptionType } from '../optionType.ts'
import type { NdOptionCodec } from '../optionCodec.ts'

/** NAT64 prefix, RFC 8781 §4. */
export interface Pref64Option {
  readonly type: typeof NdOptionType.PREF64
  /** Of 96, 64, 56, 48, 40 or 32 bits. */
  readonly prefix: Ipv6Prefix
  /** In the packet a multiple of 8, at most 65528: encoding rounds up (RFC 8781 §4.1) and cuts. */
  readonly lifetime: Seconds
}

/** Prefix lengths by their code, PLC. */
const LENGTHS = [96, 64, 56, 48, 40, 32]
const UNIT = 8
const LONGEST = 0x1fff

/*
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------+---------------+-------------------------+-----+
 * 0 |     Type      |   Length = 2  |     Scaled Lifetime     | PLC |
 *   +---------------+---------------+-------------------------+-----+
 * 4 |              Highest 96 bits of the Prefix                    |
 *   +---------------------------------------------------------------+
 */
export const pref64: NdOptionCodec<Pref64Option> = {
  decode: reader => {
    const scaled = reader.uint16()
    const length = LENGTHS[scaled & 7]
    if (length === undefined) return reader.fail('invalid', `prefix length code ${scaled & 7}`)
    const high96 = (reader.uint64() << 32n) | BigInt(reader.uint32())
    const prefix = ipv6Prefix(ipv6Address(high96 << 32n), length)
    return { type: NdOptionType.PREF64, prefix, lifetime: (scaled >> 3) * UNIT }
  },
  encode: (writer, { prefix, lifetime }) => {
    const code = LENGTHS.indexOf(prefix.length)
    if (code < 0) throw new RangeError(`PREF64 cannot say a prefix length of ${prefix.length}`)
    const scaled = Math.min(Math.max(Math.ceil(lifetime / UNIT), 0), LONGEST)
    writer.uint16((scaled << 3) | code)
    writer.uint64(prefix.address >> 64n)
    writer.uint32(Number((prefix.address >> 32n) & 0xffff_ffffn))
  },
}
