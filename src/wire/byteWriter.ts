import { writeIpv6Address, type Ipv6Address } from '../values/ipv6Address.ts'

const FIRST_CAPACITY = 2048

/**
 * Appends network-order fields to memory that grows. A number that its field cannot hold throws RangeError: the value
 * was built wrongly here, no peer can cause it.
 */
export class ByteWriter {
  #bytes = new Uint8Array(FIRST_CAPACITY)
  #view = new DataView(this.#bytes.buffer)
  #length = 0

  /** Octets written so far. */
  get length(): number {
    return this.#length
  }

  clear(): void {
    this.#length = 0
  }

  /** A copy of what has been written. */
  toBytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length)
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
    const at = this.#grow(bytes.length)
    this.#bytes.set(bytes, at)
  }

  zeros(count: number): void {
    const at = this.#grow(count)
    this.#bytes.fill(0, at, at + count)
  }

  /** Leaves two octets for the length of what follows; hand the result to {@link endBody16}. */
  beginBody16(): number {
    this.uint16(0)
    return this.#length
  }

  /** Writes the length of what was written since `start` into the two octets before it. */
  endBody16(start: number): void {
    const length = this.#length - start
    checkFits(length, 0xffff)
    this.#view.setUint16(start - 2, length)
  }

  /** Overwrites an octet written before. */
  patchUint8(at: number, value: number): void {
    checkFits(value, 0xff)
    this.#bytes[at] = value
  }

  /** Makes room for `count` octets and returns where they begin. They hold whatever was there. */
  #grow(count: number): number {
    const at = this.#length
    this.#length = at + count
    if (this.#length > this.#bytes.length) this.#enlarge()
    return at
  }

  #enlarge(): void {
    const larger = new Uint8Array(2 ** Math.ceil(Math.log2(this.#length)))
    larger.set(this.#bytes)
    this.#bytes = larger
    this.#view = new DataView(larger.buffer)
  }
}

function checkFits(value: number, largest: number): void {
  if (value >>> 0 !== value || value > largest) {
    throw new RangeError(`${value} is no integer from 0 to ${largest}`)
  }
}

const scratch = new ByteWriter()

/**
 * What `encode` writes, as memory of its own. All calls share one writer, so `encode` must not call this again.
 */
export function encodeWith(encode: (writer: ByteWriter) => void): Uint8Array {
  scratch.clear()
  encode(scratch)
  return scratch.toBytes()
}
