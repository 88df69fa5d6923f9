import { opaque, type MalformedNdOption, type OpaqueNdOption } from './opaqueOption.ts'
import { ndOptionTable } from './optionTable.ts'
import { ndOptionName } from './optionType.ts'
import type { CaptivePortalOption } from './options/captivePortal.ts'
import type { DnsslOption } from './options/dnssl.ts'
import type { FlagsExpansionOption } from './options/flagsExpansion.ts'
import type {
  SourceLinkLayerAddressOption,
  TargetLinkLayerAddressOption,
} from './options/linkLayerAddress.ts'
import type { MtuOption } from './options/mtu.ts'
import type { Pref64Option } from './options/pref64.ts'
import type { PrefixInformationOption } from './options/prefixInformation.ts'
import type { RdnssOption } from './options/rdnss.ts'
import type { RouteInformationOption } from './options/routeInformation.ts'

export {
  MALFORMED,
  type MalformedNdOption,
  type OpaqueNdOption,
  type OpaqueNdOptionType,
} from './opaqueOption.ts'
export { NdOptionType, ndOptionName } from './optionType.ts'
export type { RouterPreference } from './preference.ts'
export type {
  CaptivePortalOption,
  DnsslOption,
  FlagsExpansionOption,
  MtuOption,
  Pref64Option,
  PrefixInformationOption,
  RdnssOption,
  RouteInformationOption,
  SourceLinkLayerAddressOption,
  TargetLinkLayerAddressOption,
}

/** The options whose fields are known, told apart by `type`. */
export type TypedNdOption =
  | CaptivePortalOption
  | DnsslOption
  | FlagsExpansionOption
  | MtuOption
  | Pref64Option
  | PrefixInformationOption
  | RdnssOption
  | RouteInformationOption
  | SourceLinkLayerAddressOption
  | TargetLinkLayerAddressOption

/** An option of a Neighbor Discovery message (RFC 4861 §4.6). */
export type NdOption = TypedNdOption | OpaqueNdOption | MalformedNdOption

export type TypedNdOptionType = TypedNdOption['type']
export type NdOptionOf<Type extends TypedNdOptionType> = Extract<TypedNdOption, { readonly type: Type }>

export function isTypedNdOptionType(type: number): type is TypedNdOptionType {
  return type in ndOptionTable
}

/**
 * Throws RangeError for a type whose fields are known, and for data that type and length do not make a multiple of
 * eight octets.
 */
export function opaqueNdOption(type: number, data: Uint8Array): OpaqueNdOption {
  if (isTypedNdOptionType(type)) throw new RangeError(`${ndOptionName(type)} has a type of its own`)
  if (data.length % 8 !== 6) throw new RangeError(`${data.length} octets do not fill an option`)
  return opaque(type, data)
}

/** The first option of this type that is well formed. */
export function findNdOption<Type extends TypedNdOptionType>(
  options: readonly NdOption[],
  type: Type,
): NdOptionOf<Type> | undefined {
  return options.find((option): option is NdOptionOf<Type> => option.type === type)
}

/** All options of this type that are well formed, in the order of the packet. */
export function findNdOptions<Type extends TypedNdOptionType>(
  options: readonly NdOption[],
  type: Type,
): NdOptionOf<Type>[] {
  return options.filter((option): option is NdOptionOf<Type> => option.type === type)
}
