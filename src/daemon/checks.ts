import type { Dhcpv6Sockets } from '../ports/dhcpv6Socket.ts'
import type { Link, Netlink } from '../ports/netlink.ts'
import { isEligible } from '../roles/lanRouter/portSelection.ts'
import { LEAST_MTU } from '../roles/requestingRouter/upstreamLink.ts'
import { formatFault, type Fault } from '../values/fault.ts'
import { acquireLocks } from './locks.ts'
import { Refusal } from './refusal.ts'

/** What can be known to be wrong before anything is changed. Throws a Refusal. */
export function checkPorts(wans: readonly string[], lans: readonly string[], netlink: Netlink): void {
  if (wans.length === 0) throw new Refusal('missingPort', 'no port is eligible as a WAN port')
  for (const name of wans) {
    const link = netlink.linkByName(name)
    if (link === null) throw new Refusal('missingPort', `${name}: there is no such port (WAN)`)
    if (!isEligible(link)) throw new Refusal('unusablePort', `${name}: ${unfit(link)} (WAN)`)
    checkMtu(link, 'WAN')
  }
  for (const name of lans) {
    const link = netlink.linkByName(name)
    if (link !== null) checkMtu(link, 'LAN')
  }
}

function checkMtu({ name, mtu }: Link, side: string): void {
  if (mtu >= LEAST_MTU) return
  throw new Refusal(
    'mtuTooSmall',
    `${name}: its MTU is ${mtu}, under ${LEAST_MTU}, where Linux drops IPv6 (${side})`,
  )
}

function unfit(link: Link): string {
  if (link.loopback) return 'it is a loopback port'
  if (link.master !== null) return 'it is a member of a bridge or bond; name that instead'
  return 'it can neither multicast nor is it point-to-point'
}

/** Whether the DHCPv6 client's port can be had on every WAN: opened and closed again. */
export async function checkDhcpv6Port(
  wans: readonly string[],
  netlink: Netlink,
  sockets: Dhcpv6Sockets,
): Promise<void> {
  for (const name of wans) {
    const ignore = (): void => undefined
    const socket = sockets.openClient(name, netlink.linkByName(name)!.index, ignore, ignore)
    if ('code' in socket) {
      // A kd6 holds its lock too, and that tells which process it is.
      if (socket.code === 'EADDRINUSE') await acquireLocks(wans)
      throw refusedSocket(socket)
    }
    socket.close()
  }
}

/** A socket that the daemon cannot do without. */
export function refusedSocket(fault: Fault): Refusal {
  if (fault.code === 'EADDRINUSE') {
    return new Refusal('dhcpv6PortTaken', `${formatFault(fault)}: another DHCPv6 client runs on this port`)
  }
  const denied = fault.code === 'EPERM' || fault.code === 'EACCES'
  if (denied) {
    const needs = 'kd6 needs root, or CAP_NET_ADMIN, CAP_NET_RAW and CAP_NET_BIND_SERVICE'
    return new Refusal('noPrivilege', `${formatFault(fault)}: ${needs}`)
  }
  return new Refusal('systemRefused', formatFault(fault))
}
