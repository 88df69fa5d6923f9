import { NdOptionType } from '../optionType.ts'
import type { NdOptionCodec } from '../optionCodec.ts'

/** Source Link-Layer Address, RFC 4861 §4.6.1. */
export interface SourceLinkLayerAddressOption {
  readonly type: typeof NdOptionType.SOURCE_LINK_LAYER_ADDRESS
  /** All octets of the option: six on Ethernet (RFC 2464 §6), elsewhere perhaps with padding behind. */
  readonly linkLayerAddress: Uint8Array
}

/** Target Link-Layer Address, RFC 4861 §4.6.1. */
export interface TargetLinkLayerAddressOption {
  readonly type: typeof NdOptionType.TARGET_LINK_LAYER_ADDRESS
  readonly linkLayerAddress: Uint8Array
}

export const sourceLinkLayerAddress: NdOptionCodec<SourceLinkLayerAddressOption> = {
  decode: reader => ({
    type: NdOptionType.SOURCE_LINK_LAYER_ADDRESS,
    linkLayerAddress: reader.bytes(),
  }),
  encode: (writer, { linkLayerAddress }) => writer.bytes(linkLayerAddress),
}

export const targetLinkLayerAddress: NdOptionCodec<TargetLinkLayerAddressOption> = {
  decode: reader => ({
    type: NdOptionType.TARGET_LINK_LAYER_ADDRESS,
    linkLayerAddress: reader.bytes(),
  }),
  encode: (writer, { linkLayerAddress }) => writer.bytes(linkLayerAddress),
}
