import { OptionCode } from '../optionCode.ts'
import type { OptionCodec } from '../optionCodec.ts'

/** Reconfigure Message, RFC 9915 §21.19: one octet. */
export interface ReconfMsgOption {
  readonly code: typeof OptionCode.RECONF_MSG
  /** The type of the message that the client is to send: 5 Renew, 6 Rebind, 11 Information-request. */
  readonly messageType: number
}

export const reconfMsg: OptionCodec<ReconfMsgOption> = {
  decode: reader => ({ code: OptionCode.RECONF_MSG, messageType: reader.uint8() }),
  encode: (writer, { messageType }) => writer.uint8(messageType),
}
