import type { Writable } from 'node:stream'
import type { Log, LogFields, LogLevel } from '../../ports/log.ts'
import { systemTimeSources, type TimeSources } from '../node/timeSources.ts'
import { formatLine, type LogFormat, type LogLine } from './lineFormat.ts'
import { LineSink } from './lineSink.ts'
import { RateLimit } from './rateLimit.ts'
import { LEVELS, loadWinstonWriter } from './winstonWriter.ts'

export interface ProcessLogOptions {
  /** The least important level that is written. */
  readonly level: LogLevel
  readonly format: LogFormat
  /** Default: standard error. */
  readonly stream?: Writable
  readonly times?: TimeSources
  /** Lines of one kind per `interval` milliseconds; default 20 in 10 s. */
  readonly most?: number
  readonly interval?: number
}

/** Lines kept until winston is there. */
const MOST_KEPT = 1000
/** How long an exit may wait for a slow reader. Milliseconds. */
const FLUSH_PATIENCE = 1000

/**
 * The daemon's log. Winston is loaded by `start` only, since that takes longer than all that comes before the first
 * Solicit; lines from before are kept with their own time. Nothing here throws or blocks, whatever the reader does.
 */
export class ProcessLog implements Log {
  readonly #level: number
  readonly #format: LogFormat
  readonly #times: TimeSources
  readonly #limit: RateLimit
  readonly #openSink: () => LineSink
  #openedSink: LineSink | null = null
  #kept: LogLine[] = []
  #dropped = 0
  #write: ((line: LogLine) => void) | null = null
  #cancelSummary: (() => void) | null = null

  constructor(options: ProcessLogOptions) {
    this.#level = LEVELS[options.level]
    this.#format = options.format
    this.#times = options.times ?? unheldTimes()
    this.#limit = new RateLimit(options.most ?? 20, options.interval ?? 10_000)
    this.#openSink = () => new LineSink(options.stream ?? process.stderr, () => this.#tellDropped())
  }

  error(message: string, fields?: LogFields): void {
    this.#log('error', message, fields)
  }

  warn(message: string, fields?: LogFields): void {
    this.#log('warn', message, fields)
  }

  info(message: string, fields?: LogFields): void {
    this.#log('info', message, fields)
  }

  debug(message: string, fields?: LogFields): void {
    this.#log('debug', message, fields)
  }

  /** Node takes milliseconds to open a standard stream, so not before there is something to write. */
  get #sink(): LineSink {
    return (this.#openedSink ??= this.#openSink())
  }

  /** Begins to write. To be called once the first Solicit is out, or when there will be none. */
  async start(): Promise<void> {
    const plainly = (line: LogLine): void => this.#writePlainly(line)
    const failed = (error: unknown): typeof plainly => {
      this.warn('the log library cannot be loaded', { reason: String(error) })
      return plainly
    }
    this.#write = await loadWinstonWriter(this.#sink, line => this.#formatted(line)).catch(failed)
    this.#writeKept(this.#write)
  }

  /** Writes all that there is, with or without winston, and resolves when it is out. For the exit. */
  async flush(): Promise<void> {
    this.#cancelSummary?.()
    this.#cancelSummary = null
    for (const summary of this.#limit.takeSummaries(Infinity, this.#times.wall())) this.#emit(summary)
    const write = this.#write ?? (line => this.#writePlainly(line))
    this.#writeKept(write)
    if (!(await this.#sink.drained(FLUSH_PATIENCE))) return
    this.#tellDropped(write)
    await this.#sink.drained(FLUSH_PATIENCE)
  }

  #log(level: LogLevel, message: string, fields: LogFields = {}): void {
    if (LEVELS[level] > this.#level) return
    const now = this.#times.monotonic()
    const line = { time: this.#times.wall(), level, message, fields }
    for (const summary of this.#limit.takeSummaries(now, line.time)) this.#emit(summary)
    if (this.#limit.admits(line, now)) this.#emit(line)
    else this.#planSummary(now)
  }

  #emit(line: LogLine): void {
    if (this.#write !== null) this.#put(line, this.#write)
    else if (this.#kept.length < MOST_KEPT) this.#kept.push(line)
    else this.#dropped++
  }

  #put(line: LogLine, write: (line: LogLine) => void): void {
    this.#tellDropped(write)
    if (this.#sink.hasRoom) write(line)
    else this.#dropped++
  }

  #writeKept(write: (line: LogLine) => void): void {
    const kept = this.#kept
    const dropped = this.#dropped
    this.#kept = []
    this.#dropped = 0
    for (const line of kept) this.#put(line, write)
    this.#dropped += dropped
    this.#tellDropped(write)
  }

  #tellDropped(write = this.#write): void {
    if (this.#dropped === 0 || write === null || !this.#sink.hasRoom) return
    const fields = { dropped: this.#dropped }
    this.#dropped = 0
    write({ time: this.#times.wall(), level: 'warn', message: 'log lines were dropped', fields })
  }

  #planSummary(now: number): void {
    const due = this.#limit.summaryDue
    if (due === null || this.#cancelSummary !== null) return
    this.#cancelSummary = this.#times.startTimer(due - now + 1, () => {
      this.#cancelSummary = null
      const summaries = this.#limit.takeSummaries(this.#times.monotonic(), this.#times.wall())
      for (const summary of summaries) this.#emit(summary)
    })
  }

  #writePlainly(line: LogLine): void {
    this.#sink.write(`${this.#formatted(line)}\n`)
  }

  #formatted(line: LogLine): string {
    return formatLine(line, this.#format)
  }
}

/** A summary that is due keeps no process alive. */
function unheldTimes(): TimeSources {
  return {
    ...systemTimeSources(),
    startTimer(delay, call) {
      const timer = setTimeout(call, delay).unref()
      return () => clearTimeout(timer)
    },
  }
}
