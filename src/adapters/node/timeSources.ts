import { uptime } from 'node:os'

/** What the platform knows of time. Milliseconds everywhere. */
export interface TimeSources {
  /** CLOCK_MONOTONIC: fine and the same for all processes of a boot, but it stands still while suspended. */
  monotonic(): number
  /** CLOCK_BOOTTIME, which goes on while suspended; rounded down to 10 ms. */
  uptime(): number
  /** CLOCK_REALTIME: fine, goes on while suspended, and jumps as people please. */
  wall(): number
  /** Calls back once, on CLOCK_MONOTONIC, perhaps 1 ms early. Returns the way to cancel. 0 is as soon as possible. */
  startTimer(delay: number, call: () => void): () => void
}

export function systemTimeSources(): TimeSources {
  // Both count CLOCK_MONOTONIC, performance.now() from the start of the process.
  const origin = Number(process.hrtime.bigint()) / 1e6 - performance.now()
  return {
    monotonic: () => origin + performance.now(),
    uptime: () => uptime() * 1000,
    wall: () => Date.now(),
    startTimer(delay, call) {
      if (delay <= 0) {
        const immediate = setImmediate(call)
        return () => clearImmediate(immediate)
      }
      const timeout = setTimeout(call, delay)
      return () => clearTimeout(timeout)
    },
  }
}
