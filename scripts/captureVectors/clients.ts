import { mkdirSync, writeFileSync } from 'node:fs'
import type { LabProcess } from '../../test/lab/labProcess.ts'
import type { Namespace } from '../../test/lab/namespace.ts'
import { borrowProgram } from '../../test/lab/servers/borrowProgram.ts'
import type { Wire } from './wire.ts'

/** ISC's client; `arguments_` are as dhclient(8) gives them: `-P -N`, `-S`, `-r`. */
export function startDhclient(wire: Pick<Wire, 'lab' | 'lower'>, arguments_: readonly string[]): LabProcess {
  const program = borrowProgram('/usr/sbin/dhclient', 'isc-dhcp-client', wire.lab.directory)
  const file = wire.lab.file('dhclient.conf')
  // Kea excludes a prefix only for who asks; dhclient does not know the option.
  writeFileSync(file, 'option dhcp6.pd-exclude code 67 = string;\nalso request dhcp6.pd-exclude;\n')
  return wire.lab.start(wire.lower, 'dhclient', [
    ...[program, '-6', '-d', '-v', '-sf', '/bin/true', '-cf', file, ...arguments_],
    ...['-lf', wire.lab.file('dhclient.leases'), '-pf', wire.lab.file('dhclient.pid'), 'down0'],
  ])
}

export function startDhcpcd(wire: Wire, lines: readonly string[]): LabProcess {
  const file = wire.lab.file('dhcpcd.conf')
  const common = ['duid', 'ipv6only', 'script /bin/true', 'allowinterfaces down0', 'noipv6rs']
  writeFileSync(file, [...common, 'interface down0', ...lines].join('\n') + '\n')
  const command = ['dhcpcd', '--config', file, '--nobackground', '--debug', 'down0']
  return wire.startApart(wire.lower, 'dhcpcd', ['/run', '/var/lib/dhcpcd'], command)
}

/** The WIDE client; `options` are dhcp6c(8)'s. */
export function startDhcp6c(
  wire: Wire,
  lines: readonly string[],
  options: readonly string[] = [],
): LabProcess {
  const file = wire.lab.file('dhcp6c.conf')
  writeFileSync(file, lines.join('\n') + '\n')
  const command = ['dhcp6c', '-f', '-D', '-c', file, '-p', '/run/dhcp6c.pid', ...options, 'down0']
  return wire.startApart(wire.lower, 'dhcp6c', ['/run', '/var/lib/dhcpv6'], command)
}

export function startNetworkd(wire: Wire): void {
  const directory = wire.lab.file('networkd')
  mkdirSync(directory, { recursive: true, mode: 0o755 })
  writeFileSync(
    `${directory}/10-down0.network`,
    `[Match]
Name=down0
[Network]
DHCP=ipv6
LinkLocalAddressing=ipv6
IPv6AcceptRA=no
[DHCPv6]
WithoutRA=solicit
PrefixDelegationHint=::/56
RapidCommit=yes
UserClass=tester
MUDURL=https://example.org/mud
`,
  )
  const script = [
    'mount --make-rprivate /',
    'mount -t tmpfs tmpfs /run/systemd',
    'mkdir -p /run/systemd/netif',
    'chown systemd-network:systemd-network /run/systemd/netif',
    'mount -o remount,bind,ro /sys',
    `mount --bind ${directory} /etc/systemd/network`,
    'exec /lib/systemd/systemd-networkd',
  ].join(' && ')
  wire.lab.start(wire.lower, 'networkd', ['unshare', '--mount', 'sh', '-c', script])
}

export async function runRdisc6(where: Namespace): Promise<void> {
  await where.attempt(['rdisc6', '-1', '-r', '1', '-w', '500', 'down0'])
}

/** A program that ends without the farewell it would send on SIGTERM. */
export async function kill(program: LabProcess): Promise<void> {
  program.signal('SIGKILL')
  await program.end()
}
