import { closeSync, openSync, readSync } from 'node:fs'
import type { RandomSource } from '../../ports/randomSource.ts'

const SOURCE = '/dev/urandom'

/** The kernel's CSPRNG. Read as a file: loading node:crypto takes longer than all that the first Solicit needs of it. */
export const systemRandom: RandomSource = {
  bytes(length) {
    const bytes = new Uint8Array(length)
    const file = openSync(SOURCE, 'r')
    try {
      for (let read = 0; read < length;) read += readSync(file, bytes, read, length - read, null)
    } finally {
      closeSync(file)
    }
    return bytes
  },
}
