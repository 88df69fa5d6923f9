import { lstatSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import type { Server } from 'node:http'
import { basename, dirname } from 'node:path'
import { faultFromError } from '../values/errnoFault.ts'
import { fault, type Fault } from '../values/fault.ts'
import { answerRequest, type ControlHandlers } from './routes.ts'
import { probeSocket } from './socketFiles.ts'

export interface ControlServerOptions {
  /** See controlPath. The directory is made if need be. */
  readonly path: string
  /** Further names of the same socket, for a daemon with several WAN ports; symbolic links. */
  readonly aliases?: readonly string[]
  readonly handlers: ControlHandlers
  /** A request that failed for a reason of ours. */
  readonly onFault: (fault: Fault) => void
}

export interface ControlServer {
  /** Lets replies under way go out, for a second at most, and removes the socket. Before the lock is released. */
  close(): Promise<void>
}

/** How long a client may be silent in the middle of its request, and a close may take. Milliseconds. */
const CLIENT_PATIENCE = 5_000
const CLOSE_PATIENCE = 1_000
const MOST_CLIENTS = 32
/** sizeof sun_path less its end; Node 20 cuts longer ones silently. Octets. */
const LONGEST_PATH = 107

/**
 * HTTP with JSON on a Unix socket of mode 0600: see routes.ts. Replaces the socket of a daemon that has crashed; a
 * Fault `EADDRINUSE` when a live one answers there. Loads node:http, so not before the first Solicit.
 */
export async function createControlServer(options: ControlServerOptions): Promise<ControlServer | Fault> {
  const { path, aliases = [], handlers, onFault } = options
  if (Buffer.byteLength(path) > LONGEST_PATH) {
    return fault('ENAMETOOLONG', 'listen', path, `a socket's path has at most ${LONGEST_PATH} octets`)
  }
  const { createServer } = await import('node:http')
  const server = createServer(
    { maxHeaderSize: 8192, requestTimeout: CLIENT_PATIENCE },
    (request, response) => {
      void answerRequest(request, response, handlers, CLIENT_PATIENCE).then(failure => {
        if (failure !== null) onFault(fault('EIO', failure.request, path, failure.message))
      })
    },
  )
  server.setTimeout(CLIENT_PATIENCE)
  server.maxConnections = MOST_CLIENTS
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o755 })
    // The alias of a daemon that held this port before: were it alive, it would hold the lock.
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) rmSync(path)
    const refusal = await listenInPlaceOfDead(server, path)
    if (refusal !== null) return refusal
    for (const alias of aliases) {
      rmSync(alias, { force: true })
      symlinkSync(basename(path), alias)
    }
  } catch (error) {
    server.close()
    return faultFromError(error, 'listen', path)
  }
  server.on('error', error => onFault(faultFromError(error, 'accept', path)))
  return {
    async close() {
      for (const alias of aliases) rmSync(alias, { force: true })
      await closeServer(server)
    },
  }
}

async function listenInPlaceOfDead(server: Server, path: string): Promise<Fault | null> {
  try {
    await listenPrivately(server, path)
    return null
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
  }
  const state = await probeSocket(path)
  if (state === 'foreign')
    return fault('EEXIST', 'listen', path, 'something else is in the place of the socket')
  if (state === 'live' || state === 'denied')
    return fault('EADDRINUSE', 'listen', path, 'another daemon answers there')
  rmSync(path, { force: true })
  await listenPrivately(server, path)
  return null
}

function listenPrivately(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    // The socket file appears within listen(): at no moment may others open it.
    const before = process.umask(0o177)
    try {
      server.listen({ path }, () => {
        server.off('error', reject)
        resolve()
      })
    } finally {
      process.umask(before)
    }
  })
}

function closeServer(server: Server): Promise<void> {
  return new Promise(resolve => {
    const patience = setTimeout(() => server.closeAllConnections(), CLOSE_PATIENCE)
    server.close(() => {
      clearTimeout(patience)
      resolve()
    })
    server.closeIdleConnections()
  })
}
