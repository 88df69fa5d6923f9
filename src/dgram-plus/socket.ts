import { EventEmitter } from 'node:events'
import { constants as os } from 'node:os'

import {
  type Channel,
  CLOSED,
  constants,
  FAILED,
  newChannel,
  RECEIVED,
  WATCH_READABLE,
  WATCH_WRITABLE,
  WRITABLE,
} from './native.ts'
import { Receiver } from './receiver.ts'
import { type Family, type Message, Sender } from './sender.ts'
import type { Slot } from './slot.ts'
import { SystemError } from './systemError.ts'

export interface CommonOptions {
  /** Octets of the kernel's receive buffer; beyond net.core.rmem_max where we may (CAP_NET_ADMIN). */
  readonly recvBufferSize?: number
  readonly sendBufferSize?: number
  /** Octets that a received message may have; longer ones are cut (`info.size` tells). */
  readonly messageSize?: number
  /** Messages taken in one system call, 1 to 64. */
  readonly batchSize?: number
  /** Each message and its information get memory of their own, to be kept after the listener. */
  readonly copy?: boolean
}

export interface SocketEvents<I> {
  /** A Buffer that is a view into the receive ring: valid only while the listener runs, unless `copy`. */
  message: [message: Buffer, info: I]
  /** Reception goes on after it. ENOBUFS on netlink: messages have been lost, all that came has been delivered. */
  error: [error: Error]
  close: []
}

const INT_SIZE = 4
/** Beyond that the event loop goes on with it: nobody shall keep it to himself. */
const ROUNDS_PER_CALL = 16
const { EAGAIN, EBADF } = os.errno

/**
 * What all families have in common. All calls are synchronous, and what the kernel refuses throws a SystemError (EBADF
 * once the socket is closed); only send and sendBatch return it.
 */
export abstract class DatagramSocket<D extends Message, I> extends EventEmitter<SocketEvents<I>> {
  readonly #channel: Channel = newChannel()
  readonly #receiver: Receiver
  readonly #sender: Sender<D>
  #closed = false
  #events = 0

  protected constructor(
    domain: number,
    type: number,
    protocol: number,
    options: CommonOptions & { readonly messageSize: number },
    family: Family<D>,
  ) {
    super()
    const { messageSize, batchSize = 64, copy = false } = options
    requireInteger('messageSize', messageSize, 1, 0x100_0000)
    requireInteger('batchSize', batchSize, 1, 64)
    const emitter = this as EventEmitter
    this.#receiver = new Receiver(messageSize, batchSize, copy, (message, slot) => {
      emitter.emit('message', message, this.readInfo(slot))
    })
    this.#sender = new Sender(this.#channel, family)
    const { memory, stride } = this.#receiver
    const ring = this.#sender.memory.octets
    check(
      this.#channel.open(domain, type, protocol, memory.octets, stride, ring, (kind, value) =>
        this.#onEvent(kind, value),
      ),
      'socket',
    )
    this.closeOnError(() => this.#setBufferSizes(options))
  }

  protected abstract readInfo(slot: Slot): I

  /** Sends one datagram. Null: sent, or waiting until the socket's buffer has room. */
  send(datagram: D): SystemError | null {
    return this.sendBatch([datagram])[0]!
  }

  /**
   * Sends all in as few system calls as possible. One result per datagram, in order; null: sent, or waiting until the
   * socket's buffer has room (should it be refused then, there is an 'error' event). A socket that was not bound is by
   * this, anywhere, and starts receiving.
   */
  sendBatch(datagrams: readonly D[]): (SystemError | null)[] {
    const results = this.#sender.send(datagrams)
    this.#watchSending()
    return results
  }

  /**
   * Takes what has come already, in this turn of the event loop: for answers that the kernel gives within `send`, as
   * netlink does. In a listener it does nothing: what waits is next anyway.
   */
  receive(): void {
    if (this.#receiver.isDelivering) return
    let error = 0
    for (let round = 0; round < ROUNDS_PER_CALL; round++) {
      const count = this.#channel.receive()
      if (count > 0) this.#receiver.deliver(count)
      else if (count === -EAGAIN || count === -EBADF) break
      else error = -count
    }
    if (error !== 0) (this as EventEmitter).emit('error', new SystemError(error, 'recvmmsg'))
  }

  /** `value` is an int, or the option's octets. */
  setOption(level: number, option: number, value: number | Uint8Array): void {
    const octets = typeof value === 'number' ? new Uint8Array(Int32Array.of(value).buffer) : value
    check(this.#channel.setOption(level, option, octets), 'setsockopt')
  }

  /** The value of an option that is an int. */
  getOption(level: number, option: number): number {
    const octets = new Uint8Array(INT_SIZE)
    check(this.#channel.getOption(level, option, octets), 'getsockopt')
    return new Int32Array(octets.buffer)[0]!
  }

  /** The kernel's receive buffer in octets; it counts its own overhead in, so twice what was asked for. */
  getRecvBufferSize(): number {
    return this.getOption(constants.SOL_SOCKET, constants.SO_RCVBUF)
  }

  getSendBufferSize(): number {
    return this.getOption(constants.SOL_SOCKET, constants.SO_SNDBUF)
  }

  /** The descriptor and its port are free at once; 'close' comes later, no message does. Idempotent. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#receiver.stop()
    this.#channel.close()
  }

  /** Lets the process wait for this socket (the default). */
  ref(): this {
    this.#channel.ref()
    return this
  }

  /** Lets the process end although this socket is open. */
  unref(): this {
    this.#channel.unref()
    return this
  }

  /** For constructors: a socket that was refused an option is nobody's. */
  protected closeOnError(setUp: () => void): void {
    try {
      setUp()
    } catch (error) {
      this.close()
      throw error
    }
  }

  protected bindTo(socketAddress: Uint8Array, address: string, port?: number): void {
    check(this.#channel.bind(socketAddress), 'bind', address, port)
    this.#watch(this.#events | WATCH_READABLE)
  }

  /** Throws away what has come already, before a filter or a device was set. */
  protected discardReceived(): void {
    this.#channel.discard()
  }

  protected readAddress(socketAddress: Uint8Array): void {
    check(this.#channel.address(socketAddress), 'getsockname')
  }

  #onEvent(kind: number, value: number): void {
    const emitter = this as EventEmitter
    if (kind === RECEIVED) this.#receiver.deliver(value)
    else if (kind === FAILED) emitter.emit('error', new SystemError(value, 'recvmmsg'))
    else if (kind === WRITABLE) this.#onWritable(emitter)
    else if (kind === CLOSED) {
      this.#closed = true
      emitter.emit('close')
    }
  }

  #onWritable(emitter: EventEmitter): void {
    const errors = this.#sender.drain()
    this.#watchSending()
    for (const error of errors) emitter.emit('error', error)
  }

  #watchSending(): void {
    if (this.#closed) return
    this.#watch(WATCH_READABLE | (this.#sender.waiting > 0 ? WATCH_WRITABLE : 0))
  }

  #watch(events: number): void {
    if (events === this.#events) return
    if (this.#channel.watch(events) === 0) this.#events = events
  }

  #setBufferSizes({ recvBufferSize, sendBufferSize }: CommonOptions): void {
    const { SOL_SOCKET, SO_RCVBUF, SO_RCVBUFFORCE, SO_SNDBUF, SO_SNDBUFFORCE } = constants
    const set = (forced: number, modest: number, size: number): void => {
      const octets = new Uint8Array(Int32Array.of(size).buffer)
      if (this.#channel.setOption(SOL_SOCKET, forced, octets) < 0) this.setOption(SOL_SOCKET, modest, octets)
    }
    if (recvBufferSize !== undefined) set(SO_RCVBUFFORCE, SO_RCVBUF, recvBufferSize)
    if (sendBufferSize !== undefined) set(SO_SNDBUFFORCE, SO_SNDBUF, sendBufferSize)
  }
}

function check(result: number, syscall: string, address?: string, port?: number): void {
  if (result < 0) throw new SystemError(result, syscall, address, port)
}

/** Throws RangeError unless `value` is an integer within the bounds. */
export function requireInteger(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return
  throw Object.assign(
    new RangeError(`${name} must be an integer from ${least} to ${most}, not ${String(value)}`),
    {
      code: 'ERR_OUT_OF_RANGE',
    },
  )
}
