/**
 * Datagram sockets that node:dgram does not offer: UDP with the destination, interface and hop limit of each datagram,
 * raw ICMPv6, and netlink. Linux only.
 */
import { InternetSocket, type InternetOptions } from './internetSocket.ts'
import { NetlinkSocket, type NetlinkOptions } from './netlinkSocket.ts'

export type { InternetBinding, InternetDatagram, InternetOptions, InternetSocket } from './internetSocket.ts'
export type { Ipv6Like } from './ipv6Text.ts'
export { constants } from './native.ts'
export type { NetlinkBinding, NetlinkDatagram, NetlinkOptions, NetlinkSocket } from './netlinkSocket.ts'
export type { InternetInfo, NetlinkInfo } from './slot.ts'
export type { SocketEvents } from './socket.ts'
export { errnoName, errnoText, SystemError } from './systemError.ts'

export type SocketOptions =
  ({ readonly type: 'udp6' | 'icmp6' } & InternetOptions) | ({ readonly type: 'netlink' } & NetlinkOptions)

/** Opens a socket. It receives from `bind` on. Throws SystemError (EPERM: no CAP_NET_RAW for icmp6). */
export function createSocket(options: { readonly type: 'udp6' | 'icmp6' } & InternetOptions): InternetSocket
export function createSocket(options: { readonly type: 'netlink' } & NetlinkOptions): NetlinkSocket
export function createSocket(options: SocketOptions): InternetSocket | NetlinkSocket {
  switch (options.type) {
    case 'udp6':
    case 'icmp6':
      return new InternetSocket(options.type, options)
    case 'netlink':
      return new NetlinkSocket(options)
    default:
      throw Object.assign(new TypeError("type must be 'udp6', 'icmp6' or 'netlink'"), {
        code: 'ERR_INVALID_ARG_VALUE',
      })
  }
}
