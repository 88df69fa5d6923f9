import { OptionCode } from '../optionCode.ts'
import type { OptionCodec } from '../optionCodec.ts'

/** Preference, RFC 9915 §21.8: one octet. */
export interface PreferenceOption {
  readonly code: typeof OptionCode.PREFERENCE
  /** 0 to 255; 255 ends the wait for other Advertises. */
  readonly preference: number
}

export const preference: OptionCodec<PreferenceOption> = {
  decode: reader => ({ code: OptionCode.PREFERENCE, preference: reader.uint8() }),
  encode: (writer, option) => writer.uint8(option.preference),
}
