import { NdOptionType } from '../optionType.ts'
import type { NdOptionCodec } from '../optionCodec.ts'

/** RA Flags Expansion, RFC 5175 §4: 48 more flags, or more yet. */
export interface FlagsExpansionOption {
  readonly type: typeof NdOptionType.FLAGS_EXPANSION
  /** The octets as they came; bit 16 of RFC 5175 is the leftmost. */
  readonly flags: Uint8Array
}

export const flagsExpansion: NdOptionCodec<FlagsExpansionOption> = {
  decode: reader => ({ type: NdOptionType.FLAGS_EXPANSION, flags: reader.bytes() }),
  encode: (writer, { flags }) => writer.bytes(flags),
}
