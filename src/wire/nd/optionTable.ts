import type { TypedNdOption } from './option.ts'
import type { NdOptionCodec } from './optionCodec.ts'
import { NdOptionType } from './optionType.ts'
import { captivePortal } from './options/captivePortal.ts'
import { dnssl } from './options/dnssl.ts'
import { flagsExpansion } from './options/flagsExpansion.ts'
import { sourceLinkLayerAddress, targetLinkLayerAddress } from './options/linkLayerAddress.ts'
import { mtu } from './options/mtu.ts'
import { pref64 } from './options/pref64.ts'
import { prefixInformation } from './options/prefixInformation.ts'
import { rdnss } from './options/rdnss.ts'
import { routeInformation } from './options/routeInformation.ts'

/** One row per option of the union; a missing or wrong one does not compile. */
export const ndOptionTable: {
  readonly [Type in TypedNdOption['type']]: NdOptionCodec<Extract<TypedNdOption, { readonly type: Type }>>
} = {
  [NdOptionType.SOURCE_LINK_LAYER_ADDRESS]: sourceLinkLayerAddress,
  [NdOptionType.TARGET_LINK_LAYER_ADDRESS]: targetLinkLayerAddress,
  [NdOptionType.PREFIX_INFORMATION]: prefixInformation,
  [NdOptionType.MTU]: mtu,
  [NdOptionType.ROUTE_INFORMATION]: routeInformation,
  [NdOptionType.RDNSS]: rdnss,
  [NdOptionType.FLAGS_EXPANSION]: flagsExpansion,
  [NdOptionType.DNSSL]: dnssl,
  [NdOptionType.CAPTIVE_PORTAL]: captivePortal,
  [NdOptionType.PREF64]: pref64,
}
