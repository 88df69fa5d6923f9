import type { Fault } from '../values/fault.ts'
import type { Ipv6Address } from '../values/ipv6Address.ts'

export interface Dhcpv6Datagram {
  /** UDP payload, up to 65535 octets. Valid only during the call that delivers it. */
  readonly payload: Uint8Array
  readonly source: Ipv6Address
  readonly sourcePort: number
  readonly destination: Ipv6Address
  readonly linkIndex: number
}

/** A UDP socket on one port (546 for a client), open on one link. */
export interface Dhcpv6Socket {
  send(payload: Uint8Array, from: Ipv6Address, to: Ipv6Address, port: number): Fault | null
  close(): void
}

export interface Dhcpv6Sockets {
  /**
   * Opens the client's socket (RFC 9915 §7.2, port 546) on one link. The result is the socket, or why there is none
   * (`EADDRINUSE`: another client runs there; `EPERM`/`EACCES`: no privilege; `ENODEV`: no such link).
   */
  openClient(
    linkName: string,
    linkIndex: number,
    onDatagram: (datagram: Dhcpv6Datagram) => void,
    onFault: (fault: Fault) => void,
  ): Dhcpv6Socket | Fault
}
