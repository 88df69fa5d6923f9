import type { Fault } from '../values/fault.ts'
import type { Ipv6Address } from '../values/ipv6Address.ts'

export interface NdMessage {
  /** The ICMPv6 message from its type octet on. Valid only during the call that delivers it. */
  readonly payload: Uint8Array
  readonly source: Ipv6Address
  readonly destination: Ipv6Address
  readonly linkIndex: number
  readonly hopLimit: number
}

export interface NdTransmission {
  /** The ICMPv6 message with a zero checksum: the kernel fills it in. Sent with hop limit 255. */
  readonly payload: Uint8Array
  readonly linkIndex: number
  readonly from: Ipv6Address
  readonly to: Ipv6Address
}

/** One raw ICMPv6 socket for all links; only the types named at its opening reach us. */
export interface NdSocket {
  /** Sends all in as few system calls as possible. One result per transmission, in order; null is success. */
  send(transmissions: readonly NdTransmission[]): (Fault | null)[]
  join(group: Ipv6Address, linkIndex: number): Fault | null
  leave(group: Ipv6Address, linkIndex: number): void
  close(): void
}

export interface NdSockets {
  /** `types` are ICMPv6 types (133 RS, 134 RA …) that the kernel lets through. */
  open(
    types: readonly number[],
    onMessage: (message: NdMessage) => void,
    onFault: (fault: Fault) => void,
  ): NdSocket | Fault
}
