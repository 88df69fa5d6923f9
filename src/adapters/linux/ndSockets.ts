import type { InternetDatagram, InternetInfo, InternetSocket } from '#dgram-plus'

import type { NdMessage, NdSocket, NdSockets, NdTransmission } from '../../ports/ndSocket.ts'
import {
  formatIpv6Address,
  type Ipv6Address,
  ipv6AddressFromBytes,
  ipv6AddressToBytes,
} from '../../values/ipv6Address.ts'
import { attempt, openOrFault, socketFault } from './socketFault.ts'

/** RFC 4861 §4: the hop limit that nothing has which a router forwarded. */
const ND_HOP_LIMIT = 255

export const ndSockets: NdSockets = {
  open(types, onMessage, onFault) {
    const where = 'ICMPv6 socket'
    return openOrFault(where, { type: 'icmp6' }, socket => {
      socket.on('message', (payload, info) => onMessage(messageOf(payload, info)))
      socket.on('error', error => onFault(socketFault(error, where)))
      socket.setMulticastLoopback(false)
      socket.setIcmpFilter(types)
      socket.bind()
      return ndSocket(socket)
    })
  },
}

function ndSocket(socket: InternetSocket): NdSocket {
  return {
    send(transmissions) {
      const errors = socket.sendBatch(transmissions.map(datagramOf))
      return errors.map((error, index) => {
        const { to, linkIndex } = transmissions[index]!
        return error && socketFault(error, placeOf(to, linkIndex))
      })
    },
    join(group, linkIndex) {
      const fault = attempt(placeOf(group, linkIndex), () =>
        socket.addMembership(ipv6AddressToBytes(group), linkIndex),
      )
      // That is: a member already.
      return fault?.code === 'EADDRINUSE' ? null : fault
    },
    leave(group, linkIndex) {
      // Whatever is refused here, we are no member afterwards: memberships go with their link.
      attempt(placeOf(group, linkIndex), () => socket.dropMembership(ipv6AddressToBytes(group), linkIndex))
    },
    close: () => socket.close(),
  }
}

function datagramOf({ payload, linkIndex, from, to }: NdTransmission): InternetDatagram {
  return {
    message: payload,
    address: ipv6AddressToBytes(to),
    source: ipv6AddressToBytes(from),
    interfaceIndex: linkIndex,
    hopLimit: ND_HOP_LIMIT,
  }
}

function messageOf(payload: Uint8Array, info: InternetInfo): NdMessage {
  return {
    payload,
    source: ipv6AddressFromBytes(info.addressBytes),
    destination: ipv6AddressFromBytes(info.destinationBytes),
    linkIndex: info.interfaceIndex,
    hopLimit: info.hopLimit,
  }
}

function placeOf(address: Ipv6Address, linkIndex: number): string {
  return `${formatIpv6Address(address)} on link ${linkIndex}`
}
