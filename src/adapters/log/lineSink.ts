import type { Writable } from 'node:stream'

/** What may wait in the process for a slow reader. Octets. */
const MOST_WAITING = 256 * 1024

/**
 * Lines into a stream that may be slow, full or closed: none of that stops the daemon or fills its memory. What finds
 * no room is dropped; `onRoom` is called when there is room again.
 */
export class LineSink {
  readonly #stream: Writable
  #closed = false

  constructor(stream: Writable, onRoom: () => void) {
    this.#stream = stream
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // The reader is gone for good; a full disk, say, may have room again.
      if (error.code === 'EPIPE') this.#closed = true
    })
    stream.on('drain', onRoom)
  }

  get hasRoom(): boolean {
    return !this.#closed && this.#stream.writableLength < MOST_WAITING
  }

  write(text: string): void {
    if (this.hasRoom) this.#stream.write(text)
  }

  /** Resolves when all is written, or after `patience` milliseconds: then with false. */
  drained(patience: number): Promise<boolean> {
    return new Promise(resolve => {
      if (this.#closed || this.#stream.writableLength === 0) return resolve(true)
      const timer = setTimeout(() => resolve(false), patience)
      this.#stream.write('', () => {
        clearTimeout(timer)
        resolve(true)
      })
    })
  }
}
