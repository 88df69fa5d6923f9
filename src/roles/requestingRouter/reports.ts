import type { Report } from '../../../machines/requestingRouter/types.ts'
import type { LogFields, LogLevel } from '../../ports/log.ts'
import { leasedPrefixes, type Lease } from '../../rules/dhcpv6/lease.ts'
import { formatStatus, type StatusReport } from '../../rules/dhcpv6/status.ts'
import { formatDuid } from '../../values/duid.ts'
import { formatIpv6Address } from '../../values/ipv6Address.ts'
import { formatIpv6Prefix } from '../../values/ipv6Prefix.ts'
import { formatSeconds, secondsUntil, type Instant } from '../../values/time.ts'
import { messageTitle } from '../../rules/dhcpv6/messageTitle.ts'

export interface LogLine {
  readonly level: LogLevel
  readonly message: string
  readonly fields: LogFields
}

/** A report of the chart in words. `unanswered` is worded by the driver, which knows what arrived meanwhile. */
export function reportLine(
  report: Exclude<Report, { what: 'unanswered' | 'portsTimeout' }>,
  now: Instant,
): LogLine {
  switch (report.what) {
    case 'refusedBy':
      return line('warn', `the server has nothing for us: ${statusText(report.statuses)}`)
    case 'withoutHint':
      return line('warn', 'NoPrefixAvail three times: asking once without a length hint')
    case 'offerChosen':
      return line('info', 'chose the Advertise', {
        server: formatDuid(report.offer.server),
        preference: report.offer.preference,
        among: report.among,
      })
    case 'leaseTaken':
      return leaseLine('delegated', report.lease, now, report.statuses)
    case 'leaseResumed':
      return leaseLine('going on with the delegation of an earlier run', report.lease, now, [])
    case 'leaseEnded':
      return line('warn', ENDED[report.why])
    case 'linkCheckUnanswered':
      return line('warn', 'no server answered the Rebind; going on with the lease (RFC 9915 §18.2.12)')
    case 'installFailed':
      return line('error', `${report.faults} of the addresses and routes were refused; see the lines above`)
  }
}

const ENDED = {
  expired: 'the delegation expired; LANs are told, a new one is solicited',
  withdrawnByServer: 'the server took the delegation back; LANs are told, a new one is solicited',
  released: 'the delegation was released',
} as const

function leaseLine(what: string, lease: Lease, now: Instant, statuses: readonly StatusReport[]): LogLine {
  const prefixes = leasedPrefixes(lease)
  return line('info', `${what} ${prefixes.map(({ prefix }) => formatIpv6Prefix(prefix)).join(', ')}`, {
    server: formatIpv6Address(lease.serverAddress),
    preferred: formatSeconds(longest(prefixes.map(leased => secondsUntil(leased.preferredUntil, now)))),
    valid: formatSeconds(longest(prefixes.map(leased => secondsUntil(leased.validUntil, now)))),
    t1: formatSeconds(secondsUntil(lease.t1, now)),
    t2: formatSeconds(secondsUntil(lease.t2, now)),
    ...(statuses.length === 0 ? {} : { status: statusText(statuses) }),
  })
}

function longest(lifetimes: readonly number[]): number {
  return Math.max(0, ...lifetimes)
}

function statusText(statuses: readonly StatusReport[]): string {
  return statuses.length === 0 ? 'no usable prefix' : statuses.map(formatStatus).join(', ')
}

function line(level: LogLevel, message: string, fields: LogFields = {}): LogLine {
  return { level, message, fields }
}

type Unanswered = Extract<Report, { what: 'unanswered' }>

const SOLICITS_BEFORE_ADVICE = 3

/**
 * A message without an answer. From the third Solicit on, and then each time their number has doubled, it says what
 * to look at: `arrived` is the number of IPv6 packets since the first one, null where the kernel does not count.
 */
export function unansweredLine(report: Unanswered, arrived: number | null): LogLine {
  const name = messageTitle(report.message)
  const tries = report.transmissions
  const plain = line('debug', `no answer to ${name}, sending it again`, { transmissions: tries })
  if (!isPowerOfTwoTimes(tries, SOLICITS_BEFORE_ADVICE)) return plain
  return line('warn', `no answer to ${tries} ${name} messages: ${advice(arrived)}`)
}

function isPowerOfTwoTimes(count: number, base: number): boolean {
  const doublings = Math.log2(count / base)
  return Number.isInteger(doublings) && doublings >= 0
}

function advice(arrived: number | null): string {
  if (arrived === null)
    return 'is there a DHCPv6 server on this link, and does a firewall let UDP port 546 in?'
  if (arrived === 0) {
    return 'no IPv6 packet has arrived on the port since the first: look at the cable, the VLAN, the modem'
  }
  return `${arrived} IPv6 packets did arrive on the port since the first, none of them an answer: does a firewall here drop UDP to port 546 from fe80::/10, or is there no DHCPv6 server with prefixes on this link?`
}
