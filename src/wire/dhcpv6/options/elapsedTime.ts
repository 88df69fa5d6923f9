import { OptionCode } from '../optionCode.ts'
import type { OptionCodec } from '../optionCodec.ts'

/** Elapsed Time, RFC 9915 §21.9: two octets. */
export interface ElapsedTimeOption {
  readonly code: typeof OptionCode.ELAPSED_TIME
  /** Hundredths of a second since the exchange began; 0xffff stands for that and anything longer. */
  readonly hundredths: number
}

const LONGEST = 0xffff

export const elapsedTime: OptionCodec<ElapsedTimeOption> = {
  decode: reader => ({ code: OptionCode.ELAPSED_TIME, hundredths: reader.uint16() }),
  encode: (writer, { hundredths }) => writer.uint16(Math.min(Math.floor(hundredths), LONGEST)),
}
