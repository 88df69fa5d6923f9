import type { Seconds } from '../../../values/time.ts'
import { readSeconds, writeSeconds } from '../../lifetime.ts'
import type { Dhcpv6Option } from '../option.ts'
import { OptionCode } from '../optionCode.ts'
import type { OptionCodec } from '../optionCodec.ts'

/** Identity Association for Prefix Delegation, RFC 9915 §21.21. */
export interface IaPdOption {
  readonly code: typeof OptionCode.IA_PD
  /** 32 bits; a number space apart from that of IA_NA. */
  readonly iaid: number
  /** 0 leaves the choice to the client. */
  readonly t1: Seconds
  readonly t2: Seconds
  readonly options: readonly Dhcpv6Option[]
}

/*
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------------------------------------------------------+
 * 0 |                             IAID                              |
 * 4 |                              T1                               |
 * 8 |                              T2                               |
 *12 |                       IA_PD-options …                         |
 *   +---------------------------------------------------------------+
 */
export const iaPd: OptionCodec<IaPdOption> = {
  decode: (reader, decodeOptions) => ({
    code: OptionCode.IA_PD,
    iaid: reader.uint32(),
    t1: readSeconds(reader),
    t2: readSeconds(reader),
    options: decodeOptions(reader),
  }),
  encode: (writer, { iaid, t1, t2, options }, encodeOptions) => {
    writer.uint32(iaid)
    writeSeconds(writer, t1)
    writeSeconds(writer, t2)
    encodeOptions(writer, options)
  },
}
