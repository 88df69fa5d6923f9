import type { TimeSources } from '../../../src/adapters/node/timeSources.ts'

/** A machine that can be suspended and whose calendar can be set. Timers count the time that it is awake. */
export class FakeMachine implements TimeSources {
  awake = 5_000.25
  suspended = 0
  calendar = 1_700_000_000_000
  /** What a container's uptime lacks. */
  hidden = 0
  /** By how much timers ring too early. */
  early = 0
  /** The delays of all timers ever started. */
  readonly delays: number[] = []
  #timer: { at: number; call: () => void } | null = null

  monotonic = () => this.awake
  uptime = () => Math.floor((this.awake + this.suspended - this.hidden) / 10) * 10
  wall = () => Math.floor(this.calendar + this.awake + this.suspended)

  startTimer(delay: number, call: () => void): () => void {
    this.delays.push(delay)
    const timer = { at: this.awake + Math.max(delay - this.early, 0), call }
    this.#timer = timer
    return () => {
      if (this.#timer === timer) this.#timer = null
    }
  }

  get boottime(): number {
    return this.awake + this.suspended
  }

  run(milliseconds: number): void {
    const end = this.awake + milliseconds
    for (let timer = this.#timer; timer !== null && timer.at <= end; timer = this.#timer) {
      this.#timer = null
      this.awake = Math.max(this.awake, timer.at)
      timer.call()
    }
    this.awake = end
  }

  suspend(milliseconds: number): void {
    this.suspended += milliseconds
  }
}
