import type { Dhcpv6Datagram, Dhcpv6Socket, Dhcpv6Sockets } from '../../src/ports/dhcpv6Socket.ts'
import type { Fault } from '../../src/values/fault.ts'
import type { Ipv6Address } from '../../src/values/ipv6Address.ts'

export interface SentDatagram {
  readonly linkName: string
  readonly payload: Uint8Array
  readonly from: Ipv6Address
  readonly to: Ipv6Address
  readonly port: number
}

interface Open {
  readonly linkName: string
  readonly linkIndex: number
  readonly onDatagram: (datagram: Dhcpv6Datagram) => void
}

/** Sockets without a network: what is sent goes to `onSent`, what is to arrive comes by `deliver`. */
export class FakeDhcpv6Sockets implements Dhcpv6Sockets {
  /** Why no socket can be had, or nothing can be sent; null: all goes well. */
  openRefusal: Fault | null = null
  sendRefusal: Fault | null = null
  onSent: (datagram: SentDatagram) => void = () => undefined
  readonly open: Open[] = []

  openClient(
    linkName: string,
    linkIndex: number,
    onDatagram: (datagram: Dhcpv6Datagram) => void,
  ): Dhcpv6Socket | Fault {
    if (this.openRefusal !== null) return this.openRefusal
    const own = { linkName, linkIndex, onDatagram }
    this.open.push(own)
    return {
      send: (payload, from, to, port) => {
        if (this.sendRefusal === null) this.onSent({ linkName, payload: payload.slice(), from, to, port })
        return this.sendRefusal
      },
      close: () => {
        const at = this.open.indexOf(own)
        if (at >= 0) this.open.splice(at, 1)
      },
    }
  }

  /** The payload's memory is used again at once, as a receive buffer's is. */
  deliver(linkName: string, datagram: Omit<Dhcpv6Datagram, 'linkIndex'>): void {
    for (const { linkName: own, linkIndex, onDatagram } of [...this.open]) {
      if (own !== linkName) continue
      const payload = datagram.payload.slice()
      onDatagram({ ...datagram, payload, linkIndex })
      payload.fill(0xaa)
    }
  }
}
