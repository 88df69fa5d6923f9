/** Milliseconds on CLOCK_MONOTONIC, the clock of the host watcher's events. */
export function monotonicNow(): number {
  return Number(process.hrtime.bigint()) / 1e6
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, milliseconds)
  })
}

/**
 * Asks `condition` every `interval` milliseconds until it gives something else than null, undefined or false, and
 * hands that back. Rejects after `timeout` milliseconds with what was waited for.
 */
export async function until<T>(
  what: string,
  timeout: number,
  condition: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  interval = 20,
): Promise<T> {
  const end = monotonicNow() + timeout
  for (;;) {
    const found = await condition()
    if (found !== null && found !== undefined && found !== false) return found
    if (monotonicNow() > end) throw new Error(`waited ${timeout} ms in vain for ${what}`)
    await pause(interval)
  }
}
