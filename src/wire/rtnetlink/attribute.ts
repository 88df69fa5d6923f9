import { readIpv6Address, UNSPECIFIED, type Ipv6Address } from '../../values/ipv6Address.ts'
import type { HostReader } from './hostReader.ts'

const HEADER = 4
/** Without the bits NLA_F_NESTED and NLA_F_NET_BYTEORDER. */
const TYPE_MASK = 0x3fff
const LAST_ASCII = 0x7f

/** What is done with an attribute, by its number; those without an entry are passed over. */
export type AttributeReaders<T> = Readonly<Record<number, (target: T, attribute: Attribute) => void>>

/** The next multiple of four: every header, payload and attribute begins on one. */
export function aligned(length: number): number {
  return (length + 3) & ~3
}

/**
 * Reads the attributes from `start` to the end of a window, up to the first that is malformed.
 *
 *      0         2          4                nla_len
 *      | nla_len | nla_type | payload …      | padding to 4
 */
export function readAttributes<T>(
  reader: HostReader,
  start: number,
  readers: AttributeReaders<T>,
  target: T,
): void {
  walk(reader, start, reader.length, readers, target, null)
}

function walk<T>(
  reader: HostReader,
  start: number,
  end: number,
  readers: AttributeReaders<T>,
  target: T,
  outer: Attribute | null,
): void {
  const { view, littleEndian, start: base } = reader
  const attribute = new Attribute(reader, outer)
  // Most of a link's attributes are of no interest, and links come first after the launch: so no calls for those.
  for (let at = start; at < end && reader.problem === null;) {
    const left = end - at
    const length = left < HEADER ? 0 : view.getUint16(base + at, littleEndian)
    if (length < HEADER || length > left) {
      reader.fail('truncated', `attribute of ${length} octets, ${left} left`, at, outer?.path)
      return
    }
    const type = view.getUint16(base + at + 2, littleEndian) & TYPE_MASK
    const read = readers[type]
    if (read !== undefined) read(target, attribute.moveTo(type, at + HEADER, length - HEADER))
    at += (length + 3) & ~3
  }
}

/**
 * The attribute at which a walk stands: it is valid only within its reader function. A payload of another size than a
 * read wants is a problem of the message, and ends the walk.
 */
export class Attribute {
  type = 0
  /** Offset and octets of the payload. */
  start = 0
  length = 0
  readonly #reader: HostReader
  readonly #outer: Attribute | null

  constructor(reader: HostReader, outer: Attribute | null) {
    this.#reader = reader
    this.#outer = outer
  }

  moveTo(type: number, start: number, length: number): this {
    this.type = type
    this.start = start
    this.length = length
    return this
  }

  /** Numbers of the attributes around and of this one, outermost first: `18/1`. */
  get path(): string {
    return this.#outer === null ? `${this.type}` : `${this.#outer.path}/${this.type}`
  }

  u8(): number {
    return this.#is(1) ? this.#reader.u8(this.start) : 0
  }

  u32(): number {
    return this.#is(4) ? this.#reader.u32(this.start) : 0
  }

  ipv6(): Ipv6Address {
    if (!this.#is(16)) return UNSPECIFIED
    return readIpv6Address(this.#reader.view, this.#reader.start + this.start)
  }

  /** A copy. */
  octets(): Uint8Array {
    return this.#reader.octets(this.start, this.length).slice()
  }

  /** Text up to its first NUL. */
  text(): string {
    const { view, start } = this.#reader
    let text = ''
    for (let at = 0; at < this.length; at++) {
      const octet = view.getUint8(start + this.start + at)
      if (octet === 0) return text
      if (octet > LAST_ASCII) return this.#unicode()
      text += String.fromCharCode(octet)
    }
    return text
  }

  #unicode(): string {
    const octets = this.#reader.octets(this.start, this.length)
    const nul = octets.indexOf(0)
    return new TextDecoder().decode(nul < 0 ? octets : octets.subarray(0, nul))
  }

  nested<T>(readers: AttributeReaders<T>, target: T): void {
    this.part(this.start, this.start + this.length, readers, target)
  }

  /** Reads attributes that lie in a part of the payload. */
  part<T>(start: number, end: number, readers: AttributeReaders<T>, target: T): void {
    walk(this.#reader, start, end, readers, target, this)
  }

  /** The message, for a payload that is a structure of at least `size` octets (later kernels append fields). */
  structure(size: number): HostReader {
    if (this.length < size) this.#wrongSize(size)
    return this.#reader
  }

  #is(size: number): boolean {
    if (this.length !== size) this.#wrongSize(size)
    return this.length === size
  }

  #wrongSize(size: number): void {
    const kind = this.length < size ? 'truncated' : 'trailing'
    this.#reader.fail(kind, `${size} octets wanted, ${this.length} there`, this.start, this.path)
  }
}
