/**
 * Pseudo-random state held as a value, so that a machine can draw from it and stay a pure function of its events.
 * The generator is sfc32: 128 bits of state, seeded from the system's CSPRNG by the daemon.
 */
export type RandomState = readonly [number, number, number, number]

/** `words` are four 32-bit unsigned integers. */
export function seedRandom(words: RandomState): RandomState {
  let state = words
  // The first outputs of sfc32 still show the seed.
  for (let i = 0; i < 12; i++) state = drawUint32(state).next
  return state
}

export function drawUint32([a, b, c, counter]: RandomState): { value: number; next: RandomState } {
  const value = (a + b + counter) >>> 0
  return {
    value,
    next: [
      (b ^ (b >>> 9)) >>> 0,
      (c + (c << 3)) >>> 0,
      (((c << 21) | (c >>> 11)) + value) >>> 0,
      (counter + 1) >>> 0,
    ],
  }
}

/** A fraction f with 0 ≤ f < 1. */
export function drawFraction(state: RandomState): { value: number; next: RandomState } {
  const { value, next } = drawUint32(state)
  return { value: value / 0x1_0000_0000, next }
}

/** A number x with low ≤ x < high. */
export function drawBetween(
  state: RandomState,
  low: number,
  high: number,
): { value: number; next: RandomState } {
  const { value, next } = drawFraction(state)
  return { value: low + value * (high - low), next }
}
