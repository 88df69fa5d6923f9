import assert from 'node:assert/strict'
import type { Log, LogFields, LogLevel } from '../../src/ports/log.ts'
import type { NdSocket, NdTransmission } from '../../src/ports/ndSocket.ts'
import { Advertiser, type AdvertiserLink, type AdvertiserOptions } from '../../src/roles/advertiser.ts'
import { RaOutbox } from '../../src/roles/advertiser/raOutbox.ts'
import { Deadlines } from '../../src/roles/deadlines.ts'
import { DEFAULT_VARIABLES } from '../../src/rules/nd/variables.ts'
import { fault, type Fault } from '../../src/values/fault.ts'
import {
  ALL_NODES,
  UNSPECIFIED,
  ipv6Address,
  ipv6AddressFromBytes,
  type Ipv6Address,
} from '../../src/values/ipv6Address.ts'
import type { Instant } from '../../src/values/time.ts'
import { NdMessageType, decodeNd, encodeNd, type RouterAdvertisement } from '../../src/wire/nd/message.ts'
import { NdOptionType } from '../../src/wire/nd/option.ts'
import { TestClock } from '../fakes/testClock.ts'

const LINK_LOCAL = ipv6AddressFromBytes(Uint8Array.of(0xfe, 0x80, ...new Uint8Array(14)))

export const linkLocal = (id: number): Ipv6Address => ipv6Address(LINK_LOCAL | BigInt(id))
export const ROUTER = linkLocal(0xffff)
export const LINK: AdvertiserLink = {
  index: 7,
  mtu: 1500,
  source: ROUTER,
  linkLayerAddress: Uint8Array.of(2, 0, 0, 0, 0, 7),
}

/** A raw socket that keeps what it is given; `refuse` makes it fail. */
export class FakeNdSocket implements NdSocket {
  readonly batches: (readonly NdTransmission[])[] = []
  readonly groups: [Ipv6Address, number][] = []
  refuse: ((transmission: NdTransmission) => boolean) | null = null

  send(transmissions: readonly NdTransmission[]): (Fault | null)[] {
    this.batches.push(transmissions)
    return transmissions.map(one =>
      this.refuse?.(one) ? fault('EPERM', 'sendmsg', 'lan0', 'not permitted') : null,
    )
  }

  join(group: Ipv6Address, linkIndex: number): Fault | null {
    this.groups.push([group, linkIndex])
    return null
  }

  leave(group: Ipv6Address, linkIndex: number): void {
    const index = this.groups.findIndex(([g, i]) => g === group && i === linkIndex)
    assert.ok(index >= 0, 'left what was not joined')
    this.groups.splice(index, 1)
  }

  close(): void {
    this.groups.length = 0
  }
}

export interface Line {
  readonly level: LogLevel
  readonly message: string
  readonly fields: LogFields
}

function keepIn(lines: Line[]): Log {
  const at =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}) =>
      void lines.push({ level, message, fields })
  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') }
}

export interface Sent {
  readonly at: Instant
  readonly to: Ipv6Address
  readonly from: Ipv6Address
  readonly linkIndex: number
  readonly advertisement: RouterAdvertisement
}

/** One advertiser on a fake port. Everything it sends is read back, with the instant at which it left. */
export class AdvertiserLab {
  readonly clock = new TestClock()
  readonly deadlines = new Deadlines(this.clock)
  readonly socket = new FakeNdSocket()
  readonly lines: Line[] = []
  readonly sent: Sent[] = []
  readonly outbox: RaOutbox
  readonly advertiser: Advertiser

  constructor(more: Partial<AdvertiserOptions> = {}) {
    const send = this.socket.send.bind(this.socket)
    this.socket.send = transmissions => {
      this.#read(transmissions)
      return send(transmissions)
    }
    this.outbox = new RaOutbox(this.socket, this.deadlines, this.clock)
    this.advertiser = this.another(more)
  }

  /** A further advertiser on the same socket, outbox and clock. */
  another(more: Partial<AdvertiserOptions> = {}): Advertiser {
    const { clock, deadlines, outbox } = this
    return new Advertiser({
      name: 'lan0',
      variables: DEFAULT_VARIABLES,
      seed: [1, 2, 3, 4],
      ndSocket: this.socket,
      outbox,
      deadlines,
      clock,
      log: keepIn(this.lines),
      ...more,
    })
  }

  /** A Router Solicitation as a host sends it; host 0 has no address yet. */
  solicit(host: number, { hopLimit = 255, withAddress = host > 0 } = {}): void {
    const linkLayerAddress = Uint8Array.of(2, 0, 0, 0, 1, host & 0xff)
    const payload = encodeNd({
      type: NdMessageType.ROUTER_SOLICITATION,
      options: withAddress ? [{ type: NdOptionType.SOURCE_LINK_LAYER_ADDRESS, linkLayerAddress }] : [],
    })
    const source = host === 0 ? UNSPECIFIED : linkLocal(host)
    const { index } = LINK
    this.advertiser.onRouterSolicitation({
      payload,
      source,
      destination: ALL_NODES,
      linkIndex: index,
      hopLimit,
    })
    this.outbox.flush()
  }

  /** What has left since the last call. */
  takeSent(): Sent[] {
    return this.sent.splice(0)
  }

  #read(transmissions: readonly NdTransmission[]): void {
    for (const one of transmissions) {
      if (this.socket.refuse?.(one)) continue
      const decoded = decodeNd(one.payload)
      assert.ok(decoded.ok && decoded.value.type === NdMessageType.ROUTER_ADVERTISEMENT)
      const { to, from, linkIndex } = one
      this.sent.push({ at: this.clock.now(), to, from, linkIndex, advertisement: decoded.value })
    }
  }
}

export const isToAll = ({ to }: { readonly to: Ipv6Address }): boolean => to === ALL_NODES
