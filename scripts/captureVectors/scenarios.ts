import { pause } from '../../test/lab/waiting.ts'
import { kill, runRdisc6, startDhclient, startDhcp6c, startDhcpcd, startNetworkd } from './clients.ts'
import { startRelayAndClient } from './relay.ts'
import { startBird, startDnsmasq, startIscDhcpd, startKea, startRadvd } from './servers.ts'
import { SUBNET, type Wire } from './wire.ts'

/** Who talks with whom, and what they are made to say. */
export interface Scenario {
  /** `dhclient asks Kea`, part of the titles of its packets. */
  readonly title: string
  /** Programs as in {@link PROGRAMS} that send from either end. */
  readonly upper: Program | null
  readonly lower: Program | null
  /** The lower end begins without a carrier; the play plugs it in. */
  readonly unplugged?: true
  readonly play: (wire: Wire) => Promise<void>
}

/** The programs and their Debian packages; the kernel comes without one. */
export const PROGRAMS = {
  kea: 'kea-dhcp6-server',
  dhcpd: 'isc-dhcp-server',
  dnsmasq: 'dnsmasq-base',
  dhclient: 'isc-dhcp-client',
  dhcpcd: 'dhcpcd-base',
  dhcp6c: 'wide-dhcpv6-client',
  dhcrelay: 'isc-dhcp-relay',
  networkd: 'systemd',
  radvd: 'radvd',
  bird: 'bird2',
  rdisc6: 'ndisc6',
  kernel: null,
} as const

export type Program = keyof typeof PROGRAMS

const [SOLICIT, ADVERTISE, REQUEST, CONFIRM, RENEW, REBIND, REPLY, RELEASE] = [1, 2, 3, 4, 5, 6, 7, 8]
const [INFORMATION_REQUEST, RELAY_FORW, RELAY_REPL] = [11, 12, 13]
const [RS, RA] = [133, 134]

/** From Solicit to Rebind: the server dies once the client has renewed. */
async function liveAndLoseServer(
  wire: Wire,
  server: (wire: Wire, options: { short: true }) => Promise<Awaited<ReturnType<typeof startKea>>>,
  client: () => unknown,
): Promise<void> {
  const running = await server(wire, { short: true })
  client()
  await wire.carries(SOLICIT, ADVERTISE, REQUEST, REPLY, RENEW, REPLY)
  await kill(running)
  await wire.carries(SOLICIT, REQUEST, REPLY, RENEW, REPLY, REBIND)
}

const DHCPCD_LINES = [
  'ia_na 1',
  'ia_pd 2/::/56 -',
  'option dhcp6_name_servers, dhcp6_domain_search, dhcp6_rapid_commit',
  'option dhcp6_sntp_servers, dhcp6_sol_max_rt',
  'userclass tester',
  'vendclass 32473 router',
  'hostname vectors',
  'fqdn both',
]

const DHCP6C_LINES = [
  'interface down0 { send ia-na 1; send ia-pd 2; request domain-name-servers; request domain-name; };',
  'id-assoc na 1 { };',
  'id-assoc pd 2 { prefix ::/56 infinity; };',
]

const RADVD_RICH = [
  'MinRtrAdvInterval 3; MaxRtrAdvInterval 4; AdvManagedFlag on; AdvOtherConfigFlag on;',
  'AdvLinkMTU 1480; AdvReachableTime 30000; AdvRetransTimer 1000; AdvCurHopLimit 255;',
  'AdvDefaultPreference low; AdvHomeAgentFlag on; AdvHomeAgentInfo on; HomeAgentLifetime 1800;',
  'HomeAgentPreference 10; AdvIntervalOpt on;',
  `prefix ${SUBNET} { AdvOnLink on; AdvAutonomous on; AdvRouterAddr on; };`,
  'prefix fd00:1:2:3::/64 { AdvOnLink off; AdvValidLifetime infinity; AdvPreferredLifetime infinity; };',
  'route 2001:db8:abcd::/48 { AdvRoutePreference high; AdvRouteLifetime 1800; };',
  'route ::/0 { AdvRoutePreference low; AdvRouteLifetime infinity; };',
  'route 2001:db8:0:0:8000::/65 { };',
  'RDNSS 2001:db8:ffff::53 2001:db8:ffff::54 { AdvRDNSSLifetime 1800; };',
  'DNSSL example.org lab.example.org { AdvDNSSLLifetime 1800; };',
]

export const scenarios: readonly Scenario[] = [
  {
    title: 'dhclient asks Kea for an address and a prefix',
    upper: 'kea',
    lower: 'dhclient',
    play: wire => liveAndLoseServer(wire, startKea, () => startDhclient(wire, ['-P', '-N'])),
  },
  {
    title: 'dhclient comes back to Kea, then releases',
    upper: 'kea',
    lower: 'dhclient',
    play: async wire => {
      await startKea(wire)
      const first = startDhclient(wire, ['-N'])
      await wire.carries(SOLICIT, ADVERTISE, REQUEST, REPLY)
      await first.logged(/Bound to lease/)
      await kill(first)
      const second = startDhclient(wire, ['-N'])
      await wire.carries(REPLY, CONFIRM, REPLY)
      await kill(second)
      startDhclient(wire, ['-N', '-r'])
      await wire.carries(REPLY, RELEASE, REPLY)
    },
  },
  {
    title: 'dhclient asks Kea for information',
    upper: 'kea',
    lower: 'dhclient',
    play: async wire => {
      await startKea(wire, { unicast: true })
      startDhclient(wire, ['-S'])
      await wire.carries(INFORMATION_REQUEST, REPLY)
    },
  },
  {
    title: 'dhcpcd asks Kea, with rapid commit',
    upper: 'kea',
    lower: 'dhcpcd',
    play: async wire => {
      await startKea(wire, { rapidCommit: true })
      const client = startDhcpcd(wire, [...DHCPCD_LINES, 'release'])
      await wire.carries(SOLICIT, REPLY)
      await pause(500)
      await client.stop()
      await wire.carries(SOLICIT, REPLY, RELEASE, REPLY)
    },
  },
  {
    title: 'dhcpcd asks a Kea that has nothing to give',
    upper: 'kea',
    lower: 'dhcpcd',
    play: async wire => {
      await startKea(wire, { exhausted: true })
      startDhcpcd(wire, DHCPCD_LINES)
      await wire.carries(SOLICIT, ADVERTISE)
    },
  },
  {
    title: 'dhcpcd asks ISC dhcpd',
    upper: 'dhcpd',
    lower: 'dhcpcd',
    play: wire => liveAndLoseServer(wire, startIscDhcpd, () => startDhcpcd(wire, DHCPCD_LINES)),
  },
  {
    title: 'dhcp6c asks ISC dhcpd for an address and a prefix',
    upper: 'dhcpd',
    lower: 'dhcp6c',
    play: async wire => {
      await startIscDhcpd(wire)
      const client = startDhcp6c(wire, DHCP6C_LINES)
      await wire.carries(SOLICIT, ADVERTISE, REQUEST, REPLY)
      await client.stop()
      await wire.carries(REPLY, RELEASE, REPLY)
    },
  },
  {
    title: 'dhcp6c asks an ISC dhcpd that has nothing to give',
    upper: 'dhcpd',
    lower: 'dhcp6c',
    play: async wire => {
      await startIscDhcpd(wire, { exhausted: true })
      startDhcp6c(wire, DHCP6C_LINES)
      await wire.carries(SOLICIT, ADVERTISE)
    },
  },
  {
    title: 'dhcp6c asks ISC dhcpd for information',
    upper: 'dhcpd',
    lower: 'dhcp6c',
    play: async wire => {
      await startIscDhcpd(wire)
      const lines = ['interface down0 { information-only; request domain-name-servers; };']
      startDhcp6c(wire, lines, ['-i'])
      await wire.carries(INFORMATION_REQUEST, REPLY)
    },
  },
  {
    title: 'systemd-networkd asks Kea',
    upper: 'kea',
    lower: 'networkd',
    play: async wire => {
      await startKea(wire, { rapidCommit: true })
      startNetworkd(wire)
      await wire.carries(SOLICIT, REPLY)
    },
  },
  {
    title: 'dhclient asks dnsmasq, which advertises itself too',
    upper: 'dnsmasq',
    lower: 'dhclient',
    play: async wire => {
      await startDnsmasq(wire)
      startDhclient(wire, ['-N'])
      await wire.carries(SOLICIT, ADVERTISE, REQUEST, REPLY)
      await wire.carries(RA)
    },
  },
  {
    title: 'dhcrelay between Kea and dhclient behind it',
    upper: 'kea',
    lower: 'dhcrelay',
    play: async wire => {
      await startKea(wire)
      await startRelayAndClient(wire)
      await wire.carries(RELAY_FORW, RELAY_REPL, RELAY_FORW, RELAY_REPL)
    },
  },
  {
    title: 'radvd says all that it can, and stops',
    upper: 'radvd',
    lower: 'rdisc6',
    play: async wire => {
      const radvd = await startRadvd(wire, RADVD_RICH)
      await runRdisc6(wire.lower)
      await wire.carries(RS)
      await wire.carries(RA, RA)
      await radvd.stop()
      await wire.carries(RA, RA, RA)
    },
  },
  {
    title: 'radvd as it comes answers a host',
    upper: 'radvd',
    lower: 'kernel',
    unplugged: true,
    play: async wire => {
      await wire.lower.configure({ 'net/ipv6/conf/default/router_solicitations': -1 })
      await wire.lower.configure({ 'net/ipv6/conf/down0/router_solicitations': -1 })
      await startRadvd(wire, [`prefix ${SUBNET} { };`])
      await wire.plug()
      await wire.carries(RS, RA)
    },
  },
  {
    title: 'bird advertises',
    upper: 'bird',
    lower: null,
    play: async wire => {
      await startBird(wire)
      await wire.carries(RA, RA)
    },
  },
]
