import { Capture } from '../../test/lab/capture.ts'
import { HostWatch } from '../../test/lab/hostWatch.ts'
import { Kd6 } from '../../test/lab/kd6.ts'
import { withLab } from '../../test/lab/lab.ts'
import type { LabProcess } from '../../test/lab/labProcess.ts'
import { Network } from '../../test/lab/network.ts'
import { prepareNetworkd } from '../../test/lab/networkd.ts'
import { monotonicNow } from '../../test/lab/waiting.ts'

export type Router = 'kd6' | 'networkd'

export interface RunOptions {
  readonly router: Router
  readonly lans: number
  readonly rapidCommit: boolean
  /** The Node that runs kd6. */
  readonly node: string
}

/** One launch, in milliseconds. */
export interface OnlineTimes {
  readonly launchToSolicit: number
  readonly replyToLastHost: number
  readonly launchToLastHost: number
  /** From launch to the end of `node -e 0` in the same namespace, just before. */
  readonly emptyNode: number
}

const PATIENCE = 60_000

/**
 * Puts hosts that send no Router Solicitation online behind a router whose ports are up and whose link-local
 * addresses are ready. A host is online when it has a default route and an address, tentative or not.
 */
export function measureOnline(options: RunOptions): Promise<OnlineTimes> {
  return withLab(async lab => {
    const network = await Network.create(lab, {
      lans: options.lans,
      hostsSolicit: false,
      delegation: { rapidCommit: options.rapidCommit },
    })
    const watch = await HostWatch.start(
      lab,
      network.hosts.map(host => host.namespace),
    )
    const capture = await Capture.start(lab, network.router, 'udp port 546 or udp port 547')
    const emptyNode = await measureEmptyNode(network, options.node)
    const launch = await prepareRouter(network, options)
    const launched = monotonicNow()
    launch()
    const lastHost = await watch.allOnline(PATIENCE)
    await capture.stop()
    const seen = (name: string): number => {
      const packet = capture
        .packets()
        .find(({ message }) => message.kind === 'DHCPv6' && message.name === name)
      if (packet === undefined) throw new Error(`no ${name} was captured`)
      return packet.at - watch.wallOffset
    }
    return {
      launchToSolicit: seen('Solicit') - launched,
      replyToLastHost: lastHost - seen('Reply'),
      launchToLastHost: lastHost - launched,
      emptyNode,
    }
  })
}

async function prepareRouter(
  network: Network,
  { router, rapidCommit, node }: RunOptions,
): Promise<() => LabProcess> {
  if (router === 'networkd') return prepareNetworkd(network, { rapidCommit })
  const kd6 = new Kd6(network, { node, words: ['--solicit-max-delay', '0'] })
  return () => kd6.start()
}

async function measureEmptyNode(network: Network, node: string): Promise<number> {
  const start = monotonicNow()
  const empty = network.lab.start(network.router, 'empty-node', [node, '-e', '0'])
  await empty.ended
  return monotonicNow() - start
}
