import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  formatIpv6Address,
  ipv6Address,
  parseIpv6Address,
  type Ipv6Address,
} from '../../../src/values/ipv6Address.ts'
import { borrowProgram } from './borrowProgram.ts'
import type { Delegation, PreparedServer, ServerPlace } from './delegation.ts'

/** dhcpd's own configuration file, as dhcpd.conf(5) gives it. */
export function iscDhcpdConfiguration(place: ServerPlace, delegation: Delegation): string {
  const first = parseIpv6Address(delegation.pool)!
  const last = lastDelegation(first, delegation)
  return [
    'authoritative;',
    `default-lease-time ${delegation.valid};`,
    `preferred-lifetime ${delegation.preferred};`,
    `option dhcp-renewal-time ${delegation.renew};`,
    `option dhcp-rebinding-time ${delegation.rebind};`,
    `option dhcp6.name-servers ${place.nameServer};`,
    ...(delegation.rapidCommit ? ['option dhcp6.rapid-commit;'] : []),
    `subnet6 ${place.subnet} {`,
    `  prefix6 ${formatIpv6Address(first)} ${formatIpv6Address(last)} /${delegation.delegatedLength};`,
    '}',
    '',
  ].join('\n')
}

export function prepareIscDhcpd(place: ServerPlace, delegation: Delegation): PreparedServer {
  const file = join(place.directory, 'dhcpd6.conf')
  const leases = join(place.directory, 'dhcpd6.leases')
  writeFileSync(file, iscDhcpdConfiguration(place, delegation))
  // dhcpd demands that the file be there, and keeps what an earlier run wrote.
  appendFileSync(leases, '')
  const program = borrowProgram('/usr/sbin/dhcpd', 'isc-dhcp-server', place.directory)
  return {
    command: [program, '-6', '-f', '-d', '--no-pid', '-cf', file, '-lf', leases, place.port],
    environment: {},
    ready: /Server starting service/,
  }
}

function lastDelegation(first: Ipv6Address, { poolLength, delegatedLength }: Delegation): Ipv6Address {
  const count = 1n << BigInt(delegatedLength - poolLength)
  return ipv6Address(first + ((count - 1n) << BigInt(128 - delegatedLength)))
}
