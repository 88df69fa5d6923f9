import { readdirSync, readlinkSync, statSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'

/** The inode of this process's network namespace, which is its name. */
export function networkNamespace(): string {
  const text = readlinkSync('/proc/self/ns/net')
  return /\d+/.exec(text)?.[0] ?? text
}

/** Where the daemon of a WAN port listens. The run directory is shared by all namespaces, so the name tells which. */
export function controlPath(runDirectory: string, wan: string): string {
  return join(runDirectory, `${wan}@${networkNamespace()}.sock`)
}

export interface ControlSocket {
  /** The WAN ports it stands for. */
  readonly wans: readonly string[]
  readonly path: string
}

/** The control sockets of this namespace, also those that a crash has left. Throws the errno of the directory. */
export function listControlSockets(runDirectory: string): ControlSocket[] {
  const ending = `@${networkNamespace()}.sock`
  const byInode = new Map<number, { wans: string[]; path: string }>()
  for (const file of readdirSync(runDirectory).sort()) {
    if (!file.endsWith(ending)) continue
    const path = join(runDirectory, file)
    const inode = statSync(path, { throwIfNoEntry: false })?.ino
    if (inode === undefined) continue
    const wan = file.slice(0, -ending.length)
    const known = byInode.get(inode)
    if (known === undefined) byInode.set(inode, { wans: [wan], path })
    else known.wans.push(wan)
  }
  return [...byInode.values()]
}

/**
 * `live`: somebody answers; `stale`: a socket that nobody listens on any more; `foreign`: something that is no socket;
 * `none`; `denied`: only its owner may ask.
 */
export type SocketState = 'live' | 'stale' | 'foreign' | 'none' | 'denied'

export function probeSocket(path: string): Promise<SocketState> {
  return new Promise(resolve => {
    const socket = connect({ path })
    const settle = (state: SocketState): void => {
      socket.destroy()
      resolve(state)
    }
    socket.once('connect', () => settle('live'))
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return settle('none')
      if (error.code === 'EACCES' || error.code === 'EPERM') return settle('denied')
      if (error.code !== 'ECONNREFUSED') return settle('live')
      // A plain file refuses a connection too.
      const found = statSync(path, { throwIfNoEntry: false })
      settle(found === undefined ? 'none' : found.isSocket() ? 'stale' : 'foreign')
    })
  })
}
