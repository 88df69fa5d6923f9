import { UNSPECIFIED, isMulticast, type Ipv6Address } from '../../values/ipv6Address.ts'
import { NdMessageType, type NdMessage, type RouterSolicitation } from '../../wire/nd/message.ts'
import { NdOptionType, findNdOption } from '../../wire/nd/option.ts'

/** Why a Router Solicitation that could be read is silently dropped. The reasons are metric labels. */
export const SOLICITATION_REFUSALS = [
  'notRouterSolicitation',
  'hopLimit',
  'code',
  'multicastSource',
  'linkLayerAddressOfUnspecified',
] as const

export type SolicitationRefusal = (typeof SOLICITATION_REFUSALS)[number]

export type SolicitationVerdict =
  | { readonly accept: true; readonly hasSourceLinkLayerAddress: boolean }
  | { readonly accept: false; readonly reason: SolicitationRefusal }

const HOP_LIMIT = 255

/**
 * RFC 4861 §6.1.1, as far as it is not the codec's (lengths) or the kernel's (checksum). Options that the RFC does not
 * name, and malformed ones, are ignored.
 */
export function validateRouterSolicitation(
  message: NdMessage,
  { source, hopLimit }: { readonly source: Ipv6Address; readonly hopLimit: number },
): SolicitationVerdict {
  if (message.type !== NdMessageType.ROUTER_SOLICITATION) return refuse('notRouterSolicitation')
  if (hopLimit !== HOP_LIMIT) return refuse('hopLimit')
  if ((message.code ?? 0) !== 0) return refuse('code')
  // RFC 4291 §2.7: never a source, and an answer there would reach more than the sender.
  if (isMulticast(source)) return refuse('multicastSource')
  const hasSourceLinkLayerAddress = bringsLinkLayerAddress(message)
  if (hasSourceLinkLayerAddress && source === UNSPECIFIED) return refuse('linkLayerAddressOfUnspecified')
  return { accept: true, hasSourceLinkLayerAddress }
}

function bringsLinkLayerAddress({ options }: RouterSolicitation): boolean {
  return findNdOption(options, NdOptionType.SOURCE_LINK_LAYER_ADDRESS) !== undefined
}

function refuse(reason: SolicitationRefusal): SolicitationVerdict {
  return { accept: false, reason }
}
