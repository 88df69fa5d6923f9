import { OptionCode } from '../optionCode.ts'
import type { OptionCodec } from '../optionCodec.ts'

/** Relay Message, RFC 9915 §21.10. */
export interface RelayMsgOption {
  readonly code: typeof OptionCode.RELAY_MSG
  /**
   * The relayed message as it came. It stays encoded because a relay must pass it on unchanged, whatever it holds;
   * who wants its content decodes it like a datagram's payload.
   */
  readonly message: Uint8Array
}

/** Interface-Id, RFC 9915 §21.18: equal or not, never to be looked into. */
export interface InterfaceIdOption {
  readonly code: typeof OptionCode.INTERFACE_ID
  readonly interfaceId: Uint8Array
}

export const relayMsg: OptionCodec<RelayMsgOption> = {
  decode: reader => ({ code: OptionCode.RELAY_MSG, message: reader.bytes() }),
  encode: (writer, { message }) => writer.bytes(message),
}

export const interfaceId: OptionCodec<InterfaceIdOption> = {
  decode: reader => ({ code: OptionCode.INTERFACE_ID, interfaceId: reader.bytes() }),
  encode: (writer, option) => writer.bytes(option.interfaceId),
}
