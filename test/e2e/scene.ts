import { Capture } from '../lab/capture.ts'
import { HostWatch } from '../lab/hostWatch.ts'
import { Kd6, readKd6Log, type Kd6Options } from '../lab/kd6.ts'
import { withLab, type Lab } from '../lab/lab.ts'
import type { LabProcess } from '../lab/labProcess.ts'
import type { Namespace } from '../lab/namespace.ts'
import { Network, type NetworkOptions } from '../lab/network.ts'
import type { Packet } from '../lab/packet.ts'
import { until } from '../lab/waiting.ts'

export interface Scene {
  readonly lab: Lab
  readonly network: Network
  readonly kd6: Kd6
  readonly watch: HostWatch
  /** DHCPv6 and ICMPv6 on the router's ports. */
  readonly capture: Capture
}

/** A network with kd6 on its router, not started yet, watched and captured, for the time of `play`. */
export function withScene(
  options: NetworkOptions,
  play: (scene: Scene) => Promise<void>,
  kd6Options: Kd6Options = {},
): Promise<void> {
  return withLab(async lab => {
    const network = await Network.create(lab, options)
    const watch = await HostWatch.start(
      lab,
      network.hosts.map(host => host.namespace),
    )
    const capture = await Capture.start(lab, network.router, 'icmp6 or udp port 546 or udp port 547')
    await play({ lab, network, kd6: new Kd6(network, kd6Options), watch, capture })
  })
}

/** Waits for a line of kd6's log. */
export function logged(program: LabProcess, pattern: RegExp, timeout = 20_000): Promise<string> {
  return until(`a log line like ${pattern.source}`, timeout, () => {
    const line = readKd6Log(program.log()).find(({ message }) => pattern.test(message))
    if (line === undefined && !program.running) throw new Error(`kd6 ended:\n${program.log()}`)
    return line?.message
  })
}

export function dhcpv6(packets: readonly Packet[], name: string): Packet[] {
  return packets.filter(({ message }) => message.kind === 'DHCPv6' && message.name === name)
}

/** Router Advertisements that this router sent on its LAN ports. */
export function sentAdvertisements(packets: readonly Packet[]): Packet[] {
  return packets.filter(packet => packet.outgoing && packet.message.kind === 'Router Advertisement')
}

/** The /56 of the latest Reply, as `2001:db8::/56`; null before the first. */
export function latestDelegation(packets: readonly Packet[]): string | null {
  const message = dhcpv6(packets, 'Reply').at(-1)?.message
  return message?.kind === 'DHCPv6' ? (message.prefixes[0]?.prefix ?? null) : null
}

const SYSCTLS = ['all/forwarding', 'wan0/forwarding', 'wan0/accept_ra', 'lan0/forwarding', 'lan0/accept_ra']

/**
 * What an administrator would call the router's state: ports, addresses and routes without those that the provider's
 * RAs come and go with, and the settings that kd6 touches.
 */
export async function routerState(router: Namespace): Promise<string[]> {
  const settings = await Promise.all(
    SYSCTLS.map(async path => `${path}=${await router.setting(`net/ipv6/conf/${path}`)}`),
  )
  const links = (await router.ip('-o link show')).replaceAll(/ (qlen|qdisc|state|mode|group) \S+/g, '')
  const lifetimes = / dynamic|valid_lft \S+ preferred_lft \S+/g
  const addresses = withoutProvider(await router.ip('-6 -o address show')).replaceAll(lifetimes, '')
  const routes = (await router.ip('-6 route show table all')).replaceAll(/ expires \S+/g, '')
  const own = withoutProvider(routes).split('\n').sort().join('\n')
  return [links, addresses, own, ...settings].flatMap(text => text.trim().split('\n'))
}

/** Lines but for those about what the provider advertises on the WAN. */
function withoutProvider(text: string): string {
  return text
    .split('\n')
    .filter(line => !/proto ra|2001:db8:fffe:/.test(line))
    .join('\n')
}
