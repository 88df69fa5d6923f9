import { FileStore } from '../adapters/file/fileStore.ts'
import { systemRandom } from '../adapters/node/systemRandom.ts'
import type { ExitName } from '../config/exitStatus.ts'
import { forPort, type Settings } from '../config/settings.ts'
import type { Plan } from '../planner/plan.ts'
import { describeProblem } from '../planner/problems.ts'
import type { Clock } from '../ports/clock.ts'
import type { Netlink } from '../ports/netlink.ts'
import { lanContents } from '../roles/lanRouter/contents.ts'
import { planFor } from '../roles/lanRouter/planning.ts'
import { selectedPorts } from '../roles/lanRouter/portSelection.ts'
import type { LanRouterSettings } from '../roles/lanRouter/types.ts'
import { formatLack, upstreamState } from '../roles/requestingRouter/upstreamLink.ts'
import { composeClientMessage } from '../rules/dhcpv6/clientMessage.ts'
import type { Lease } from '../rules/dhcpv6/lease.ts'
import { NOTHING_ANNOUNCED } from '../rules/nd/announced.ts'
import { buildRouterAdvertisement } from '../rules/nd/buildRouterAdvertisement.ts'
import { formatHex } from '../values/bytes.ts'
import { formatDuid } from '../values/duid.ts'
import { formatIpv6Address, parseIpv6Address, UNSPECIFIED } from '../values/ipv6Address.ts'
import { formatIpv6Prefix, ipv6Prefix } from '../values/ipv6Prefix.ts'
import { formatSeconds, later, type Instant } from '../values/time.ts'
import { encodeDhcpv6, MessageType } from '../wire/dhcpv6/message.ts'
import { encodeNd } from '../wire/nd/message.ts'
import { identityFor, type Identity } from './identity.ts'
import { lanRouterSettings, requestingRouterSettings } from './roleSettings.ts'
import { loadState, type State } from './state.ts'

interface Scene {
  readonly settings: Settings
  readonly netlink: Netlink
  readonly clock: Clock
  readonly wans: readonly string[]
  readonly state: State
  readonly identity: Identity
}

/** Says what would be used, planned and sent. Opens no raw socket and changes nothing, on disk neither. */
export function dryRun(
  settings: Settings,
  netlink: Netlink,
  clock: Clock,
  wans: readonly string[],
): ExitName {
  const state = loadState(new FileStore(settings.stateDir), clock, settings.stateDir, wans)
  const identity = identityFor(state.identity, wans, netlink, clock, systemRandom)
  const scene = { settings, netlink, clock, wans, state, identity }
  const lines = [...identityLines(scene), ...wans.flatMap(wan => wanLines(scene, wan)), ...lanLines(scene)]
  process.stdout.write(`${lines.join('\n')}\n`)
  netlink.close()
  return 'ok'
}

function identityLines({ settings, state, identity }: Scene): string[] {
  const origin = state.identity === null ? 'new, would be stored' : 'stored'
  return [
    `mode ${settings.mode}, state in ${settings.stateDir}`,
    `DUID ${formatDuid(identity.duid)} (${origin})`,
  ]
}

function wanLines(scene: Scene, wan: string): string[] {
  const { settings, netlink, clock, state, identity } = scene
  const iaid = identity.iaids.get(wan)!
  const now = clock.now()
  const role = requestingRouterSettings(settings, wan, iaid, state.isFirstOfBoot, now)
  const hint = role.prefixHint === null ? 'no hint' : `a hint of /${role.prefixHint}`
  const lease = state.leases.get(wan)
  const solicit = composeClientMessage(
    {
      type: MessageType.SOLICIT,
      transactionId: 0,
      startedAt: now,
      server: null,
      rapidCommit: role.rapidCommit,
      iaPds: [{ iaid, prefixes: [], hintLength: role.prefixHint }],
    },
    identity.duid,
    now,
  )
  return [
    `WAN ${wan}: ${formatLack(upstreamState(netlink, wan))}`,
    `  IAID ${iaid}, ${hint}, rapid commit ${role.rapidCommit ? 'offered' : 'not offered'}`,
    `  default route: ${forPort(settings.wan, wan).defaultRoute}`,
    `  first Solicit after at most ${formatSeconds(role.firstSolicitDelay)}`,
    lease === undefined
      ? `  would send Solicit (transaction id 0 here): ${formatHex(encodeDhcpv6(solicit))}`
      : `  a lease is stored: would use it at once and send Rebind`,
  ]
}

const EXAMPLE = parseIpv6Address('2001:db8::')!
const EXAMPLE_LENGTH = 56
const EXAMPLE_LIFETIME = 7200

/** The stored leases, or else a delegation of the documentation prefix as long as the hint asks for. */
function leasesOf({ state, settings, wans, clock, identity }: Scene): {
  leases: readonly Lease[]
  isExample: boolean
} {
  if (state.leases.size > 0) return { leases: [...state.leases.values()], isExample: false }
  const length = forPort(settings.wan, wans[0]!).prefixHint ?? EXAMPLE_LENGTH
  const now = clock.now()
  const until = later(now, EXAMPLE_LIFETIME)
  const example: Lease = {
    server: identity.duid,
    serverAddress: UNSPECIFIED,
    obtainedAt: now,
    t1: until,
    t2: until,
    iaPds: [
      {
        iaid: identity.iaids.get(wans[0]!)!,
        prefixes: [
          { prefix: ipv6Prefix(EXAMPLE, length), preferredUntil: until, validUntil: until, excluded: null },
        ],
      },
    ],
    dnsServers: [],
    searchDomains: [],
  }
  return { leases: [example], isExample: true }
}

function lanLines(scene: Scene): string[] {
  const { settings, netlink, clock, wans, state } = scene
  const { leases, isExample } = leasesOf(scene)
  const role = lanRouterSettings(settings, wans)
  const ports = selectedPorts(settings.lanPorts, netlink.links).map(name => ({ name, addressesInUse: 0 }))
  const plan = planFor(ports, leases, state.subnetIds, role, netlink, clock.now())
  const prefixes = plan.unreachable.map(({ prefix }) => formatIpv6Prefix(prefix)).join(', ')
  return [
    isExample ? `plan for an example, ${prefixes}:` : `plan for the stored delegation ${prefixes}:`,
    ...plan.problems.map(problem => `  problem: ${describeProblem(problem)}`),
    ...plan.links.flatMap(link => portLines(scene, role, link, leases, clock.now())),
    ...plan.unreachable.map(({ prefix }) => `  unreachable route for ${formatIpv6Prefix(prefix)}`),
    settings.manageSysctl
      ? `kernel settings: accept_ra=2 on ${wans.join(', ')}, accept_ra=0 on LANs, then forwarding=1 on all`
      : 'kernel settings: left alone',
  ]
}

function portLines(
  { netlink }: Scene,
  role: LanRouterSettings,
  link: Plan['links'][number],
  leases: readonly Lease[],
  now: Instant,
): string[] {
  const port = netlink.linkByName(link.name)
  const { variables, onLink, autonomous } = role.lan(link.name)
  const contents = lanContents(link, leases, true, { onLink, autonomous })
  const advertisement = buildRouterAdvertisement({
    contents,
    announced: NOTHING_ANNOUNCED,
    variables,
    linkLayerAddress: port?.hardwareAddress ?? new Uint8Array(),
    final: false,
    now,
  })
  return [
    ...link.prefixes.map(({ prefix, routerAddress }) => {
      const there = port === null ? ' (the port is not there yet)' : ''
      return `  LAN ${link.name}: ${formatIpv6Prefix(prefix)}, router ${formatIpv6Address(routerAddress)}${there}`
    }),
    `    would send Router Advertisement: ${formatHex(encodeNd(advertisement))}`,
  ]
}
