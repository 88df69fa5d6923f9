/** Runs in a namespace, or without privileges, and does with sockets what {@link Peer} in the test asks for. */
import {
  createSocket,
  type InternetInfo,
  type InternetSocket,
  type NetlinkInfo,
  type NetlinkSocket,
  type SocketOptions,
  SystemError,
} from '#dgram-plus'
import { dhcpv6Sockets } from '../../src/adapters/linux/dhcpv6Sockets.ts'
import { ndSockets } from '../../src/adapters/linux/ndSockets.ts'
import type { Answer, PlainError, Request } from './peer.ts'

type Methods = Record<string, (...args: unknown[]) => unknown>

const objects: Methods[] = []

function register(object: object): number {
  return objects.push(object as Methods) - 1
}

function tell(target: number, event: string, ...args: unknown[]): void {
  process.send!({ target, event, args })
}

/** Bytes in their own memory: what a listener gets is gone when it returns. */
function kept(value: unknown): unknown {
  return value instanceof Uint8Array ? Uint8Array.from(value) : value
}

function keptFields(value: object): unknown {
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, kept(field)]))
}

function plain(error: unknown): PlainError {
  if (!(error instanceof Error)) throw error
  const { message, name } = error
  if (!(error instanceof SystemError)) return { name, message }
  const { code, errno, syscall } = error
  return { name, message, code, errno, syscall }
}

function plainInfo(info: InternetInfo | NetlinkInfo): object {
  if (info.family === 'netlink') return info
  const { address, port, destination, interfaceIndex, hopLimit, size } = info
  return { address, port, destination, interfaceIndex, hopLimit, size }
}

function answerable(value: unknown): unknown {
  if (value instanceof Error) return plain(value)
  if (Array.isArray(value)) return value.map(answerable)
  return typeof value === 'object' && value !== null && 'ref' in value ? null : value
}

register({
  createSocket(options: SocketOptions) {
    const socket: InternetSocket | NetlinkSocket = createSocket(options as { readonly type: 'icmp6' })
    const target = register(socket)
    socket.on('message', (message: Buffer, info: InternetInfo | NetlinkInfo) => {
      tell(target, 'message', { message: Uint8Array.from(message), ...plainInfo(info) })
    })
    socket.on('error', error => tell(target, 'error', plain(error)))
    socket.on('close', () => tell(target, 'close'))
    return target
  },
  openClient(linkName: string, linkIndex: number) {
    const opened = dhcpv6Sockets.openClient(
      linkName,
      linkIndex,
      datagram => tell(target, 'message', keptFields(datagram)),
      fault => tell(target, 'error', fault),
    )
    const target = register(opened)
    return 'code' in opened ? opened : target
  },
  openNd(types: number[]) {
    const opened = ndSockets.open(
      types,
      message => tell(target, 'message', keptFields(message)),
      fault => tell(target, 'error', fault),
    )
    const target = register(opened)
    return 'code' in opened ? opened : target
  },
  /** Milliseconds of CPU since the start. */
  cpu() {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1000
  },
})

process.on('message', ({ id, target, method, args }: Request) => {
  let answer: Answer
  try {
    answer = { id, result: answerable(objects[target]![method]!(...args)) }
  } catch (error) {
    answer = { id, error: plain(error) }
  }
  process.send!(answer)
})
process.on('disconnect', () => process.exit())
tell(0, 'ready')
