import { writeFileSync } from 'node:fs'
import { ipBatch } from './command.ts'
import type { Lab } from './lab.ts'
import type { LabProcess } from './labProcess.ts'
import { until } from './waiting.ts'
import type { Namespace } from './namespace.ts'
import { DEFAULT_DELEGATION, type Delegation, type PrepareServer } from './servers/delegation.ts'
import { prepareIscDhcpd } from './servers/iscDhcpd.ts'
import { prepareKea } from './servers/kea.ts'

export type ServerKind = 'kea' | 'isc'

const PREPARE: Record<ServerKind, PrepareServer> = { kea: prepareKea, isc: prepareIscDhcpd }

/** The machine behind the ISP that hosts ping. */
export const FAR_MACHINE = '2001:db8:ffff::1'
export const ISP_LINK_LOCAL = 'fe80::ff:fe00:2'
export const ROUTER_WAN_MAC = '02:00:00:00:00:01'
export const ROUTER_WAN_LINK_LOCAL = 'fe80::ff:fe00:1'

const ISP_MAC = '02:00:00:00:00:02'
const WAN_SUBNET = '2001:db8:fffe::/64'
const CUSTOMER_PORT = 'cust0'

/**
 * An Internet service provider: a router that advertises itself (radvd), a DHCPv6 server that delegates prefixes, and
 * a machine behind them. The customer's cable ends at an access switch, so the provider stays up without the customer.
 */
export class Isp {
  readonly delegation: Delegation
  readonly router: Namespace
  readonly farMachine: Namespace
  readonly access: Namespace
  readonly kind: ServerKind
  server: LabProcess | null = null
  readonly #lab: Lab
  #starts = 0

  private constructor(
    lab: Lab,
    kind: ServerKind,
    delegation: Delegation,
    namespaces: readonly [Namespace, Namespace, Namespace],
  ) {
    this.#lab = lab
    this.kind = kind
    this.delegation = delegation
    ;[this.router, this.farMachine, this.access] = namespaces
  }

  /** Builds it, radvd running and the DHCPv6 server not yet, and lays the cable to port `wan0` of `customer`. */
  static async create(
    lab: Lab,
    customer: Namespace,
    kind: ServerKind,
    delegation: Partial<Delegation> = {},
  ): Promise<Isp> {
    const [router, far, access] = await lab.addNamespaces(['isp', 'far', 'access'])
    const isp = new Isp(lab, kind, { ...DEFAULT_DELEGATION, ...delegation }, [router!, far!, access!])
    await isp.#configureSwitchAndFarMachine(customer)
    await isp.#configureRouter()
    await isp.#startRadvd()
    return isp
  }

  /** Starts the DHCPv6 server, with the leases of its earlier runs, and waits until it listens. */
  async startServer(delegation: Partial<Delegation> = {}): Promise<LabProcess> {
    // A server that finds no link-local address listens nowhere, and does not look again.
    await until(`a link-local address on ${CUSTOMER_PORT}`, 10_000, async () => {
      const ready = await this.router.ipJson(`-6 address show dev ${CUSTOMER_PORT} scope link -tentative`)
      return ready.some(entry => Object.keys(entry).length > 0)
    })
    const place = {
      directory: this.#lab.directory,
      port: CUSTOMER_PORT,
      subnet: WAN_SUBNET,
      nameServer: FAR_MACHINE,
    }
    const prepared = PREPARE[this.kind](place, { ...this.delegation, ...delegation })
    const name = `${this.kind}-${++this.#starts}`
    this.server = this.#lab.start(this.router, name, prepared.command, prepared.environment)
    await this.server.logged(prepared.ready)
    return this.server
  }

  async stopServer(): Promise<void> {
    await this.server?.stop()
    this.server = null
  }

  /** Plugs the customer's cable in, or pulls it: the customer's port gains or loses its carrier. */
  async setCable(plugged: boolean): Promise<void> {
    await this.access.ip(`link set customer ${plugged ? 'up' : 'down'}`)
  }

  async #configureSwitchAndFarMachine(customer: Namespace): Promise<void> {
    const { router, farMachine: far, access } = this
    for (const namespace of [router, far]) {
      await namespace.configure({ 'net/ipv6/conf/default/dad_transmits': 0 })
    }
    await this.#lab.connect([
      [
        { namespace: customer, name: 'wan0', mac: ROUTER_WAN_MAC },
        { namespace: access, name: 'customer' },
      ],
      [
        { namespace: router, name: CUSTOMER_PORT, mac: ISP_MAC },
        { namespace: access, name: 'provider' },
      ],
      [
        { namespace: router, name: 'core0' },
        { namespace: far, name: 'eth0' },
      ],
    ])
    await access.configure(WITHOUT_IPV6)
    await addSwitch(access, 'switch0', ['customer', 'provider'])
    await far.configure({}, [
      'ip link set eth0 up',
      `ip address add ${FAR_MACHINE}/64 dev eth0 nodad`,
      'ip route add default via 2001:db8:ffff::fe dev eth0',
    ])
  }

  async #configureRouter(): Promise<void> {
    const { pool, poolLength } = this.delegation
    await this.router.configure({ 'net/ipv6/conf/all/forwarding': 1 }, [
      `ip link set ${CUSTOMER_PORT} up`,
      'ip link set core0 up',
      `ip address add 2001:db8:fffe::1/64 dev ${CUSTOMER_PORT} nodad`,
      'ip address add 2001:db8:ffff::fe/64 dev core0 nodad',
      // The servers install no routes; the provider routes its pool to its only customer.
      `ip route add ${pool}/${poolLength} via ${ROUTER_WAN_LINK_LOCAL} dev ${CUSTOMER_PORT}`,
    ])
  }

  async #startRadvd(): Promise<void> {
    const file = this.#lab.file('radvd.conf')
    writeFileSync(
      file,
      `interface ${CUSTOMER_PORT} {
  AdvSendAdvert on;
  MinRtrAdvInterval 3;
  MaxRtrAdvInterval 10;
  AdvDefaultLifetime 1800;
  AdvOtherConfigFlag on;
  prefix ${WAN_SUBNET} { };
};
`,
    )
    const pidFile = this.#lab.file('radvd.pid')
    const radvd = this.#lab.start(this.router, 'radvd', [
      ...['radvd', '--nodaemon', '--config', file, '--pidfile', pidFile],
      ...['--logmethod', 'stderr', '--debug', '1'],
    ])
    await radvd.logged(/started/)
  }
}

/** Settings of a namespace of switches, which have no IPv6 of their own. */
export const WITHOUT_IPV6 = { 'net/ipv6/conf/all/disable_ipv6': 1, 'net/ipv6/conf/default/disable_ipv6': 1 }

/** A bridge of these ports, all up, that floods multicast. */
export async function addSwitch(namespace: Namespace, name: string, ports: readonly string[]): Promise<void> {
  const add = `link add ${name} type bridge mcast_snooping 0`
  await ipBatch(
    [add, ...ports.map(port => `link set ${port} master ${name} up`), `link set ${name} up`],
    namespace,
  )
}
