import type { LogLine } from './lineFormat.ts'

/** Kinds of lines told apart within one interval; what is beyond counts as one kind. */
const MOST_KINDS = 1024
const OTHERS = 'lines of many other kinds'

/**
 * Lines of one kind (level, message and port) beyond a number per interval are counted instead of written. Times are
 * milliseconds on a clock that does not jump.
 */
export class RateLimit {
  readonly #most: number
  readonly #interval: number
  readonly #kinds = new Map<string, { readonly first: LogLine; count: number }>()
  #end = -Infinity

  constructor(most: number, interval: number) {
    this.#most = most
    this.#interval = interval
  }

  /** Whether to write the line. Ask {@link takeSummaries} first. */
  admits(line: LogLine, now: number): boolean {
    if (this.#kinds.size === 0) this.#end = now + this.#interval
    const port = line.fields['if']
    let key = `${line.level} ${typeof port === 'string' ? port : ''} ${line.message}`
    if (this.#kinds.size >= MOST_KINDS && !this.#kinds.has(key)) key = OTHERS
    let kind = this.#kinds.get(key)
    if (kind === undefined) {
      const first = key === OTHERS ? { ...line, message: OTHERS, fields: {} } : line
      this.#kinds.set(key, (kind = { first, count: 0 }))
    }
    kind.count++
    return kind.count <= this.#most
  }

  /** The end of an interval that something was suppressed in, or null. */
  get summaryDue(): number | null {
    for (const { count } of this.#kinds.values()) if (count > this.#most) return this.#end
    return null
  }

  /** Lines that say how many were suppressed, once their interval is over. `now` may be Infinity, at an exit. */
  takeSummaries(now: number, wallTime: number): LogLine[] {
    if (now < this.#end) return []
    const summaries: LogLine[] = []
    for (const { first, count } of this.#kinds.values()) {
      if (count <= this.#most) continue
      const port = first.fields['if']
      const fields = { ...(port === undefined ? {} : { if: port }), suppressed: count - this.#most }
      summaries.push({ time: wallTime, level: first.level, message: first.message, fields })
    }
    this.#kinds.clear()
    return summaries
  }
}
