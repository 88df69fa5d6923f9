import { writeIpv6Address, type Ipv6Address } from '../../values/ipv6Address.ts'
import { aligned } from './attribute.ts'

const utf8 = new TextEncoder()
const ATTRIBUTE_HEADER = 4
const FIRST_SIZE = 512

/** An attribute that may be missing: then nothing is written. */
type Optional<T> = T | null | undefined

/** Writes one or more messages, back to back, in the host's byte order. Grows as needed. */
export class MessageWriter {
  readonly #littleEndian: boolean
  #octets = new Uint8Array(FIRST_SIZE)
  #view = new DataView(this.#octets.buffer)
  #length = 0
  #message = 0

  constructor(littleEndian: boolean) {
    this.#littleEndian = littleEndian
  }

  /** Octets written so far. */
  get length(): number {
    return this.#length
  }

  /** Begins a message; `end` completes it. */
  begin(type: number, flags: number, sequence: number): this {
    this.#message = this.#length
    return this.u32(0).u16(type).u16(flags).u32(sequence).u32(0)
  }

  end(): void {
    this.#view.setUint32(this.#message, this.#length - this.#message, this.#littleEndian)
    this.#take(aligned(this.#length) - this.#length)
  }

  /** A view of what was written; later writes may or may not show in it. */
  finish(): Uint8Array {
    return this.#octets.subarray(0, this.#length)
  }

  u8(value: number): this {
    const at = this.#take(1)
    this.#view.setUint8(at, value)
    return this
  }

  u16(value: number): this {
    const at = this.#take(2)
    this.#view.setUint16(at, value, this.#littleEndian)
    return this
  }

  u32(value: number): this {
    const at = this.#take(4)
    this.#view.setUint32(at, value, this.#littleEndian)
    return this
  }

  octets(value: Uint8Array): this {
    const at = this.#take(value.length)
    this.#octets.set(value, at)
    return this
  }

  ipv6(value: Ipv6Address): this {
    const at = this.#take(16)
    writeIpv6Address(this.#view, at, value)
    return this
  }

  /** An attribute whose payload is what `body` writes. Throws RangeError beyond 65531 octets of payload. */
  attribute(type: number, body: () => void): this {
    const start = this.#length
    this.u16(0).u16(type)
    body()
    const length = this.#length - start
    if (length > 0xffff) throw new RangeError(`attribute ${type} of ${length - ATTRIBUTE_HEADER} octets`)
    this.#view.setUint16(start, length, this.#littleEndian)
    this.#take(aligned(length) - length)
    return this
  }

  attributeU8(type: number, value: Optional<number>): this {
    return value === null || value === undefined ? this : this.attribute(type, () => this.u8(value))
  }

  attributeU32(type: number, value: Optional<number>): this {
    if (value === null || value === undefined) return this
    return this.u16(8).u16(type).u32(value)
  }

  attributeIpv6(type: number, value: Optional<Ipv6Address>): this {
    if (value === null || value === undefined) return this
    return this.u16(20).u16(type).ipv6(value)
  }

  attributeOctets(type: number, value: Optional<Uint8Array>): this {
    return value === null || value === undefined ? this : this.attribute(type, () => this.octets(value))
  }

  /** With the terminating NUL that the kernel wants. */
  attributeText(type: number, value: Optional<string>): this {
    return value === null || value === undefined
      ? this
      : this.attribute(type, () => this.octets(utf8.encode(value)).u8(0))
  }

  /** Offset of the next `size` octets. May exchange the memory, so it comes before any use of that. */
  #take(size: number): number {
    const at = this.#length
    const needed = at + size
    if (needed > this.#octets.length) {
      const larger = new Uint8Array(Math.max(needed, 2 * this.#octets.length))
      larger.set(this.#octets)
      this.#octets = larger
      this.#view = new DataView(larger.buffer)
    }
    this.#length = needed
    return at
  }
}
