import type {
  OpenRtnetlinkSocket,
  RtnetlinkSocketEvents,
} from '../../../src/adapters/linux/rtnetlink/socket.ts'
import { writeDone, writeError } from '../../../src/wire/rtnetlink/acknowledgement.ts'
import { writeAddress, type AddressMessage } from '../../../src/wire/rtnetlink/address.ts'
import * as k from '../../../src/wire/rtnetlink/constants.ts'
import { writeLink, type LinkMessage } from '../../../src/wire/rtnetlink/link.ts'
import { splitMessages, type NetlinkMessage } from '../../../src/wire/rtnetlink/message.ts'
import { MessageWriter } from '../../../src/wire/rtnetlink/messageWriter.ts'
import { writeRoute, type RouteMessage } from '../../../src/wire/rtnetlink/route.ts'

const LITTLE_ENDIAN = true

/**
 * The kernel's side of both sockets. It answers dumps with `links`, `addresses` and `routes`, and changes with
 * `verdict`, in a later turn of the loop; tests reach in between.
 */
export class FakeKernel {
  links: Partial<LinkMessage>[] = []
  addresses: Partial<AddressMessage>[] = []
  routes: Partial<RouteMessage>[] = []
  /** errno and text for a change request; null is no answer at all. */
  verdict: (request: NetlinkMessage) => { errno: number; text: string | null } | null = () => ({
    errno: 0,
    text: null,
  })
  /** Called at each dump before its answer is made. */
  onDump: (type: number) => void = () => undefined
  /** How many of the next dumps are interrupted. */
  interruptions = 0
  /** Requests per send, in order. */
  readonly sends: number[] = []
  readonly requests: NetlinkMessage[] = []
  closed = 0
  #commands: RtnetlinkSocketEvents | null = null
  #monitor: RtnetlinkSocketEvents | null = null

  readonly open: OpenRtnetlinkSocket = ({ groups }, events) => {
    if (groups.length > 0) this.#monitor = events
    else this.#commands = events
    return {
      send: messages => this.#take(Uint8Array.from(messages)),
      // Its answers come by themselves, a turn later.
      receive: () => undefined,
      close: () => {
        this.closed++
      },
    }
  }

  notify(type: number, body: (writer: MessageWriter) => void, flags = 0): void {
    this.#monitor!.onMessages(this.#message(type, flags, 0, body))
  }

  notifyLink(link: Partial<LinkMessage>, type = k.RTM_NEWLINK): void {
    this.notify(type, writer => writeLink(writer, link))
  }

  notifyAddress(address: Partial<AddressMessage>, type = k.RTM_NEWADDR): void {
    this.notify(type, writer => writeAddress(writer, address))
  }

  notifyRoute(route: Partial<RouteMessage>, type = k.RTM_NEWROUTE, flags = 0): void {
    this.notify(type, writer => writeRoute(writer, route), flags)
  }

  loseNotifications(): void {
    this.#monitor!.onLoss()
  }

  loseAnswers(): void {
    this.#commands!.onLoss()
  }

  /** Answers the last request once more. */
  answerAgain(): void {
    this.#answer(this.requests.at(-1)!)
  }

  /** Octets as the kernel would never send them. */
  babble(octets: Uint8Array): void {
    this.#monitor!.onMessages(octets)
    this.#commands!.onMessages(octets)
  }

  #take(octets: Uint8Array): number {
    const { messages } = splitMessages(octets, LITTLE_ENDIAN)
    this.sends.push(messages.length)
    this.requests.push(...messages)
    setImmediate(() => {
      for (const message of messages) this.#answer(message)
    })
    return 0
  }

  #answer(request: NetlinkMessage): void {
    const { type, flags, sequence } = request
    if ((flags & k.NLM_F_DUMP) === k.NLM_F_DUMP && type >= k.RTM_GETLINK && type % 4 === 2)
      return this.#dump(type, sequence)
    const verdict = this.verdict(request)
    if (verdict === null) return
    const said = { ...verdict, attributeOffset: null, missingAttribute: null }
    const body = (writer: MessageWriter): void => writeError(writer, { type, flags, sequence }, said)
    this.#commands!.onMessages(
      this.#message(k.NLMSG_ERROR, k.NLM_F_CAPPED | k.NLM_F_ACK_TLVS, sequence, body),
    )
  }

  #dump(type: number, sequence: number): void {
    this.onDump(type)
    const flags = k.NLM_F_MULTI | (this.interruptions-- > 0 ? k.NLM_F_DUMP_INTR : 0)
    for (const body of this.#objects(type)) {
      this.#commands!.onMessages(this.#message(type - 2, flags, sequence, body))
    }
    const done = { errno: 0, text: null, attributeOffset: null, missingAttribute: null }
    this.#commands!.onMessages(
      this.#message(k.NLMSG_DONE, flags, sequence, writer => writeDone(writer, done)),
    )
  }

  #objects(type: number): ((writer: MessageWriter) => void)[] {
    if (type === k.RTM_GETLINK) return this.links.map(link => writer => writeLink(writer, link))
    if (type === k.RTM_GETADDR) return this.addresses.map(address => writer => writeAddress(writer, address))
    return this.routes.map(route => writer => writeRoute(writer, route))
  }

  #message(type: number, flags: number, sequence: number, body: (writer: MessageWriter) => void): Uint8Array {
    const writer = new MessageWriter(LITTLE_ENDIAN)
    writer.begin(type, flags, sequence)
    body(writer)
    writer.end()
    return writer.finish()
  }
}
