import { opaque, type OpaqueOption } from './opaqueOption.ts'
import { optionName } from './optionCode.ts'
import { optionTable } from './optionTable.ts'
import type { AuthOption } from './options/auth.ts'
import type { UserClassOption, VendorClassOption } from './options/classData.ts'
import type { DomainListOption } from './options/domainList.ts'
import type { ClientIdOption, ServerIdOption } from './options/duid.ts'
import type { ElapsedTimeOption } from './options/elapsedTime.ts'
import type { RapidCommitOption, ReconfAcceptOption } from './options/flag.ts'
import type { IaAddrOption } from './options/iaAddr.ts'
import type { IaNaOption } from './options/iaNa.ts'
import type { IaPdOption } from './options/iaPd.ts'
import type { IaPrefixOption } from './options/iaPrefix.ts'
import type { IaTaOption } from './options/iaTa.ts'
import type { NtpServerOption } from './options/ntpServer.ts'
import type { OroOption } from './options/oro.ts'
import type { PdExcludeOption } from './options/pdExclude.ts'
import type { PreferenceOption } from './options/preference.ts'
import type { ReconfMsgOption } from './options/reconfMsg.ts'
import type { InterfaceIdOption, RelayMsgOption } from './options/relay.ts'
import type { InfMaxRtOption, InformationRefreshTimeOption, SolMaxRtOption } from './options/seconds.ts'
import type { DnsServersOption, SntpServersOption } from './options/serverList.ts'
import type { StatusCodeOption } from './options/statusCode.ts'
import type { UnicastOption } from './options/unicast.ts'
import type { VendorOptsOption } from './options/vendorOpts.ts'

export { OptionCode, optionName } from './optionCode.ts'
export type { OpaqueOption, OpaqueOptionCode } from './opaqueOption.ts'
export { excludedPrefix, excludePrefix } from './options/pdExclude.ts'
export { StatusCode, statusCodeName } from './options/statusCode.ts'
export type { NtpSource } from './options/ntpServer.ts'
export type { Suboption } from './options/vendorOpts.ts'
export type {
  AuthOption,
  ClientIdOption,
  DnsServersOption,
  DomainListOption,
  ElapsedTimeOption,
  IaAddrOption,
  IaNaOption,
  IaPdOption,
  IaPrefixOption,
  IaTaOption,
  InfMaxRtOption,
  InformationRefreshTimeOption,
  InterfaceIdOption,
  NtpServerOption,
  OroOption,
  PdExcludeOption,
  PreferenceOption,
  RapidCommitOption,
  ReconfAcceptOption,
  ReconfMsgOption,
  RelayMsgOption,
  ServerIdOption,
  SntpServersOption,
  SolMaxRtOption,
  StatusCodeOption,
  UnicastOption,
  UserClassOption,
  VendorClassOption,
  VendorOptsOption,
}

/** The options whose fields are known, told apart by `code`. */
export type TypedOption =
  | AuthOption
  | ClientIdOption
  | DnsServersOption
  | DomainListOption
  | ElapsedTimeOption
  | IaAddrOption
  | IaNaOption
  | IaPdOption
  | IaPrefixOption
  | IaTaOption
  | InfMaxRtOption
  | InformationRefreshTimeOption
  | InterfaceIdOption
  | NtpServerOption
  | OroOption
  | PdExcludeOption
  | PreferenceOption
  | RapidCommitOption
  | ReconfAcceptOption
  | ReconfMsgOption
  | RelayMsgOption
  | ServerIdOption
  | SntpServersOption
  | SolMaxRtOption
  | StatusCodeOption
  | UnicastOption
  | UserClassOption
  | VendorClassOption
  | VendorOptsOption

/** An option of a DHCPv6 message or of another option (RFC 9915 §21). */
export type Dhcpv6Option = TypedOption | OpaqueOption

export type TypedOptionCode = TypedOption['code']
export type OptionOf<Code extends TypedOptionCode> = Extract<TypedOption, { readonly code: Code }>

export function isTypedOptionCode(code: number): code is TypedOptionCode {
  return code in optionTable
}

export function isOpaqueOption(option: Dhcpv6Option): option is OpaqueOption {
  return !isTypedOptionCode(option.code)
}

/** Throws RangeError for a code whose fields are known: its data might not be what they hold. */
export function opaqueOption(code: number, data: Uint8Array): OpaqueOption {
  if (isTypedOptionCode(code)) throw new RangeError(`${optionName(code)} has a type of its own`)
  return opaque(code, data)
}

/** The first option with this code: a singleton that came twice counts once. */
export function findOption<Code extends TypedOptionCode>(
  options: readonly Dhcpv6Option[],
  code: Code,
): OptionOf<Code> | undefined
export function findOption(options: readonly Dhcpv6Option[], code: number): Dhcpv6Option | undefined
export function findOption(options: readonly Dhcpv6Option[], code: number): Dhcpv6Option | undefined {
  return options.find(option => hasCode(option, code))
}

/** All options with this code, in the order of the packet. */
export function findOptions<Code extends TypedOptionCode>(
  options: readonly Dhcpv6Option[],
  code: Code,
): OptionOf<Code>[]
export function findOptions(options: readonly Dhcpv6Option[], code: number): Dhcpv6Option[]
export function findOptions(options: readonly Dhcpv6Option[], code: number): Dhcpv6Option[] {
  return options.filter(option => hasCode(option, code))
}

function hasCode(option: Dhcpv6Option, code: number): boolean {
  const own: number = option.code
  return own === code
}
