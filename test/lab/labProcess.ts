import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { until } from './waiting.ts'

export interface Ending {
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
}

/**
 * A program that the lab started. All it writes goes to files, so that it can outlive us (`--keep`) and never blocks
 * on a reader.
 */
export class LabProcess {
  readonly command: readonly string[]
  readonly pid: number
  readonly logFile: string
  readonly outputFile: string
  readonly ended: Promise<Ending>
  #child: ChildProcess
  #ending: Ending | null = null

  private constructor(command: readonly string[], child: ChildProcess, logFile: string, outputFile: string) {
    this.command = command
    this.pid = child.pid!
    this.logFile = logFile
    this.outputFile = outputFile
    this.#child = child
    this.ended = new Promise(resolve => {
      child.on('exit', (status, signal) => {
        this.#ending = { status, signal }
        resolve(this.#ending)
      })
    })
  }

  /** Standard output goes to `BASE.out`, standard error to `BASE.log`; both are appended to. */
  static start(command: readonly string[], base: string, environment: NodeJS.ProcessEnv = {}): LabProcess {
    const logFile = `${base}.log`
    const outputFile = `${base}.out`
    const output = openSync(outputFile, 'a')
    const log = openSync(logFile, 'a')
    const child = spawn(command[0]!, command.slice(1), {
      stdio: ['ignore', output, log],
      env: { ...process.env, ...environment },
      // A Ctrl-C at the terminal is ours to handle; it must not reach the servers before the router.
      detached: true,
    })
    closeSync(output)
    closeSync(log)
    if (child.pid === undefined) throw new Error(`${command.join(' ')} cannot be started`)
    return new LabProcess(command, child, logFile, outputFile)
  }

  get running(): boolean {
    return this.#ending === null
  }

  log(): string {
    return readFileSync(this.logFile, 'utf8')
  }

  output(): string {
    return readFileSync(this.outputFile, 'utf8')
  }

  signal(signal: NodeJS.Signals): void {
    if (this.running) process.kill(this.pid, signal)
  }

  /** Waits for the end, at most `timeout` milliseconds. */
  async end(timeout = 10_000): Promise<Ending> {
    return until(`the end of ${this.command.join(' ')}`, timeout, () => this.#ending, 5)
  }

  /** SIGTERM, and SIGKILL when that brings no end within `patience` milliseconds. */
  async stop(patience = 3000): Promise<Ending> {
    this.signal('SIGTERM')
    try {
      return await this.end(patience)
    } catch {
      this.signal('SIGKILL')
      return this.end()
    }
  }

  /** Waits until the log holds a match, and gives it. Rejects at once, with the log, when the program ends before. */
  async logged(pattern: RegExp, timeout = 10_000): Promise<RegExpExecArray> {
    return until(`${pattern.source} in the log of ${this.command.join(' ')}`, timeout, () => {
      const ended = !this.running
      const match = pattern.exec(this.log())
      if (match === null && ended) throw new Error(`${this.command.join(' ')} ended:\n${this.log()}`)
      return match
    })
  }

  /** Lets our own process end while this one goes on. */
  release(): void {
    this.#child.unref()
  }
}
