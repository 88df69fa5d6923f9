import { OptionCode } from '../optionCode.ts'
import type { OptionCodec } from '../optionCodec.ts'

/** Option Request, RFC 9915 §21.7. */
export interface OroOption {
  readonly code: typeof OptionCode.ORO
  /** Option codes, in the order of the packet. */
  readonly requested: readonly number[]
}

/*
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +-------------------------------+-------------------------------+
 * 0 |    requested-option-code-1    |    requested-option-code-2 …  |
 *   +-------------------------------+-------------------------------+
 */
export const oro: OptionCodec<OroOption> = {
  decode: reader => {
    const requested: number[] = []
    while (reader.remaining > 0) requested.push(reader.uint16())
    return { code: OptionCode.ORO, requested }
  },
  encode: (writer, { requested }) => {
    for (const code of requested) writer.uint16(code)
  },
}
