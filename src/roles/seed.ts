import type { RandomSource } from '../ports/randomSource.ts'
import type { RandomState } from '../values/random.ts'

/** 128 bits for a machine's own pseudo-random state. */
export function drawSeed(random: RandomSource): RandomState {
  const words = new DataView(Uint8Array.from(random.bytes(16)).buffer)
  return [words.getUint32(0), words.getUint32(4), words.getUint32(8), words.getUint32(12)]
}
