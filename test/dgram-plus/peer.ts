import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import type { Fault } from '../../src/values/fault.ts'
import type { Namespace } from '../lab/namespace.ts'
import { until } from '../lab/waiting.ts'

export interface Request {
  readonly id: number
  readonly target: number
  readonly method: string
  readonly args: readonly unknown[]
}

export interface PlainError {
  readonly name: string
  readonly message: string
  readonly code?: string | undefined
  readonly errno?: number
  readonly syscall?: string
}

export interface Answer {
  readonly id: number
  readonly result?: unknown
  readonly error?: PlainError
}

interface Event {
  readonly target: number
  readonly event: string
  readonly args: readonly unknown[]
}

const PROGRAM = fileURLToPath(new URL('./peerProgram.ts', import.meta.url))
const PATIENCE = 10_000

/** A process elsewhere whose sockets we command: in a namespace, or behind words like `setpriv …`. */
export class Peer {
  readonly #child: ChildProcess
  readonly #events = new EventEmitter().setMaxListeners(0)
  #requests = 0

  private constructor(command: readonly string[]) {
    const words = [...command, process.execPath, '--import=tsx', PROGRAM]
    this.#child = spawn(words[0]!, words.slice(1), {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      serialization: 'advanced',
    })
    this.#child.on('message', (message: Answer | Event) => {
      if ('id' in message) this.#events.emit(`answer ${message.id}`, message)
      else this.#events.emit(`${message.event} ${message.target}`, ...message.args)
    })
  }

  static async start(where: Namespace | readonly string[]): Promise<Peer> {
    const peer = new Peer('role' in where ? where.enter([]) : where)
    await once(peer.#events, 'ready 0')
    return peer
  }

  async call(target: number, method: string, ...args: unknown[]): Promise<unknown> {
    const id = ++this.#requests
    this.#child.send({ id, target, method, args } satisfies Request)
    const [answer] = (await once(this.#events, `answer ${id}`)) as [Answer]
    if (answer.error) throw Object.assign(new Error(answer.error.message), answer.error)
    return answer.result
  }

  async createSocket(options: object): Promise<RemoteSocket> {
    return this.#remote(await this.call(0, 'createSocket', options))
  }

  /** A socket, or the Fault that the port gave. */
  async openClient(linkName: string, linkIndex: number): Promise<RemoteSocket | Fault> {
    const opened = await this.call(0, 'openClient', linkName, linkIndex)
    return typeof opened === 'number' ? this.#remote(opened) : (opened as Fault)
  }

  async openNd(types: readonly number[]): Promise<RemoteSocket | Fault> {
    const opened = await this.call(0, 'openNd', types)
    return typeof opened === 'number' ? this.#remote(opened) : (opened as Fault)
  }

  /** Keeps the process from running while `act` does, so that its sockets' buffers fill. */
  async whileStopped(act: () => Promise<void>): Promise<void> {
    const pid = this.#child.pid!
    process.kill(pid, 'SIGSTOP')
    await until('the peer to stop', PATIENCE, () => / T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')))
    try {
      await act()
    } finally {
      process.kill(pid, 'SIGCONT')
    }
  }

  async cpu(): Promise<number> {
    return (await this.call(0, 'cpu')) as number
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit')
    this.#child.disconnect()
    await ended
  }

  #remote(target: unknown): RemoteSocket {
    return new RemoteSocket(this, target as number, this.#events)
  }
}

/** What a datagram or ND message was received with. */
export type Received = Readonly<Record<string, unknown>> & { readonly message: Uint8Array }

export class RemoteSocket {
  readonly peer: Peer
  readonly messages: Received[] = []
  readonly errors: PlainError[] = []
  closed = false
  readonly #target: number

  constructor(peer: Peer, target: number, events: EventEmitter) {
    this.peer = peer
    this.#target = target
    events.on(`message ${target}`, (message: Received) => this.messages.push(message))
    events.on(`error ${target}`, (error: PlainError) => this.errors.push(error))
    events.on(`close ${target}`, () => (this.closed = true))
  }

  call(method: string, ...args: unknown[]): Promise<unknown> {
    return this.peer.call(this.#target, method, ...args)
  }

  /** The messages, once there are so many. */
  async received(count: number): Promise<readonly Received[]> {
    await until(
      `${count} messages, there are ${this.messages.length}`,
      PATIENCE,
      () => this.messages.length >= count,
    )
    return this.messages
  }

  async failed(count: number): Promise<readonly PlainError[]> {
    await until(
      `${count} errors, there are ${this.errors.length}`,
      PATIENCE,
      () => this.errors.length >= count,
    )
    return this.errors
  }
}
