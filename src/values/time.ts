declare const brand: unique symbol

/**
 * A moment in milliseconds on a clock that never jumps and counts suspended time (CLOCK_BOOTTIME).
 * `Infinity` is a moment that never comes.
 */
export type Instant = number & { readonly [brand]: 'Instant' }

/** Seconds, possibly fractional. `Infinity` stands for 0xffffffff on the wire (RFC 9915 §7.7). */
export type Seconds = number

export const NEVER = Infinity as Instant

export function instant(milliseconds: number): Instant {
  return milliseconds as Instant
}

export function later(at: Instant, seconds: Seconds): Instant {
  return (at + seconds * 1000) as Instant
}

/** Seconds from `now` until `at`, never negative. */
export function secondsUntil(at: Instant, now: Instant): Seconds {
  return at === Infinity ? Infinity : Math.max(0, (at - now) / 1000)
}

export function earliest(...instants: readonly Instant[]): Instant {
  return Math.min(...instants, Infinity) as Instant
}

/** `90 s`, `never`: a lifetime as a log line gives it. */
export function formatSeconds(seconds: Seconds): string {
  return seconds === Infinity ? 'for ever' : `${Math.round(seconds * 1000) / 1000} s`
}
