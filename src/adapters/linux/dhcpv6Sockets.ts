import { constants as os } from 'node:os'

import { constants, type InternetInfo, type InternetSocket, SystemError } from '#dgram-plus'

import type { Dhcpv6Datagram, Dhcpv6Socket, Dhcpv6Sockets } from '../../ports/dhcpv6Socket.ts'
import { ipv6AddressFromBytes, ipv6AddressToBytes } from '../../values/ipv6Address.ts'
import { openOrFault, socketFault } from './socketFault.ts'

/** RFC 9915 §7.2: clients listen here. */
const CLIENT_PORT = 546
/** A client has one exchange at a time: a large ring would only be memory. */
const BATCH_SIZE = 8

/**
 * Each socket is bound to its link, and without SO_REUSEADDR: a second client on the link is told EADDRINUSE instead
 * of taking the first one's answers.
 */
export const dhcpv6Sockets: Dhcpv6Sockets = {
  openClient(linkName, linkIndex, onDatagram, onFault) {
    const where = `${linkName} port ${CLIENT_PORT}`
    return openOrFault(where, { type: 'udp6', batchSize: BATCH_SIZE }, socket => {
      socket.on('message', (payload, info) => onDatagram(datagramOf(payload, info)))
      socket.on('error', error => onFault(socketFault(error, where)))
      socket.bind({ device: linkName, port: CLIENT_PORT })
      requireSameLink(socket, linkIndex)
      return clientSocket(socket, linkIndex, where)
    })
  },
}

/** A link may have gone, and another have taken its name, since the caller looked. */
function requireSameLink(socket: InternetSocket, linkIndex: number): void {
  const bound = socket.getOption(constants.SOL_SOCKET, constants.SO_BINDTOIFINDEX)
  if (bound !== linkIndex) throw new SystemError(os.errno.ENODEV, 'bind')
}

function clientSocket(socket: InternetSocket, linkIndex: number, where: string): Dhcpv6Socket {
  return {
    send(payload, from, to, port) {
      const error = socket.send({
        message: payload,
        source: ipv6AddressToBytes(from),
        address: ipv6AddressToBytes(to),
        port,
        interfaceIndex: linkIndex,
      })
      return error && socketFault(error, where)
    },
    close: () => socket.close(),
  }
}

function datagramOf(payload: Uint8Array, info: InternetInfo): Dhcpv6Datagram {
  return {
    payload,
    source: ipv6AddressFromBytes(info.addressBytes),
    sourcePort: info.port,
    destination: ipv6AddressFromBytes(info.destinationBytes),
    linkIndex: info.interfaceIndex,
  }
}
