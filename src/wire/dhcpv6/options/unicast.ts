import type { Ipv6Address } from '../../../values/ipv6Address.ts'
import { OptionCode } from '../optionCode.ts'
import type { OptionCodec } from '../optionCodec.ts'

/** Server Unicast, obsoleted by RFC 9915 §21.12: met, ignored, never sent. Sixteen octets. */
export interface UnicastOption {
  readonly code: typeof OptionCode.UNICAST
  readonly address: Ipv6Address
}

export const unicast: OptionCodec<UnicastOption> = {
  decode: reader => ({ code: OptionCode.UNICAST, address: reader.ipv6Address() }),
  encode: (writer, { address }) => writer.ipv6Address(address),
}
