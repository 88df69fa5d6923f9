import { FileStore } from '../adapters/file/fileStore.ts'
import { dhcpv6Sockets } from '../adapters/linux/dhcpv6Sockets.ts'
import { ndSockets } from '../adapters/linux/ndSockets.ts'
import { LinuxNetlink } from '../adapters/linux/netlink.ts'
import { LinuxSysctl } from '../adapters/linux/sysctl.ts'
import { ProcessLog } from '../adapters/log/processLog.ts'
import { systemRandom } from '../adapters/node/systemRandom.ts'
import { NodeClock } from '../adapters/node/nodeClock.ts'
import { exitStatuses, type ExitName } from '../config/exitStatus.ts'
import type { Invocation } from '../config/invocation.ts'
import type { NdMessage, NdSocket } from '../ports/ndSocket.ts'
import { selectedPorts } from '../roles/lanRouter/portSelection.ts'
import { upstreamState } from '../roles/requestingRouter/upstreamLink.ts'
import { formatFault, isFault } from '../values/fault.ts'
import { checkDhcpv6Port, checkPorts, refusedSocket } from './checks.ts'
import { openControl, type EndRequest } from './control.ts'
import { Daemon } from './daemon.ts'
import { acquireLocks } from './locks.ts'
import { Refusal } from './refusal.ts'
import { rehearse } from './rehearsal.ts'
import { loadState } from './state.ts'

const ROUTER_SOLICITATION = 133
const ROUTER_ADVERTISEMENT = 134

/** Milliseconds. */
const QUIET_MOMENT = 150

/** Runs until it is told to end. Throws a Refusal when it cannot start, and then has changed nothing. */
export async function runDaemon(invocation: Extract<Invocation, { command: 'run' }>): Promise<ExitName> {
  const { settings, notices } = invocation
  if (settings.mode !== 'RR')
    throw new Refusal('usage', `kd6_mode=${settings.mode}: only RR (2) runs in this version`)
  const clock = new NodeClock()
  const log = new ProcessLog({ level: settings.logLevel, format: settings.logFormat })
  const netlink = new LinuxNetlink()
  const fault = await netlink.start()
  if (fault !== null) throw refusedSocket(fault)
  const wans = selectedPorts(settings.wanPorts, netlink.links)
  const lans = selectedPorts(settings.lanPorts, netlink.links)
  checkPorts(wans, lans, netlink)
  if (settings.dryRun) return (await import('./dryRun.ts')).dryRun(settings, netlink, clock, wans)
  const nd = openNdSocket(log)
  await checkDhcpv6Port(wans, netlink, dhcpv6Sockets)
  const isReady = wans.every(wan => upstreamState(netlink, wan).ready)
  if (!isReady) await acquireLocks(wans)
  const store = new FileStore(settings.stateDir)
  const state = loadState(store, clock, settings.stateDir, wans)

  if (isReady) await rehearse(settings, nd.socket)
  const adapters = {
    clock,
    netlink,
    dhcpv6Sockets,
    ndSocket: nd.socket,
    sysctl: new LinuxSysctl(),
    store,
    random: systemRandom,
    log,
  }
  const daemon = new Daemon(settings, adapters, state, wans)
  nd.deliverTo(message => daemon.lanRouter.onNdMessage(message))
  log.info(`started, mode ${settings.mode}`, { pid: process.pid })
  for (const wan of wans) log.info('worker for this WAN port', { if: wan, lans: lans.join(',') })
  for (const notice of notices) log.warn(notice)
  process.on('uncaughtException', error => void endWithBug(error, log))
  const ending = endOf(daemon)
  daemon.start()
  await Promise.race([daemon.advertised, quietMoment()])
  if (isReady) await lockOrWithdraw(daemon, wans)
  await daemon.settle()
  await log.start()
  const control = await openControl(daemon, settings, log, ending.ask)
  await ending.reached
  await control?.close()
  await store.settled()
  nd.socket.close()
  netlink.close()
  log.info('finished')
  await log.flush()
  process.exit(0)
}

/** A stranger may hold the name that port 546 did not keep it from: then hosts must not be left with what we told. */
async function lockOrWithdraw(daemon: Daemon, wans: readonly string[]): Promise<void> {
  try {
    await acquireLocks(wans)
  } catch (refusal) {
    await daemon.stop(false)
    throw refusal
  }
}

/** After the first Solicit, what takes long waits, so that a quick Reply finds us free. */
function quietMoment(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, QUIET_MOMENT))
}

/** A bug of ours ends the process loudly; the next start recovers from what is on disk and in the kernel. */
async function endWithBug(error: Error, log: ProcessLog): Promise<void> {
  log.error(`internal error: ${error.stack ?? error.message}`)
  await log.flush()
  process.exit(exitStatuses.internalError.status)
}

interface Nd {
  readonly socket: NdSocket
  deliverTo(receiver: (message: NdMessage) => void): void
}

function openNdSocket(log: ProcessLog): Nd {
  let receiver: (message: NdMessage) => void = () => undefined
  const socket = ndSockets.open(
    [ROUTER_SOLICITATION, ROUTER_ADVERTISEMENT],
    message => receiver(message),
    fault => log.warn(formatFault(fault)),
  )
  if (isFault(socket)) throw refusedSocket(socket)
  return {
    socket,
    deliverTo(next) {
      receiver = next
    },
  }
}

interface Ending {
  readonly reached: Promise<void>
  /** Resolves when what was asked for has been done; the process ends soon after. */
  readonly ask: (request: EndRequest) => Promise<void>
}

/** SIGTERM, SIGINT and SIGHUP withdraw as rmmod does; SIGUSR2 leaves everything for the next start. */
function endOf(daemon: Daemon): Ending {
  let finish: () => void = () => undefined
  const reached = new Promise<void>(resolve => (finish = resolve))
  const ask = async ({ withdraw, release }: EndRequest): Promise<void> => {
    await (withdraw ? daemon.stop(release) : daemon.leave())
    finish()
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => void ask({ withdraw: true, release: null }))
  }
  process.on('SIGUSR2', () => void ask({ withdraw: false, release: null }))
  return { reached, ask }
}
