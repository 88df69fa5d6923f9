import { readIpv6Address, UNSPECIFIED, type Ipv6Address } from '../../values/ipv6Address.ts'
import type { HostReader } from './hostReader.ts'

const HEADER = 4
/** Without the bits NLA_F_NESTED and NLA_F_NET_BYTEORDER. */
const TYPE_MASK = 0x3fff
const utf8 = new TextDecoder()

/** The next multiple of four: every header, payload and attribute begins on one. */
export function aligned(length: number): number {
  return (length + 3) & ~3
}

/**
 * Walks the attributes between two offsets of a payload.
 *
 *      0         2          4                nla_len
 *      | nla_len | nla_type | payload …      | padding to 4
 *
 * After `next()` has said true, `type` names the attribute and the typed reads take its payload; a payload of another
 * size than they want is a problem of the reader, which ends the walk.
 */
export class Attributes {
  type = 0
  /** Octets of payload. */
  length = 0
  #payload = 0
  #next: number
  readonly #end: number
  readonly #reader: HostReader
  readonly #outer: Attributes | null

  constructor(reader: HostReader, start: number, end: number, outer: Attributes | null = null) {
    this.#reader = reader
    this.#next = start
    this.#end = end
    this.#outer = outer
  }

  next(): boolean {
    const start = this.#next
    if (this.#reader.problem !== null || start >= this.#end) return false
    const left = this.#end - start
    const length = left < HEADER ? 0 : this.#reader.u16(start)
    if (length < HEADER || length > left) {
      this.#reader.fail('truncated', `attribute of ${length} octets, ${left} left`, start, this.#outer?.path)
      return false
    }
    this.type = this.#reader.u16(start + 2) & TYPE_MASK
    this.length = length - HEADER
    this.#payload = start + HEADER
    this.#next = start + aligned(length)
    return true
  }

  /** Numbers of the attributes around and of this one, outermost first: `18/1`. */
  get path(): string {
    return this.#outer === null ? `${this.type}` : `${this.#outer.path}/${this.type}`
  }

  u8(): number {
    return this.#is(1) ? this.#reader.u8(this.#payload) : 0
  }

  u32(): number {
    return this.#is(4) ? this.#reader.u32(this.#payload) : 0
  }

  ipv6(): Ipv6Address {
    return this.#is(16) ? readIpv6Address(this.#reader.view, this.#payload) : UNSPECIFIED
  }

  /** A copy. */
  octets(): Uint8Array {
    return this.#reader.octets(this.#payload, this.length).slice()
  }

  /** Text up to its first NUL. */
  text(): string {
    const octets = this.#reader.octets(this.#payload, this.length)
    const nul = octets.indexOf(0)
    return utf8.decode(nul < 0 ? octets : octets.subarray(0, nul))
  }

  nested(): Attributes {
    return new Attributes(this.#reader, this.#payload, this.#payload + this.length, this)
  }

  /** Offset of a payload that holds a structure of at least `size` octets (later kernels may append fields). */
  structure(size: number): number {
    if (this.length < size) this.#wrongSize(size)
    return this.#payload
  }

  #is(size: number): boolean {
    if (this.length !== size) this.#wrongSize(size)
    return this.length === size
  }

  #wrongSize(size: number): void {
    const kind = this.length < size ? 'truncated' : 'trailing'
    this.#reader.fail(kind, `${size} octets wanted, ${this.length} there`, this.#payload, this.path)
  }
}
