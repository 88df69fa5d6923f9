import type { Seconds } from '../../values/time.ts'

/** INFINITY_LIFE_TIME of linux/rtnetlink.h: a lifetime that doesn't end. */
const INFINITE = 0xffff_ffff

export function lifetimeFromWire(value: number): Seconds {
  return value === INFINITE ? Infinity : value
}

/** Whole seconds, rounded down so that nothing outlives its lease; what exceeds 32 bits is held for the longest. */
export function lifetimeToWire(seconds: Seconds): number {
  if (seconds === Infinity) return INFINITE
  return Math.max(0, Math.min(Math.floor(seconds), INFINITE - 1))
}
