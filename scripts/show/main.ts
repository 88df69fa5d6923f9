import { parseArgs } from 'node:util'
import { Capture } from '../../test/lab/capture.ts'
import { HostWatch } from '../../test/lab/hostWatch.ts'
import { FAR_MACHINE, type ServerKind } from '../../test/lab/isp.ts'
import { Kd6 } from '../../test/lab/kd6.ts'
import { Lab, removeLab } from '../../test/lab/lab.ts'
import type { LabProcess } from '../../test/lab/labProcess.ts'
import { Network } from '../../test/lab/network.ts'
import { startNetworkd } from '../../test/lab/networkd.ts'
import { pingFromAll } from '../../test/lab/reachability.ts'
import { monotonicNow, pause, until } from '../../test/lab/waiting.ts'
import { Narrator } from './narrator.ts'
import { hostTable } from './hostTable.ts'

interface DemoOptions {
  readonly upstream: ServerKind
  readonly lans: number
  readonly hosts: number
  readonly router: 'kd6' | 'networkd'
  readonly keep: boolean
}

const SERVER_NAMES: Record<ServerKind, string> = { kea: 'Kea', isc: 'ISC dhcpd' }
const PATIENCE = 60_000

class UsageError extends Error {}

function say(line = ''): void {
  process.stdout.write(`${line}\n`)
}

function readOptions(): DemoOptions | { readonly remove: string } {
  const { values } = parseArgs({
    options: {
      upstream: { type: 'string', default: 'kea' },
      lans: { type: 'string', default: '3' },
      hosts: { type: 'string', default: '1' },
      router: { type: 'string', default: 'kd6' },
      keep: { type: 'boolean', default: false },
      remove: { type: 'string' },
    },
  })
  if (values.remove !== undefined) {
    if (!/^kd6-\d+-\d+$/.test(values.remove)) throw new UsageError('--remove takes the name that --keep gave')
    return { remove: values.remove }
  }
  return {
    upstream: oneOf('--upstream', values.upstream, ['kea', 'isc']),
    lans: count('--lans', values.lans, 200),
    hosts: count('--hosts', values.hosts, 20),
    router: oneOf('--router', values.router, ['kd6', 'networkd']),
    keep: values.keep,
  }
}

function oneOf<T extends string>(option: string, value: string, choices: readonly T[]): T {
  const choice = choices.find(each => each === value)
  if (choice === undefined) throw new UsageError(`${option} takes ${choices.join(' or ')}, not ${value}`)
  return choice
}

function count(option: string, value: string, most: number): number {
  const number = Number(value)
  if (!/^\d+$/.test(value) || number < 1 || number > most) {
    throw new UsageError(`${option} takes a number from 1 to ${most}, not ${value}`)
  }
  return number
}

async function startRouter(network: Network, router: DemoOptions['router']): Promise<LabProcess> {
  return router === 'kd6' ? new Kd6(network).start() : startNetworkd(network)
}

/** Tells what happens until every host can use its address, or patience or the router ends. */
async function watchHosts(narrator: Narrator, watch: HostWatch, router: LabProcess): Promise<void> {
  await until('every host to come online', PATIENCE, () => {
    narrator.tell()
    if (!router.running) throw new Error('the router program has ended')
    return [...watch.states().values()].every(
      ({ addresses, gateways }) => addresses.size > 0 && gateways.size > 0,
    )
  })
  await pause(50)
  narrator.tell()
}

async function show(lab: Lab, options: DemoOptions): Promise<boolean> {
  const { upstream, lans, hosts: hostsPerLan, router } = options
  say(
    `Building: a provider with ${SERVER_NAMES[upstream]}, a router, ${lans * hostsPerLan} host(s) on ${lans} LAN(s)`,
  )
  const network = await Network.create(lab, { upstream, lans, hostsPerLan })
  const watch = await HostWatch.start(
    lab,
    network.hosts.map(host => host.namespace),
  )
  const capture = await Capture.start(lab, network.router, 'icmp6 or udp port 546 or udp port 547')
  say(`Starting ${router} on the router; seconds count from here`)
  say()
  const launched = monotonicNow()
  const program = await startRouter(network, router)
  const narrator = new Narrator({ network, watch, capture, program, launched, say })
  let complaint = ''
  try {
    await watchHosts(narrator, watch, program)
  } catch (error) {
    narrator.tell()
    complaint = `${(error as Error).message}\n${program.log().split('\n').slice(-20).join('\n')}`
  }
  const pings = await pingFromAll(network.hosts, FAR_MACHINE)
  await Promise.all([capture.stop(), watch.stop()])
  say()
  for (const line of hostTable(network.hosts, watch.states(), pings, launched)) say(line)
  say()
  const lastOnline = watch.allOnlineAt()
  const online = lastOnline !== null && [...pings.values()].every(time => time !== null)
  if (lastOnline !== null) say(`From launch to the last host online: ${Math.round(lastOnline - launched)} ms`)
  say(online ? 'Every host is online.' : `Not every host is online. ${complaint}`)
  return online
}

function tellHowToGoOn(lab: Lab): void {
  say()
  say('Everything is left running. To look around:')
  for (const role of ['router', 'isp', 'host-0-0']) {
    say(`  ip netns exec ${lab.prefix}-${role} bash`)
  }
  say(`Logs and leases: ${lab.directory}`)
  say(`To remove it all: scripts/demo --remove ${lab.prefix}`)
}

async function main(): Promise<number> {
  const options = readOptions()
  if ('remove' in options) {
    await removeLab(options.remove)
    return 0
  }
  const lab = Lab.create()
  try {
    const online = await show(lab, options)
    if (options.keep) {
      lab.keep()
      tellHowToGoOn(lab)
    }
    return online ? 0 : 1
  } finally {
    await lab.remove()
  }
}

try {
  // Programs that are kept are still our children: nothing shall wait for them.
  process.exit(await main())
} catch (error) {
  process.stderr.write(`demo: ${error instanceof Error ? error.message : String(error)}\n`)
  const usage =
    error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') === true
  process.exit(usage ? 2 : 1)
}
