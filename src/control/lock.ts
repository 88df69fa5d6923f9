import { connect, createServer, type Server, type Socket } from 'node:net'
import { faultFromError } from '../values/errnoFault.ts'
import { fault, type Fault } from '../values/fault.ts'

/** What a second daemon tells about the first. */
export interface LockHolder {
  readonly pid: number
  readonly commandLine: string
  /** When it began, milliseconds since 1970-01-01 UTC. */
  readonly since: number
}

export interface Lock {
  release(): Promise<void>
}

/** sizeof sun_path: libuv before and after 1.49 disagree on shorter abstract names, but not on whole ones. */
const NAME_LENGTH = 108
const ATTEMPTS = 5
/** How long the holder has for its answer. Milliseconds. */
const PATIENCE = 1000
const LONGEST_ANSWER = 4096

/**
 * Makes this the one daemon for a WAN port in this network namespace; a Fault `EBUSY` says who is. The lock is the
 * name of an abstract Unix socket: such names belong to the network namespace, and the kernel frees them with the
 * process, however it ends. It keeps no process alive.
 */
export async function acquireLock(wan: string, describe: () => LockHolder): Promise<Lock | Fault> {
  const name = lockName(wan)
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const server = createServer(socket => answer(socket, describe()))
    const refusal = await listen(server, name)
    if (refusal === null) return { release: () => close(server) }
    if ((refusal as NodeJS.ErrnoException).code !== 'EADDRINUSE') return faultFromError(refusal, 'lock', wan)
    const holder = await askHolder(name)
    if (holder !== 'gone') return fault('EBUSY', 'lock', wan, `${wan} is held by ${describeHolder(holder)}`)
  }
  return fault('EBUSY', 'lock', wan, `${wan} is held by daemons that come and go`)
}

/** Exported for tests that play a stranger who took the name. */
export function lockName(wan: string): string {
  const name = `\0kd6/${wan}`
  return name + '\0'.repeat(NAME_LENGTH - Buffer.byteLength(name))
}

function listen(server: Server, name: string): Promise<Error | null> {
  return new Promise(resolve => {
    server.once('error', resolve)
    server.listen({ path: name }, () => {
      server.off('error', resolve)
      // Out of descriptors, say: whoever asks gets no answer, and the name stays ours.
      server.on('error', () => undefined)
      server.unref()
      resolve(null)
    })
  })
}

function close(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve())
  })
}

function answer(socket: Socket, holder: LockHolder): void {
  socket.on('error', () => socket.destroy())
  socket.unref()
  // Whoever asks and never hangs up shall not hold a descriptor of ours.
  socket.end(`${JSON.stringify(holder)}\n`, () => socket.destroy())
}

function askHolder(name: string): Promise<LockHolder | 'gone' | 'silent'> {
  return new Promise(resolve => {
    const socket = connect({ path: name })
    let text = ''
    const settle = (holder: LockHolder | 'gone' | 'silent'): void => {
      socket.destroy()
      resolve(holder)
    }
    socket.setEncoding('utf8')
    socket.setTimeout(PATIENCE, () => settle('silent'))
    socket.on('error', (error: NodeJS.ErrnoException) =>
      settle(error.code === 'ECONNREFUSED' ? 'gone' : 'silent'),
    )
    socket.on('data', (chunk: string) => {
      text += chunk
      if (text.length > LONGEST_ANSWER) settle('silent')
    })
    socket.on('close', () => settle(parseHolder(text) ?? 'silent'))
  })
}

function parseHolder(text: string): LockHolder | null {
  try {
    const { pid, commandLine, since } = JSON.parse(text) as Partial<LockHolder>
    const whole = typeof pid === 'number' && typeof commandLine === 'string' && typeof since === 'number'
    return whole && Math.abs(since) < 8.64e15 ? { pid, commandLine, since } : null
  } catch {
    return null
  }
}

function describeHolder(holder: LockHolder | 'silent'): string {
  if (holder === 'silent') return 'another process, which does not say who it is'
  // Any local process may have taken the name, so its words are not to be trusted.
  const commandLine = holder.commandLine.replace(/\p{Cc}/gu, ' ')
  return `kd6 pid ${holder.pid} since ${new Date(holder.since).toISOString()} (${commandLine})`
}
