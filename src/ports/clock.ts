import type { Instant } from '../values/time.ts'

/** The only source of time. Absolute, monotonic, counting suspend. */
export interface Clock {
  now(): Instant
  /**
   * Calls `wake` once, as soon as `at` has been reached, replacing an earlier request. `NEVER` cancels. After a
   * suspend the call comes late but comes; `wake` must look at `now()`.
   */
  wakeAt(at: Instant, wake: () => void): void
  /** The calendar, for what must mean something after a reboot. It may jump. Milliseconds since 1970-01-01 UTC. */
  wallTime(): number
  /** Names this boot of the kernel: an Instant has a meaning only within one. */
  readonly bootId: string
}
