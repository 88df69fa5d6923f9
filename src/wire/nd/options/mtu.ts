import { NdOptionType } from '../optionType.ts'
import type { NdOptionCodec } from '../optionCodec.ts'

/** MTU, RFC 4861 §4.6.4. */
export interface MtuOption {
  readonly type: typeof NdOptionType.MTU
  /** Octets, 32 bits. */
  readonly mtu: number
}

/*
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------+---------------+-------------------------------+
 * 0 |     Type      |   Length = 1  |           Reserved            |
 *   +---------------+---------------+-------------------------------+
 * 4 |                              MTU                              |
 *   +---------------------------------------------------------------+
 */
export const mtu: NdOptionCodec<MtuOption> = {
  decode: reader => {
    reader.skip(2)
    return { type: NdOptionType.MTU, mtu: reader.uint32() }
  },
  encode: (writer, option) => {
    writer.zeros(2)
    writer.uint32(option.mtu)
  },
}
