import { readFileSync } from 'node:fs'
import type { Clock } from '../../ports/clock.ts'
import { instant, NEVER, type Instant } from '../../values/time.ts'
import { systemTimeSources, type TimeSources } from './timeSources.ts'

/** Node's timers overflow at 2^31 ms and don't see a suspend: one is noticed at the end of a slice (0.5 ms CPU). */
const SLICE = 5_000
/** How long a look at the uptime (2 µs) may stay away when the calendar shows nothing unusual. */
const CHECK_INTERVAL = 1_000
/** A change of calendar against CLOCK_MONOTONIC that calls for a look: a suspend, or only a set calendar. */
const UNUSUAL = 20
/** By how much an honest uptime may seem to lag: its rounding, and a late reader. */
const UPTIME_LAG = 15

/**
 * CLOCK_BOOTTIME, which Node does not offer finer than 10 ms: CLOCK_MONOTONIC plus the time spent suspended. That is
 * what the uptime has more than CLOCK_MONOTONIC, and since the uptime is rounded down, the largest difference ever
 * seen is the best estimate: 0 until there is a suspend, too small by less than 10 ms after one. So Instants never go
 * back, and mean the same to all processes of one boot.
 */
export class NodeClock implements Clock {
  readonly #sources: TimeSources
  readonly #baseline: number
  #suspended = 0
  #checkedAt = 0
  #skew = 0
  #alarm: { readonly at: Instant; readonly wake: () => void } | null = null
  #cancelTimer: () => void = () => undefined
  #bootId: string | null = null

  constructor(sources: TimeSources = systemTimeSources()) {
    this.#sources = sources
    const lead = sources.uptime() - sources.monotonic()
    // A container that shows an uptime of its own: only what it gains from now on is a suspend.
    this.#baseline = lead < -UPTIME_LAG ? lead : 0
    this.#countSuspended()
  }

  now(): Instant {
    const monotonic = this.#sources.monotonic()
    const skew = this.#sources.wall() - monotonic
    const due = monotonic - this.#checkedAt >= CHECK_INTERVAL
    if (due || Math.abs(skew - this.#skew) > UNUSUAL) this.#countSuspended()
    return instant(monotonic + this.#suspended)
  }

  wakeAt(at: Instant, wake: () => void): void {
    this.#cancelTimer()
    this.#alarm = at === NEVER ? null : { at, wake }
    this.#wait()
  }

  wallTime(): number {
    return this.#sources.wall()
  }

  get bootId(): string {
    return (this.#bootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim())
  }

  #wait(): void {
    if (this.#alarm === null) return
    const delay = Math.ceil(this.#alarm.at - this.now())
    this.#cancelTimer = this.#sources.startTimer(Math.min(Math.max(delay, 0), SLICE), () =>
      this.#wakeOrWait(),
    )
  }

  #wakeOrWait(): void {
    const alarm = this.#alarm
    if (alarm === null || this.now() < alarm.at) return this.#wait()
    this.#alarm = null
    alarm.wake()
  }

  #countSuspended(): void {
    // In this order, so that being interrupted in between cannot look like a suspend.
    const uptime = this.#sources.uptime()
    const monotonic = this.#sources.monotonic()
    this.#suspended = Math.max(this.#suspended, uptime - monotonic - this.#baseline)
    this.#checkedAt = monotonic
    this.#skew = this.#sources.wall() - monotonic
  }
}
