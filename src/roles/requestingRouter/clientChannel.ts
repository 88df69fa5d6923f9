import type { Clock } from '../../ports/clock.ts'
import type { Dhcpv6Datagram, Dhcpv6Socket, Dhcpv6Sockets } from '../../ports/dhcpv6Socket.ts'
import type { Log } from '../../ports/log.ts'
import { composeClientMessage, type ClientMessage } from '../../rules/dhcpv6/clientMessage.ts'
import { messageTitle } from '../../rules/dhcpv6/messageTitle.ts'
import { fullBucket, takeToken, type TokenBucket } from '../../rules/dhcpv6/tokenBucket.ts'
import { validateForClient } from '../../rules/dhcpv6/validateClient.ts'
import { formatHex } from '../../values/bytes.ts'
import type { Duid } from '../../values/duid.ts'
import { formatFault, type Fault } from '../../values/fault.ts'
import {
  ALL_DHCP_RELAY_AGENTS_AND_SERVERS,
  formatIpv6Address,
  type Ipv6Address,
} from '../../values/ipv6Address.ts'
import { decodeDhcpv6, encodeDhcpv6, type Dhcpv6Message } from '../../wire/dhcpv6/message.ts'
import type { Counters } from '../counters.ts'

/** RFC 9915 §7.2. */
const SERVER_PORT = 547

export interface ClientChannelSurroundings {
  readonly client: Duid
  readonly clock: Clock
  readonly sockets: Dhcpv6Sockets
  readonly log: Log
}

export interface ClientChannelOwner {
  /** Of the exchange under way. */
  transactionId(): number | null
  /** A message that passed RFC 9915 §16. */
  onMessage(message: Dhcpv6Message, from: Ipv6Address): void
}

/** Messages out, as many as RFC 9915 §14.1 allows, and the valid ones among the datagrams in. */
export class ClientChannel {
  readonly #linkName: string
  readonly #around: ClientChannelSurroundings
  readonly #counters: Counters
  readonly #owner: ClientChannelOwner
  #socket: Dhcpv6Socket | null = null
  #bucket: TokenBucket
  #holdsBack = false

  constructor(
    linkName: string,
    around: ClientChannelSurroundings,
    counters: Counters,
    owner: ClientChannelOwner,
  ) {
    this.#linkName = linkName
    this.#around = around
    this.#counters = counters
    this.#owner = owner
    this.#bucket = fullBucket()
  }

  get isOpen(): boolean {
    return this.#socket !== null
  }

  /** Opens the socket anew; false when the system refused, which has been logged. */
  open(linkIndex: number): boolean {
    this.close()
    const socket = this.#around.sockets.openClient(
      this.#linkName,
      linkIndex,
      datagram => this.#onDatagram(datagram),
      fault => this.#onFault(fault),
    )
    if ('code' in socket) {
      this.#onFault(socket)
      return false
    }
    this.#socket = socket
    return true
  }

  close(): void {
    this.#socket?.close()
    this.#socket = null
  }

  /** False when nothing was sent: held back, refused by the system, or the port is not ready (`from` is null). */
  transmit(message: ClientMessage, transmissions: number, from: Ipv6Address | null): boolean {
    const name = messageTitle(message.type)
    if (!this.#takeToken(name)) return false
    // RFC 9915 §21.9: the first says 0, however long it took us to get here.
    const now = transmissions === 1 ? message.startedAt : this.#around.clock.now()
    const payload = encodeDhcpv6(composeClientMessage(message, this.#around.client, now))
    const fault = this.#send(payload, from)
    if (fault !== null) {
      this.#counters.add('sendFaults')
      this.#around.log.warn(`could not send ${name}: ${formatFault(fault)}`, { if: this.#linkName })
      return false
    }
    this.#counters.add(`sent${name}`)
    const fields = { if: this.#linkName, xid: formatTransactionId(message.transactionId), transmissions }
    this.#around.log.info(`sent ${name}`, fields)
    return true
  }

  #takeToken(name: string): boolean {
    const { bucket, allowed } = takeToken(this.#bucket, this.#around.clock.now())
    this.#bucket = bucket
    if (!allowed) {
      this.#counters.add('heldBack')
      // Once for each spell of it: the line must not become a storm of its own.
      if (!this.#holdsBack) {
        const { size, seconds } = bucket
        const limit = `${size} messages in ${seconds} s`
        this.#around.log.warn(`holding back ${name}: ${limit} is the limit (RFC 9915 §14.1)`, {
          if: this.#linkName,
        })
      }
    }
    this.#holdsBack = !allowed
    return allowed
  }

  #send(payload: Uint8Array, from: Ipv6Address | null): Fault | null {
    if (this.#socket === null || from === null) {
      return { code: 'ENETDOWN', call: 'send', where: this.#linkName, message: 'the port is not ready' }
    }
    return this.#socket.send(payload, from, ALL_DHCP_RELAY_AGENTS_AND_SERVERS, SERVER_PORT)
  }

  #onDatagram(datagram: Dhcpv6Datagram): void {
    const { log, client } = this.#around
    const decoded = decodeDhcpv6(datagram.payload)
    if (!decoded.ok) {
      this.#counters.add('malformed')
      const { path, offset, message } = decoded.error
      log.debug(`dropped a malformed datagram: ${message}`, { if: this.#linkName, path, offset })
      return
    }
    const message = decoded.value
    const name = messageTitle(message.type)
    const verdict = validateForClient(message, datagram.destination, client, this.#owner.transactionId())
    if (verdict !== 'accept' || !('transactionId' in message)) {
      this.#counters.add(verdict)
      log.debug(`dropped ${name}: ${verdict}`, { if: this.#linkName })
      return
    }
    this.#counters.add(`received${name}`)
    const xid = formatTransactionId(message.transactionId)
    const { source } = datagram
    log.info(`received ${name}`, { if: this.#linkName, xid, from: () => formatIpv6Address(source) })
    this.#owner.onMessage(message, source)
  }

  #onFault(fault: Fault): void {
    this.#counters.add('socketFaults')
    this.#around.log.error(formatFault(fault), { if: this.#linkName })
  }
}

function formatTransactionId(transactionId: number): string {
  return formatHex(Uint8Array.of(transactionId >>> 16, transactionId >>> 8, transactionId))
}
