import { writeIpv6Address, type Ipv6Address } from '../values/ipv6Address.ts'

const SLAB = 16_384
/** Below this rest a new slab is begun, so that next to no message has to move while it grows. */
const ROOM = 2048

/**
 * Appends network-order fields. A number that its field cannot hold throws RangeError: the value was built wrongly
 * here, no peer can cause it.
 *
 * Messages lie one behind the other in slabs, each octet given out once: a fresh ArrayBuffer for each message would
 * cost more than encoding it.
 */
export class ByteWriter {
  #bytes = new Uint8Array(SLAB)
  #view = new DataView(this.#bytes.buffer)
  #start = 0
  #end = 0

  /** Octets written since the last `take` or `clear`. */
  get length(): number {
    return this.#end - this.#start
  }

  /** Forgets what was written since the last `take`. */
  clear(): void {
    this.#end = this.#start
  }

  /** What was written since the last `take`, from now on the caller's own. Its `buffer` holds other messages too. */
  take(): Uint8Array {
    const taken = new Uint8Array(this.#bytes.buffer, this.#start, this.length)
    this.#start = this.#end
    if (this.#bytes.length - this.#end < ROOM) this.#newSlab(SLAB)
    return taken
  }

  uint8(value: number): void {
    checkFits(value, 0xff)
    this.#bytes[this.#grow(1)] = value
  }

  uint16(value: number): void {
    checkFits(value, 0xffff)
    this.#view.setUint16(this.#grow(2), value)
  }

  uint24(value: number): void {
    checkFits(value, 0xff_ffff)
    const at = this.#grow(3)
    this.#bytes[at] = value >>> 16
    this.#view.setUint16(at + 1, value & 0xffff)
  }

  uint32(value: number): void {
    checkFits(value, 0xffff_ffff)
    this.#view.setUint32(this.#grow(4), value)
  }

  uint64(value: bigint): void {
    if (BigInt.asUintN(64, value) !== value) throw new RangeError(`${value} does not fit into 64 bits`)
    this.#view.setBigUint64(this.#grow(8), value)
  }

  ipv6Address(address: Ipv6Address): void {
    writeIpv6Address(this.#view, this.#grow(16), address)
  }

  bytes(bytes: Uint8Array): void {
    const { length } = bytes
    const at = this.#grow(length)
    const memory = this.#bytes
    // For the few octets of a DUID or an address a loop is faster than the call.
    if (length > 32) memory.set(bytes, at)
    else for (let i = 0; i < length; i++) memory[at + i] = bytes[i]!
  }

  zeros(count: number): void {
    const at = this.#grow(count)
    this.#bytes.fill(0, at, at + count)
  }

  /** Leaves two octets for the length of what follows; hand the result to {@link endBody16}. */
  beginBody16(): number {
    this.uint16(0)
    return this.length
  }

  /** Writes the length of what was written since `start` into the two octets before it. */
  endBody16(start: number): void {
    const length = this.length - start
    checkFits(length, 0xffff)
    this.#view.setUint16(this.#start + start - 2, length)
  }

  /** Overwrites an octet, `at` octets from the start. */
  patchUint8(at: number, value: number): void {
    checkFits(value, 0xff)
    this.#bytes[this.#start + at] = value
  }

  /** Makes room for `count` octets and returns where they begin. They hold whatever was there. */
  #grow(count: number): number {
    if (this.#end + count > this.#bytes.length) this.#newSlab(2 * (this.length + count) + SLAB)
    const at = this.#end
    this.#end = at + count
    return at
  }

  /** Goes on in fresh memory, with what has been written so far. */
  #newSlab(size: number): void {
    const slab = new Uint8Array(size)
    slab.set(this.#bytes.subarray(this.#start, this.#end))
    this.#end -= this.#start
    this.#start = 0
    this.#bytes = slab
    this.#view = new DataView(slab.buffer)
  }
}

function checkFits(value: number, largest: number): void {
  if (value >>> 0 !== value || value > largest) {
    throw new RangeError(`${value} is no integer from 0 to ${largest}`)
  }
}

const shared = new ByteWriter()

/** What `encode` writes. All calls share one writer, so `encode` must not call this again. */
export function encodeWith(encode: (writer: ByteWriter) => void): Uint8Array {
  shared.clear()
  encode(shared)
  return shared.take()
}
