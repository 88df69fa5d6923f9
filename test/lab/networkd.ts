import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Lab } from './lab.ts'
import type { LabProcess } from './labProcess.ts'
import type { Network } from './network.ts'

const PROGRAM = '/lib/systemd/systemd-networkd'

export interface NetworkdOptions {
  readonly rapidCommit?: boolean
}

/** systemd-networkd as the requesting router: the peer that kd6 is measured against. */
export async function startNetworkd(network: Network, options: NetworkdOptions = {}): Promise<LabProcess> {
  return (await prepareNetworkd(network, options))()
}

/** Writes its files and the settings it expects; what comes back starts it. */
export async function prepareNetworkd(
  network: Network,
  options: NetworkdOptions = {},
): Promise<() => LabProcess> {
  if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing: install Debian's package systemd`)
  const directory = writeConfiguration(network.lab, network, options)
  // As kd6's starting point: networkd itself does not turn forwarding on for ports that wait for it.
  await network.router.configure({
    'net/ipv6/conf/wan0/accept_ra': 2,
    'net/ipv6/conf/all/forwarding': 1,
  })
  // /run and /etc are shared by all namespaces, so networkd gets its own in a mount namespace.
  const script = [
    'mount --make-rprivate /',
    'mount -t tmpfs tmpfs /run/systemd',
    'mkdir -p /run/systemd/netif',
    'chown systemd-network:systemd-network /run/systemd/netif',
    // With a writable /sys it waits for udev to announce each port, and there is no udev in here.
    'mount -o remount,bind,ro /sys',
    `mount --bind ${directory} /etc/systemd/network`,
    `exec ${PROGRAM}`,
  ].join(' && ')
  return () => network.lab.start(network.router, 'networkd', ['unshare', '--mount', 'sh', '-c', script])
}

function writeConfiguration(lab: Lab, network: Network, { rapidCommit = false }: NetworkdOptions): string {
  const directory = lab.file('networkd')
  mkdirSync(directory, { recursive: true })
  chmodSync(directory, 0o755)
  const wan = `[Match]
Name=wan0
[Network]
DHCP=ipv6
IPv6AcceptRA=yes
LinkLocalAddressing=ipv6
IPForward=ipv6
[IPv6AcceptRA]
DHCPv6Client=always
[DHCPv6]
WithoutRA=solicit
UseAddress=no
PrefixDelegationHint=::/56
RapidCommit=${rapidCommit ? 'yes' : 'no'}
`
  writeFileSync(join(directory, '10-wan0.network'), wan)
  network.lanPorts.forEach((port, i) => {
    const lan = `[Match]
Name=${port}
[Network]
LinkLocalAddressing=ipv6
IPForward=ipv6
IPv6SendRA=yes
DHCPPrefixDelegation=yes
[DHCPPrefixDelegation]
UplinkInterface=wan0
SubnetId=0x${(i + 1).toString(16)}
Announce=yes
`
    writeFileSync(join(directory, `20-${port}.network`), lan)
  })
  return directory
}
