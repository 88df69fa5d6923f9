import { readText, writeText } from '../../text.ts'
import { NdOptionType } from '../optionType.ts'
import type { NdOptionCodec } from '../optionCodec.ts'

/** Captive-Portal, RFC 8910 §2.3: a URI, NUL octets behind it up to the option's end. */
export interface CaptivePortalOption {
  readonly type: typeof NdOptionType.CAPTIVE_PORTAL
  readonly uri: string
}

export const captivePortal: NdOptionCodec<CaptivePortalOption> = {
  decode: reader => ({ type: NdOptionType.CAPTIVE_PORTAL, uri: readText(reader).replace(/\0+$/, '') }),
  encode: (writer, { uri }) => writeText(writer, uri),
}
