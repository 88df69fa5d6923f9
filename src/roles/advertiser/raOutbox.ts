import type { Clock } from '../../ports/clock.ts'
import type { NdSocket, NdTransmission } from '../../ports/ndSocket.ts'
import type { Fault } from '../../values/fault.ts'
import type { DeadlineOwner, Deadlines } from '../deadlines.ts'

interface Letter {
  readonly transmissions: readonly NdTransmission[]
  readonly done: (fault: Fault | null) => void
}

/**
 * Collects what all links send in one tick, so that it leaves in one system call. Whoever ends a tick flushes; what
 * nobody flushes leaves by a deadline that is due at once.
 */
export class RaOutbox implements DeadlineOwner {
  readonly #ndSocket: NdSocket
  readonly #deadlines: Deadlines
  readonly #clock: Clock
  #letters: Letter[] = []

  constructor(ndSocket: NdSocket, deadlines: Deadlines, clock: Clock) {
    this.#ndSocket = ndSocket
    this.#deadlines = deadlines
    this.#clock = clock
  }

  /** `done` hears of it once all have been handed to the kernel: null, or the first fault among them. */
  put(transmissions: readonly NdTransmission[], done: (fault: Fault | null) => void): void {
    if (this.#letters.length === 0) this.#deadlines.arm(this, 'flush', this.#clock.now())
    this.#letters.push({ transmissions, done })
  }

  flush(): void {
    if (this.#letters.length === 0) return
    this.#deadlines.disarm(this, 'flush')
    const letters = this.#letters
    this.#letters = []
    const results = this.#ndSocket.send(letters.flatMap(letter => letter.transmissions))
    let first = 0
    for (const { transmissions, done } of letters) {
      const own = results.slice(first, (first += transmissions.length))
      done(own.find(fault => fault !== null) ?? null)
    }
  }

  onDeadline(): void {
    this.flush()
  }
}
