import { constants as os } from 'node:os'

import { LENGTH, Memory, PAYLOAD, RESULT, recordSize } from './layout.ts'
import type { Channel } from './native.ts'
import { SystemError } from './systemError.ts'

const RING_SIZE = 160 * 1024
const BACKLOG_LIMIT = 1024
const { EAGAIN, EMSGSIZE } = os.errno

export interface Message {
  readonly message: Uint8Array
}

/** What a family knows about its datagrams. */
export interface Family<D> {
  /** Writes all of the record's header except `length` and `result`. Throws TypeError or RangeError. */
  writeHeader(datagram: D, memory: Memory, base: number): void
  /** For errors: address and port in text. */
  describe(datagram: D): readonly [address: string, port?: number | undefined]
}

interface Waiting<D> {
  readonly datagram: D
  readonly record: Uint8Array
}

/**
 * Encodes datagrams into a ring and has the kernel take them by sendmmsg. Those that the socket's buffer has no room
 * for wait, in order, until it has.
 */
export class Sender<D extends Message> {
  readonly memory = new Memory(RING_SIZE)
  readonly #channel: Channel
  readonly #family: Family<D>
  #backlog: Waiting<D>[] = []

  constructor(channel: Channel, family: Family<D>) {
    this.#channel = channel
    this.#family = family
  }

  get waiting(): number {
    return this.#backlog.length
  }

  /** One result per datagram, in order; null: sent, or waiting to be. */
  send(datagrams: readonly D[]): (SystemError | null)[] {
    const results: (SystemError | null)[] = []
    while (results.length < datagrams.length) {
      const count = this.#encode(datagrams, results.length)
      if (count === 0) {
        results.push(this.#error(EMSGSIZE, datagrams[results.length]!))
        continue
      }
      const refused = this.#backlog.length === 0 ? -this.#channel.send(count) : EAGAIN
      this.#collect(datagrams, count, refused, results)
    }
    return results
  }

  /** To be called when the socket has room again. Returns the errors of datagrams that had waited. */
  drain(): SystemError[] {
    const errors: SystemError[] = []
    let sent = -1
    while (sent !== 0 && this.#backlog.length > 0) {
      sent = this.#sendWaiting(errors)
      this.#backlog = this.#backlog.slice(sent)
    }
    return errors
  }

  /** Fills the ring with datagrams from `first` on and returns how many fitted. */
  #encode(datagrams: readonly D[], first: number): number {
    let base = 0
    let index = first
    for (; index < datagrams.length; index++) {
      const datagram = datagrams[index]!
      const { length } = requireOctets(datagram.message)
      if (base + recordSize(length) > RING_SIZE) break
      this.#family.writeHeader(datagram, this.memory, base)
      this.memory.setWord(base + LENGTH, length)
      this.memory.setWord(base + RESULT, -EAGAIN)
      this.memory.octets.set(datagram.message, base + PAYLOAD)
      base += recordSize(length)
    }
    return index - first
  }

  /** `refused` is an errno that holds for all, or 0 when each record has its own. */
  #collect(datagrams: readonly D[], count: number, refused: number, results: (SystemError | null)[]): void {
    for (let base = 0, left = count; left > 0; left--) {
      const datagram = datagrams[results.length]!
      const size = recordSize(this.memory.word(base + LENGTH))
      let errno = refused || -this.memory.word(base + RESULT)
      if (errno === EAGAIN && this.#backlog.length < BACKLOG_LIMIT) {
        this.#backlog.push({ datagram, record: this.memory.octets.slice(base, base + size) })
        errno = 0
      }
      results.push(errno === 0 ? null : this.#error(errno, datagram))
      base += size
    }
  }

  /** Sends as much of the backlog as the ring holds and returns how many the kernel has taken or refused. */
  #sendWaiting(errors: SystemError[]): number {
    const bases: number[] = []
    let end = 0
    for (const { record } of this.#backlog) {
      if (end + record.length > RING_SIZE) break
      this.memory.octets.set(record, end)
      bases.push(end)
      end += record.length
    }
    this.#channel.send(bases.length)
    const results = bases.map(base => -this.memory.word(base + RESULT))
    const done = results.findIndex(errno => errno === EAGAIN)
    const taken = done === -1 ? results.length : done
    results.slice(0, taken).forEach((errno, index) => {
      if (errno !== 0) errors.push(this.#error(errno, this.#backlog[index]!.datagram))
    })
    return taken
  }

  #error(errno: number, datagram: D): SystemError {
    return new SystemError(errno, 'sendmmsg', ...this.#family.describe(datagram))
  }
}

function requireOctets(message: unknown): Uint8Array {
  if (message instanceof Uint8Array) return message
  throw Object.assign(new TypeError('message must be a Uint8Array'), { code: 'ERR_INVALID_ARG_TYPE' })
}
