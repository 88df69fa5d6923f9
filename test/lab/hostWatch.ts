import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Lab } from './lab.ts'
import type { LabProcess } from './labProcess.ts'
import type { Namespace } from './namespace.ts'
import { until } from './waiting.ts'

/**
 * A change on a host. `address`: a global address became usable, or went. `prefix`: it formed a still tentative
 * address in this autonomous prefix, or refreshed one. `route`: a default route via this gateway.
 */
export interface HostEvent {
  /** Milliseconds of CLOCK_MONOTONIC. */
  readonly at: number
  readonly host: string
  readonly what: 'address' | 'prefix' | 'route'
  readonly change: 'add' | 'remove'
  readonly subject: string
}

export interface HostState {
  /** Global addresses, tentative ones not among them. */
  readonly addresses: ReadonlySet<string>
  /** Autonomous prefixes that it heard of. */
  readonly prefixes: ReadonlySet<string>
  /** Gateways of the default routes. */
  readonly gateways: ReadonlySet<string>
  /** When it first had both an address (tentative ones count) and a default route; null when never yet. */
  readonly onlineAt: number | null
}

const SOURCE = join(import.meta.dirname, 'watchhosts.c')
const CACHE = join(import.meta.dirname, '../../.cache/lab')

let watchers = 0

/** Follows the netlink events of many hosts at once. Start it before what it shall see. */
export class HostWatch {
  /** What to add to a CLOCK_MONOTONIC moment to get milliseconds since 1970 (a capture's time). */
  readonly wallOffset: number
  readonly #hosts: readonly Namespace[]
  readonly #process: LabProcess

  private constructor(hosts: readonly Namespace[], child: LabProcess, wallOffset: number) {
    this.#hosts = hosts
    this.#process = child
    this.wallOffset = wallOffset
  }

  static async start(lab: Lab, hosts: readonly Namespace[]): Promise<HostWatch> {
    const command = [buildWatcher(), ...hosts.map(({ name }) => name)]
    const child = lab.start(null, `watchhosts-${++watchers}`, command)
    const ready = await until('the host watcher', 5000, () => {
      if (!child.running) throw new Error(child.log())
      return /^ready (\d+) (\d+)\n/.exec(child.output())
    })
    return new HostWatch(hosts, child, (Number(ready[2]) - Number(ready[1])) / 1e6)
  }

  /** All events so far, in order. Throws when the kernel dropped some. */
  events(): HostEvent[] {
    return this.#process.output().split('\n').slice(1, -1).map(parseEvent)
  }

  /** By namespace name. */
  states(): Map<string, HostState> {
    const states = new Map(this.#hosts.map(({ name }) => [name, emptyState()]))
    for (const event of this.events()) applyEvent(states.get(event.host)!, event)
    return states
  }

  /** When the last host came online; null while one is not. */
  allOnlineAt(): number | null {
    let last = 0
    for (const { onlineAt } of this.states().values()) {
      if (onlineAt === null) return null
      last = Math.max(last, onlineAt)
    }
    return last
  }

  /** Waits until every host has come online, and says when the last one did. */
  async allOnline(timeout: number): Promise<number> {
    return until('every host to have an address and a default route', timeout, () => this.allOnlineAt())
  }

  /** Waits until every host has an address that is no longer tentative and a default route. */
  async allUsable(timeout: number): Promise<void> {
    await until('every host to have a usable address and a default route', timeout, () =>
      [...this.states().values()].every(({ addresses, gateways }) => addresses.size > 0 && gateways.size > 0),
    )
  }

  async stop(): Promise<void> {
    await this.#process.stop()
  }
}

interface MutableHostState {
  addresses: Set<string>
  prefixes: Set<string>
  gateways: Set<string>
  onlineAt: number | null
}

function emptyState(): MutableHostState {
  return { addresses: new Set(), prefixes: new Set(), gateways: new Set(), onlineAt: null }
}

function applyEvent(state: MutableHostState, { at, what, change, subject }: HostEvent): void {
  const set = { address: state.addresses, prefix: state.prefixes, route: state.gateways }[what]
  if (change === 'add') set.add(subject)
  else set.delete(subject)
  const addressed = state.prefixes.size > 0 || state.addresses.size > 0
  if (addressed && state.gateways.size > 0) state.onlineAt ??= at
}

function parseEvent(line: string): HostEvent {
  const match = /^(\d+) (\S+) (address|prefix|route) (add|remove) (\S+)$/.exec(line)
  if (match === null) throw new Error(`the host watcher lost events: ${line}`)
  const [, nanoseconds, host, what, change, subject] = match
  return {
    at: Number(nanoseconds) / 1e6,
    host: host!,
    what: what as HostEvent['what'],
    change: change as HostEvent['change'],
    subject: subject!,
  }
}

/** Compiles the watcher when it is missing or older than its source; gives its path. */
function buildWatcher(): string {
  const program = join(CACHE, 'watchhosts')
  if (existsSync(program) && statSync(program).mtimeMs > statSync(SOURCE).mtimeMs) return program
  mkdirSync(CACHE, { recursive: true })
  const fresh = `${program}-${process.pid}`
  execFileSync('gcc', ['-O2', '-Wall', '-Wextra', '-o', fresh, SOURCE])
  renameSync(fresh, program)
  return program
}
