import { ipv6Prefix, type Ipv6Prefix } from '../../../values/ipv6Prefix.ts'
import type { Seconds } from '../../../values/time.ts'
import { readSeconds, writeSeconds } from '../../lifetime.ts'
import { readPrefix } from '../../prefix.ts'
import type { Dhcpv6Option } from '../option.ts'
import { OptionCode } from '../optionCode.ts'
import type { OptionCodec } from '../optionCodec.ts'

/** IA Prefix, RFC 9915 §21.22. */
export interface IaPrefixOption {
  readonly code: typeof OptionCode.IAPREFIX
  readonly preferred: Seconds
  readonly valid: Seconds
  /** Bits that came beyond its length are cleared: they mean nothing, and nobody is to route by them. */
  readonly prefix: Ipv6Prefix
  readonly options: readonly Dhcpv6Option[]
}

/*
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------------------------------------------------------+
 * 0 |                      preferred-lifetime                       |
 * 4 |                        valid-lifetime                         |
 *   +---------------+-----------------------------------------------+
 * 8 | prefix-length |                                               |
 * 9 +---------------+     IPv6-prefix (16 octets)                   |
 *   |               +-----------------------------------------------+
 *25 |               |     IAprefix-options …                        |
 *   +---------------+-----------------------------------------------+
 */
export const iaPrefix: OptionCodec<IaPrefixOption> = {
  decode: (reader, decodeOptions) => ({
    code: OptionCode.IAPREFIX,
    preferred: readSeconds(reader),
    valid: readSeconds(reader),
    prefix: readPrefix(reader, reader.uint8()),
    options: decodeOptions(reader),
  }),
  encode: (writer, { preferred, valid, prefix, options }, encodeOptions) => {
    writeSeconds(writer, preferred)
    writeSeconds(writer, valid)
    writer.uint8(prefix.length)
    writer.ipv6Address(ipv6Prefix(prefix.address, prefix.length).address)
    encodeOptions(writer, options)
  },
}
