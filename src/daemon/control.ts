import type { ControlServer } from '../control/controlServer.ts'
import type { Settings } from '../config/settings.ts'
import type { Log } from '../ports/log.ts'
import { formatFault, isFault } from '../values/fault.ts'
import type { Daemon } from './daemon.ts'
import { statusOf } from './status.ts'

/** How the daemon is asked to end. */
export interface EndRequest {
  /** Without it everything stays in place for the next start. */
  readonly withdraw: boolean
  /** Null leaves it to the settings of each WAN. */
  readonly release: boolean | null
}

/** Opens the control socket; where that is refused the daemon goes on without one, and says so. */
export async function openControl(
  daemon: Daemon,
  settings: Settings,
  log: Log,
  end: (request: EndRequest) => Promise<void>,
): Promise<ControlServer | null> {
  const { createControlServer } = await import('../control/controlServer.ts')
  const { controlPath } = await import('../control/socketFiles.ts')
  const [first, ...others] = daemon.requestingRouters.map(({ linkName }) =>
    controlPath(settings.runDir, linkName),
  )
  const server = await createControlServer({
    path: first!,
    aliases: others,
    handlers: {
      status: () => statusOf(daemon),
      rmmod: ({ release }) => end({ withdraw: true, release: release ?? null }),
    },
    onFault: fault => log.warn(formatFault(fault)),
  })
  if (!isFault(server)) return server
  log.error(`there is no control socket, status and rmmod will not work: ${formatFault(server)}`)
  return null
}
