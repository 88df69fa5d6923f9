import type { Ipv6Address } from '../../../values/ipv6Address.ts'
import type { Seconds } from '../../../values/time.ts'
import { readSeconds, writeSeconds } from '../../lifetime.ts'
import type { Dhcpv6Option } from '../option.ts'
import { OptionCode } from '../optionCode.ts'
import type { OptionCodec } from '../optionCodec.ts'

/** IA Address, RFC 9915 §21.6. */
export interface IaAddrOption {
  readonly code: typeof OptionCode.IAADDR
  readonly address: Ipv6Address
  readonly preferred: Seconds
  readonly valid: Seconds
  readonly options: readonly Dhcpv6Option[]
}

/*
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------------------------------------------------------+
 * 0 |                   IPv6-address (16 octets)                    |
 *16 |                      preferred-lifetime                       |
 *20 |                        valid-lifetime                         |
 *24 |                       IAaddr-options …                        |
 *   +---------------------------------------------------------------+
 */
export const iaAddr: OptionCodec<IaAddrOption> = {
  decode: (reader, decodeOptions) => ({
    code: OptionCode.IAADDR,
    address: reader.ipv6Address(),
    preferred: readSeconds(reader),
    valid: readSeconds(reader),
    options: decodeOptions(reader),
  }),
  encode: (writer, { address, preferred, valid, options }, encodeOptions) => {
    writer.ipv6Address(address)
    writeSeconds(writer, preferred)
    writeSeconds(writer, valid)
    encodeOptions(writer, options)
  },
}
