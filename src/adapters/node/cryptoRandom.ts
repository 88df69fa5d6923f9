import { randomFillSync } from 'node:crypto'
import type { RandomSource } from '../../ports/randomSource.ts'

export const cryptoRandom: RandomSource = {
  bytes: length => randomFillSync(new Uint8Array(length)),
}
