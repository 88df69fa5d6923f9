import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

import type { LinuxNetlinkOptions } from '../../../src/adapters/linux/netlink.ts'
import type { KernelChange, KernelEvent } from '../../../src/ports/netlink.ts'
import type { Fault } from '../../../src/values/fault.ts'
import type { Calls, KernelView, OracleDump } from './netlinkChild.ts'

const CHILD = fileURLToPath(new URL('netlinkChild.ts', import.meta.url))
const PATIENCE = 10_000

type Message = { readonly event: KernelEvent } | { readonly id: number; readonly result: unknown }

/** A LinuxNetlink in a process of its own, within a network namespace. */
export class RemoteNetlink {
  /** Events that nobody has taken yet. */
  readonly events: KernelEvent[] = []
  readonly #child: ChildProcess
  readonly #answers = new Map<number, (result: unknown) => void>()
  #wakeUp: () => void = () => undefined
  #calls = 0

  /** `wrapper` are words before the process's own, `setpriv …`. */
  constructor(namespace: string, wrapper: readonly string[] = []) {
    const command = ['netns', 'exec', namespace, ...wrapper, process.execPath, '--import=tsx', CHILD]
    this.#child = spawn('ip', command, {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      serialization: 'advanced',
    })
    this.#child.on('message', message => this.#take(message as Message))
  }

  get pid(): number {
    return this.#child.pid!
  }

  start(options: LinuxNetlinkOptions = {}): Promise<Fault | null> {
    return this.#call('start', options) as Promise<Fault | null>
  }

  apply(changes: readonly KernelChange[]): Promise<(Fault | null)[]> {
    return this.#call('apply', changes) as Promise<(Fault | null)[]>
  }

  view(): Promise<KernelView> {
    return this.#call('view') as Promise<KernelView>
  }

  /** What a port opened just now shows. */
  freshView(): Promise<KernelView> {
    return this.#call('freshView') as Promise<KernelView>
  }

  oracleDump(): Promise<OracleDump> {
    return this.#call('oracleDump') as Promise<OracleDump>
  }

  /** How many sockets took the octets. */
  forge(octets: Uint8Array): Promise<number> {
    return this.#call('forge', octets) as Promise<number>
  }

  /** The first event not taken yet that `wanted` says yes to; those before it are passed over. */
  async until<E extends KernelEvent>(wanted: (event: KernelEvent) => event is E): Promise<E>
  async until(wanted: (event: KernelEvent) => boolean): Promise<KernelEvent>
  async until(wanted: (event: KernelEvent) => boolean): Promise<KernelEvent> {
    const seen: KernelEvent[] = []
    const deadline = AbortSignal.timeout(PATIENCE)
    for (;;) {
      const event = this.events.shift()
      if (event !== undefined && wanted(event)) return event
      if (event !== undefined) seen.push(event)
      else if (!(await this.#more(deadline))) throw new Error(`no such event, only ${describe(seen)}`)
    }
  }

  stop(): void {
    process.kill(this.pid, 'SIGSTOP')
  }

  resume(): void {
    process.kill(this.pid, 'SIGCONT')
  }

  /** Closes the port, after which it can be started anew. */
  async end(): Promise<void> {
    await this.#call('end')
    this.events.length = 0
  }

  /** Ends the process. */
  async close(): Promise<void> {
    const ended = once(this.#child, 'exit')
    await this.#call('end')
    this.#child.send({ id: 0, call: 'leave' })
    await ended
  }

  /** False when `deadline` comes first. */
  #more(deadline: AbortSignal): Promise<boolean> {
    return new Promise(resolve => {
      deadline.onabort = () => resolve(false)
      this.#wakeUp = () => resolve(true)
    })
  }

  #call(call: keyof Calls, argument?: unknown): Promise<unknown> {
    const id = ++this.#calls
    return new Promise(resolve => {
      this.#answers.set(id, resolve)
      this.#child.send({ id, call, argument })
    })
  }

  #take(message: Message): void {
    if ('event' in message) {
      this.events.push(message.event)
      this.#wakeUp()
      return
    }
    this.#answers.get(message.id)?.(message.result)
    this.#answers.delete(message.id)
  }
}

function describe(events: readonly KernelEvent[]): string {
  return JSON.stringify(events, (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString(16) : value,
  )
}
