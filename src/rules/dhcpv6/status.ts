import {
  findOption,
  OptionCode,
  StatusCode,
  statusCodeName,
  type Dhcpv6Option,
} from '../../wire/dhcpv6/option.ts'

/** A status that is not Success, and where it stood. */
export interface StatusReport {
  readonly status: number
  readonly message: string
  readonly level: 'message' | 'IA_PD' | 'IAPREFIX'
}

/** RFC 9915 §21.13: an absent option means Success. Null for Success. */
export function statusOf(
  options: readonly Dhcpv6Option[],
  level: StatusReport['level'],
): StatusReport | null {
  const option = findOption(options, OptionCode.STATUS_CODE)
  if (option === undefined || option.status === StatusCode.Success) return null
  return { status: option.status, message: option.message, level }
}

/** `NoPrefixAvail`, or `status 17`; with the server's own words where it gave any. */
export function formatStatus({ status, message }: StatusReport): string {
  const name = statusCodeName(status)
  return message === '' ? name : `${name} (${JSON.stringify(message)})`
}

export function saysNoPrefixAvail(statuses: readonly StatusReport[]): boolean {
  return statuses.some(({ status }) => status === StatusCode.NoPrefixAvail)
}
