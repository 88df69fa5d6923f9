import { Isp, WITHOUT_IPV6, addSwitch, type ServerKind } from './isp.ts'
import type { Lab, Port } from './lab.ts'
import type { Namespace } from './namespace.ts'
import type { Delegation } from './servers/delegation.ts'
import { until } from './waiting.ts'

export interface NetworkOptions {
  readonly upstream?: ServerKind
  readonly delegation?: Partial<Delegation>
  readonly lans?: number
  readonly hostsPerLan?: number
  /** Whether hosts send Router Solicitations (default), or wait for what the router says on its own. */
  readonly hostsSolicit?: boolean
  /** Whether the DHCPv6 server runs from the start (default). */
  readonly serverRuns?: boolean
  /** Whether the router's ports are up from the start (default), with their link-local addresses. */
  readonly portsUp?: boolean
}

export interface Host {
  readonly namespace: Namespace
  /** The number of its LAN, from 0: it hangs on the router's port `lanN`. */
  readonly lan: number
}

/** A provider, a customer's router with ports `wan0`, `lan0`, `lan1` …, and plain kernel hosts on its LANs. */
export class Network {
  readonly lab: Lab
  readonly isp: Isp
  readonly router: Namespace
  readonly hosts: Host[] = []
  readonly #options: NetworkOptions
  #lans = 0

  private constructor(lab: Lab, isp: Isp, router: Namespace, options: NetworkOptions) {
    this.lab = lab
    this.isp = isp
    this.router = router
    this.#options = options
  }

  /** Builds all and waits until no link-local address is tentative any more. */
  static async create(lab: Lab, options: NetworkOptions = {}): Promise<Network> {
    const router = await lab.addNamespace('router')
    const isp = await Isp.create(lab, router, options.upstream ?? 'kea', options.delegation)
    const network = new Network(lab, isp, router, options)
    await network.addLans(options.lans ?? 1)
    if (options.portsUp !== false) {
      await router.configure(
        {},
        network.ports.map(port => `ip link set ${port} up`),
      )
      await network.settle()
    }
    if (options.serverRuns !== false) await isp.startServer()
    return network
  }

  get lanPorts(): string[] {
    return Array.from({ length: this.#lans }, (_, i) => `lan${i}`)
  }

  get ports(): string[] {
    return ['wan0', ...this.lanPorts]
  }

  /** Adds LANs with their hosts. The router's new ports are down. */
  async addLans(count: number): Promise<void> {
    const first = this.#lans
    const perLan = this.#options.hostsPerLan ?? 1
    this.#lans += count
    const roles = []
    for (let lan = first; lan < this.#lans; lan++) {
      for (let host = 0; host < perLan; host++) roles.push({ lan, role: `host-${lan}-${host}` })
    }
    const namespaces = await this.lab.addNamespaces(roles.map(({ role }) => role))
    const hosts = roles.map(({ lan }, i) => ({ lan, namespace: namespaces[i]! }))
    // Settings for ports that come later are the namespace's defaults, so these go before the cables.
    for (const { namespace } of hosts)
      await namespace.configure(hostSettings(this.#options.hostsSolicit ?? true))
    await this.#cable(first, hosts)
    for (const { namespace } of hosts) await namespace.ip('link set eth0 up')
    this.hosts.push(...hosts)
  }

  /** Waits until the addresses of all ports that run are no longer tentative. */
  async settle(): Promise<void> {
    for (const namespace of [this.router, ...this.hosts.map(host => host.namespace)]) {
      await until(`link-local addresses of ${namespace.name}`, 10_000, async () => {
        const tentative = await namespace.ipJson('-6 address show tentative')
        const ready = await namespace.ipJson('-6 address show up scope link -tentative')
        return tentative.every(isEmpty) && !ready.every(isEmpty)
      })
    }
  }

  /** One host a LAN hangs on the router's port itself, several on a switch. */
  async #cable(first: number, hosts: readonly Host[]): Promise<void> {
    const routerPort = (lan: number): Port => ({
      namespace: this.router,
      name: `lan${lan}`,
      mac: lanMac(lan),
    })
    if ((this.#options.hostsPerLan ?? 1) === 1) {
      await this.lab.connect(
        hosts.map(host => [routerPort(host.lan), { namespace: host.namespace, name: 'eth0' }] as const),
      )
      return
    }
    const switches = this.lab.namespace('switches') ?? (await this.lab.addNamespace('switches'))
    await switches.configure(WITHOUT_IPV6)
    for (let lan = first; lan < this.#lans; lan++) {
      const own = hosts.filter(host => host.lan === lan)
      const uplink = { namespace: switches, name: `up${lan}` }
      const ports = own.map((_, i) => ({ namespace: switches, name: `port${lan}-${i}` }))
      await this.lab.connect([
        [routerPort(lan), uplink],
        ...own.map((host, i) => [{ namespace: host.namespace, name: 'eth0' }, ports[i]!] as const),
      ])
      await addSwitch(switches, `switch${lan}`, [uplink.name, ...ports.map(port => port.name)])
    }
  }
}

/** The link-local address that the kernel gives the router's port `lanN`. */
export function lanLinkLocal(lan: number): string {
  return `fe80::ff:fe01:${lan.toString(16)}`
}

function lanMac(lan: number): string {
  const low = (lan & 0xff).toString(16).padStart(2, '0')
  const high = (lan >> 8).toString(16).padStart(2, '0')
  return `02:00:00:01:${high}:${low}`
}

function hostSettings(solicits: boolean): Record<string, string | number> {
  return {
    'net/ipv6/conf/default/accept_ra': 1,
    'net/ipv6/conf/default/autoconf': 1,
    'net/ipv6/conf/default/forwarding': 0,
    'net/ipv6/conf/default/use_tempaddr': 0,
    'net/ipv6/conf/default/router_solicitations': solicits ? -1 : 0,
  }
}

function isEmpty(entry: Record<string, unknown>): boolean {
  return Object.keys(entry).length === 0
}
