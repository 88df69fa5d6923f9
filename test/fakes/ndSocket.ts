import assert from 'node:assert/strict'
import type { NdSocket, NdTransmission } from '../../src/ports/ndSocket.ts'
import { fault, type Fault } from '../../src/values/fault.ts'
import type { Ipv6Address } from '../../src/values/ipv6Address.ts'
import { decodeNd, type NdMessage } from '../../src/wire/nd/message.ts'

export interface SentNd extends Omit<NdTransmission, 'payload'> {
  readonly message: NdMessage
}

/** A raw ICMPv6 socket without a network: what is sent is read back and handed to `onSent`. */
export class FakeNdSocket implements NdSocket {
  onSent: (sent: SentNd) => void = () => undefined
  /** Ports that are gone: nothing can be sent there. */
  readonly gone = new Set<number>()
  readonly groups: (readonly [group: Ipv6Address, linkIndex: number])[] = []

  send(transmissions: readonly NdTransmission[]): (Fault | null)[] {
    return transmissions.map(({ payload, ...rest }) => {
      if (this.gone.has(rest.linkIndex)) return fault('ENODEV', 'sendmsg', 'port', 'no such device')
      const decoded = decodeNd(payload)
      assert.ok(decoded.ok)
      this.onSent({ ...rest, message: decoded.value })
      return null
    })
  }

  join(group: Ipv6Address, linkIndex: number): Fault | null {
    this.groups.push([group, linkIndex])
    return null
  }

  leave(group: Ipv6Address, linkIndex: number): void {
    const at = this.groups.findIndex(([own, index]) => own === group && index === linkIndex)
    if (at >= 0) this.groups.splice(at, 1)
  }

  close(): void {
    this.groups.length = 0
  }
}
