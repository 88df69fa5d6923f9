import { LENGTH, Memory, PAYLOAD, recordSize } from './layout.ts'
import { Slot } from './slot.ts'

/** The ring that recvmmsg fills, and the walk through a batch in it. */
export class Receiver {
  readonly stride: number
  readonly memory: Memory
  readonly #slots: Slot[]
  readonly #copy: boolean
  readonly #listener: (message: Buffer, slot: Slot) => void
  #next = 0
  #isListening = false
  #end = 0

  /** `listener` gets views into the ring, or with `copy` memory of their own. */
  constructor(
    messageSize: number,
    batchSize: number,
    copy: boolean,
    listener: (message: Buffer, slot: Slot) => void,
  ) {
    this.stride = recordSize(messageSize)
    this.memory = new Memory(this.stride * batchSize)
    this.#slots = Array.from({ length: batchSize }, (_, index) => new Slot(this.memory, index * this.stride))
    this.#copy = copy
    this.#listener = listener
  }

  /** Hands out `count` new datagrams, or with 0 those behind the one whose listener threw. */
  deliver(count: number): void {
    if (count > 0) {
      this.#next = 0
      this.#end = count
    }
    while (this.#next < this.#end) this.#handOut(this.#slots[this.#next++]!)
  }

  /** Whether the ring is in use: a listener is being called. */
  get isDelivering(): boolean {
    return this.#next < this.#end || this.#isListening
  }

  /** Forgets the rest of the batch. */
  stop(): void {
    this.#end = 0
  }

  #handOut(slot: Slot): void {
    this.#isListening = true
    try {
      this.#listen(slot)
    } finally {
      this.#isListening = false
    }
  }

  #listen(slot: Slot): void {
    const room = this.stride - PAYLOAD
    if (this.#copy) {
      const own = copyOf(slot, Math.min(slot.word(LENGTH) >>> 0, room))
      this.#listener(own.message(room), own)
      return
    }
    try {
      this.#listener(slot.message(room), slot)
    } finally {
      slot.holder = null
    }
  }
}

function copyOf(slot: Slot, length: number): Slot {
  const memory = new Memory(recordSize(length))
  memory.octets.set(slot.memory.octets.subarray(slot.base, slot.base + PAYLOAD + length))
  return new Slot(memory, 0)
}
