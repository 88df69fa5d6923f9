import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { CommandResult } from './command.ts'
import type { LabProcess } from './labProcess.ts'
import type { Network } from './network.ts'
import type { Namespace } from './namespace.ts'

const PROGRAM = resolve(import.meta.dirname, '../../dist/kd6.js')

export interface Kd6Options {
  /** The Node to run it with; the one that runs us by default. */
  readonly node?: string
  /** In place of the parameters that name `wan0` and every LAN port of the network. */
  readonly parameters?: readonly string[]
  /** More words for the command line. */
  readonly words?: readonly string[]
  /** Where to run it; the network's router by default. */
  readonly namespace?: Namespace
}

/** A line of kd6's log in JSON. */
export interface Kd6LogLine {
  readonly level: string
  readonly message: string
  readonly [field: string]: unknown
}

/** kd6 on a lab's router. Its state and run directories are the lab's, and stay from one start to the next. */
export class Kd6 {
  readonly stateDirectory: string
  readonly runDirectory: string
  readonly #network: Network
  readonly #options: Kd6Options
  #starts = 0

  constructor(network: Network, options: Kd6Options = {}) {
    if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing: npm run build`)
    this.#network = network
    this.#options = options
    this.stateDirectory = network.lab.file('kd6-state')
    this.runDirectory = network.lab.file('kd6-run')
  }

  get namespace(): Namespace {
    return this.#options.namespace ?? this.#network.router
  }

  /** Starts the daemon in the foreground of a process of its own. */
  start(words: readonly string[] = []): LabProcess {
    return this.#network.lab.start(this.namespace, `kd6-${++this.#starts}`, this.#command([...words]))
  }

  /** Starts the daemon where it is expected to end soon, by way of `wrapper` (setpriv …), and says how it ended. */
  attempt(
    words: readonly string[] = [],
    parameters?: readonly string[],
    wrapper: readonly string[] = [],
  ): Promise<CommandResult> {
    // One that goes on running where it should have ended shall fail its test, not hold it up.
    const limited = ['timeout', '--signal=KILL', '15', ...wrapper]
    return this.namespace.attempt([...limited, ...this.#command(words, parameters)])
  }

  /** Runs `kd6 COMMAND` against the running daemon. */
  control(command: string, words: readonly string[] = []): Promise<CommandResult> {
    return this.namespace.attempt([this.#node, PROGRAM, command, '--run-dir', this.runDirectory, ...words])
  }

  async status(): Promise<unknown> {
    const { status, stdout, stderr } = await this.control('status', ['--json'])
    if (status !== 0) throw new Error(`kd6 status ended with ${status ?? 'a signal'}: ${stderr}`)
    return JSON.parse(stdout)
  }

  get #node(): string {
    return this.#options.node ?? process.execPath
  }

  #command(words: readonly string[], parameters = this.#parameters()): string[] {
    return [
      ...[this.#node, PROGRAM, ...parameters],
      ...['--state-dir', this.stateDirectory, '--run-dir', this.runDirectory, '--log-format', 'json'],
      ...(this.#options.words ?? []),
      ...words,
    ]
  }

  #parameters(): readonly string[] {
    const lans = this.#network.lanPorts.map((port, i) => `kd6_if_l${i}=${port}`)
    return this.#options.parameters ?? ['kd6_mode=2', 'kd6_wan_if_mode=1', 'kd6_if_w0=wan0', ...lans]
  }
}

/** The lines of a daemon's log that are JSON objects, as kd6 writes all of them with `--log-format json`. */
export function readKd6Log(text: string): Kd6LogLine[] {
  const lines: Kd6LogLine[] = []
  for (const line of text.split('\n')) {
    if (line.startsWith('{')) lines.push(JSON.parse(line) as Kd6LogLine)
  }
  return lines
}
