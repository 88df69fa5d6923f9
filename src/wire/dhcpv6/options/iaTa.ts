import type { Dhcpv6Option } from '../option.ts'
import { OptionCode } from '../optionCode.ts'
import type { OptionCodec } from '../optionCodec.ts'

/** Identity Association for Temporary Addresses, obsoleted by RFC 9915 §21.5: met, ignored, never sent. */
export interface IaTaOption {
  readonly code: typeof OptionCode.IA_TA
  readonly iaid: number
  readonly options: readonly Dhcpv6Option[]
}

/*
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------------------------------------------------------+
 * 0 |                             IAID                              |
 * 4 |                       IA_TA-options …                         |
 *   +---------------------------------------------------------------+
 */
export const iaTa: OptionCodec<IaTaOption> = {
  decode: (reader, decodeOptions) => ({
    code: OptionCode.IA_TA,
    iaid: reader.uint32(),
    options: decodeOptions(reader),
  }),
  encode: (writer, { iaid, options }, encodeOptions) => {
    writer.uint32(iaid)
    encodeOptions(writer, options)
  },
}
