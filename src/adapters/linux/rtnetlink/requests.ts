import type { Fault } from '../../../values/fault.ts'
import { isFault } from '../../../values/fault.ts'
import { decodeDone, decodeError, type Acknowledgement } from '../../../wire/rtnetlink/acknowledgement.ts'
import * as k from '../../../wire/rtnetlink/constants.ts'
import type { HostReader } from '../../../wire/rtnetlink/hostReader.ts'
import { splitMessages, type NetlinkMessage } from '../../../wire/rtnetlink/message.ts'
import { MessageWriter } from '../../../wire/rtnetlink/messageWriter.ts'
import type { Decoded } from '../../../wire/wireError.ts'
import type { OpenRtnetlinkSocket, RtnetlinkSocket } from './socket.ts'
import { errno, finding, type Verdict } from './verdict.ts'

export interface Request {
  /** RTM_* */
  readonly type: number
  /** NLM_F_* beside REQUEST and ACK. */
  readonly flags: number
  /** Writes what follows the header. */
  readonly write: (writer: MessageWriter) => void
}

export interface DumpVerdict extends Verdict {
  /** Something changed under the dump: it may lack objects. */
  readonly interrupted: boolean
}

interface Pending {
  readonly request: Request
  readonly onObject: ((payload: HostReader) => void) | null
  readonly settle: (verdict: DumpVerdict) => void
  interrupted: boolean
  /** By the watchdog, since the last answer. */
  seen: boolean
}

/** More would overrun the default receive queue with their acknowledgements. */
const WINDOW = 64
const RECEIVE_BUFFER = 1 << 20
const LAST_SEQUENCE = 0xffff_ffff

export interface RequestsOptions {
  readonly open: OpenRtnetlinkSocket
  readonly littleEndian: boolean
  /** Milliseconds without an answer after which, at the latest after twice as long, a request has failed. */
  readonly timeout: number
}

/** Requests to the kernel and their answers, told apart by sequence number: a window of them, and one dump at a time. */
export class Requests {
  readonly #options: RequestsOptions
  #socket: RtnetlinkSocket | null = null
  #waiting: Pending[] = []
  readonly #inFlight = new Map<number, Pending>()
  #lastDump: Promise<unknown> = Promise.resolve()
  #sequence = 0
  #watchdog: NodeJS.Timeout | null = null

  constructor(options: RequestsOptions) {
    this.#options = options
  }

  open(): Fault | null {
    const socket = this.#options.open(
      { groups: [], receiveBuffer: RECEIVE_BUFFER },
      {
        onMessages: messages => this.#take(messages),
        // The kernel answers within send(), so what is not there when the queue is empty will not come any more.
        onLoss: () => this.#settleAll(finding(errno.ENOBUFS)),
      },
    )
    if (isFault(socket)) return socket
    this.#socket = socket
    return null
  }

  /** Sends all in as few system calls as the window allows, in order. One verdict each; never rejects. */
  send(requests: readonly Request[]): Promise<Verdict[]> {
    const verdicts = requests.map(request => this.#enqueue(request, null))
    this.#pump()
    // A turn of the event loop saved is a turn that no host waits.
    this.#socket?.receive()
    return Promise.all(verdicts)
  }

  /** Asks for all objects of a kind; each is handed out while its octets are valid. Never rejects. */
  dump(request: Request, onObject: (payload: HostReader) => void): Promise<DumpVerdict> {
    const verdict = this.#lastDump.then(() => {
      const own = this.#enqueue({ ...request, flags: request.flags | k.NLM_F_DUMP }, onObject)
      this.#pump()
      return own
    })
    this.#lastDump = verdict
    return verdict
  }

  /** What is still unanswered fails with ECANCELED. */
  close(): void {
    this.#socket?.close()
    this.#socket = null
    this.#settleAll(finding(errno.ECANCELED))
    this.#pump()
  }

  #enqueue(request: Request, onObject: Pending['onObject']): Promise<DumpVerdict> {
    return new Promise(settle => {
      this.#waiting.push({ request, onObject, settle, interrupted: false, seen: false })
    })
  }

  #pump(): void {
    while (this.#waiting.length > 0 && this.#inFlight.size < WINDOW) {
      this.#transmit(this.#waiting.splice(0, WINDOW - this.#inFlight.size))
    }
  }

  #transmit(batch: readonly Pending[]): void {
    const writer = new MessageWriter(this.#options.littleEndian)
    const sequences = batch.map(pending => {
      const { type, flags, write } = pending.request
      this.#sequence = this.#sequence === LAST_SEQUENCE ? 1 : this.#sequence + 1
      writer.begin(type, flags | k.NLM_F_REQUEST | k.NLM_F_ACK, this.#sequence)
      write(writer)
      writer.end()
      this.#inFlight.set(this.#sequence, pending)
      return this.#sequence
    })
    this.#watch()
    const refused = this.#socket === null ? errno.ENOTCONN : this.#socket.send(writer.finish())
    if (refused !== 0) for (const sequence of sequences) this.#settle(sequence, finding(refused))
  }

  #take(octets: Uint8Array): void {
    // What is cut off behind the last whole message is told by onLoss.
    const { messages } = splitMessages(octets, this.#options.littleEndian)
    for (const message of messages) this.#takeMessage(message)
    // Answers come one in a datagram: to refill the window for each would cost a system call a request.
    if (this.#inFlight.size <= WINDOW / 2) this.#pump()
  }

  #takeMessage(message: NetlinkMessage): void {
    const pending = this.#inFlight.get(message.sequence)
    if (pending === undefined) return
    if (message.flags & k.NLM_F_DUMP_INTR && pending.onObject !== null) pending.interrupted = true
    if (message.type === k.NLMSG_ERROR) this.#settle(message.sequence, verdictOf(decodeError(message)))
    else if (message.type === k.NLMSG_DONE) this.#settle(message.sequence, verdictOf(decodeDone(message)))
    else if (message.type !== k.NLMSG_NOOP) {
      pending.seen = false
      pending.onObject?.(message.payload)
    }
  }

  #settle(sequence: number, verdict: Verdict): void {
    const pending = this.#inFlight.get(sequence)
    if (pending === undefined) return
    this.#inFlight.delete(sequence)
    pending.settle({ ...verdict, interrupted: pending.interrupted })
    if (this.#inFlight.size > 0 || this.#watchdog === null) return
    clearTimeout(this.#watchdog)
    this.#watchdog = null
  }

  #settleAll(verdict: Verdict): void {
    for (const sequence of [...this.#inFlight.keys()]) this.#settle(sequence, verdict)
    this.#pump()
  }

  #watch(): void {
    this.#watchdog ??= setTimeout(() => this.#expire(), this.#options.timeout)
  }

  /** Reads no clock: what the last round has seen already, unanswered since, is late. */
  #expire(): void {
    this.#watchdog = null
    for (const [sequence, pending] of [...this.#inFlight]) {
      if (pending.seen) this.#settle(sequence, finding(errno.ETIMEDOUT))
      else pending.seen = true
    }
    if (this.#inFlight.size > 0) this.#watch()
    this.#pump()
  }
}

function verdictOf(decoded: Decoded<Acknowledgement>): Verdict {
  return decoded.ok ? decoded.value : finding(errno.EBADMSG, decoded.error.message)
}
