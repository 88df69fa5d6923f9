import { readIpv6Address, type Ipv6Address } from '../values/ipv6Address.ts'
import { MAX_OPTION_DEPTH, type Decoded, type WireError, type WireErrorKind } from './wireError.ts'

/**
 * Thrown up to the `catch` in this file; nobody else sees it. One object for all faults, which lie in the reader: to
 * take a stack trace for each would cost ten times as much as a packet, at the will of whoever sends them.
 */
const MALFORMED = new Error('malformed')

/**
 * Reads network-order fields front to back within a window that options narrow and widen again. Every read is checked
 * against the window; nothing it returns shares memory with the input.
 */
export class ByteReader {
  readonly #bytes: Uint8Array
  #view: DataView | null = null
  #position = 0
  #end: number
  readonly #scopes: string[] = []
  #error: WireError | null = null

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#end = bytes.length
  }

  /** Octets from the start of the message. */
  get position(): number {
    return this.#position
  }

  /** Octets left in the window. */
  get remaining(): number {
    return this.#end - this.#position
  }

  uint8(): number {
    return this.#bytes[this.#take(1)]!
  }

  uint16(): number {
    const at = this.#take(2)
    return (this.#bytes[at]! << 8) | this.#bytes[at + 1]!
  }

  uint24(): number {
    const at = this.#take(3)
    return (this.#bytes[at]! << 16) | (this.#bytes[at + 1]! << 8) | this.#bytes[at + 2]!
  }

  uint32(): number {
    const at = this.#take(4)
    const bytes = this.#bytes
    return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0
  }

  uint64(): bigint {
    const at = this.#take(8)
    return this.#dataView().getBigUint64(at)
  }

  ipv6Address(): Ipv6Address {
    const at = this.#take(16)
    return readIpv6Address(this.#dataView(), at)
  }

  /** A copy of the next `length` octets; by default of all that are left in the window. */
  bytes(length = this.remaining): Uint8Array {
    const at = this.#take(length)
    const copy = new Uint8Array(length)
    // Most are a DUID or shorter, for which a loop beats making a view to copy from.
    if (length > 64) copy.set(this.#bytes.subarray(at, at + length))
    else for (let i = 0; i < length; i++) copy[i] = this.#bytes[at + i]!
    return copy
  }

  skip(length: number): void {
    this.#take(length)
  }

  /** Narrows the window to the next `length` octets, a body called `scope`. Hand the result to {@link leave}. */
  enter(scope: string, length: number): number {
    this.#scopes.push(scope)
    if (this.#scopes.length > MAX_OPTION_DEPTH) this.fail('tooDeep', `more than ${MAX_OPTION_DEPTH} levels`)
    if (length > this.remaining) this.#lack(length)
    const outer = this.#end
    this.#end = this.#position + length
    return outer
  }

  /** Widens the window again; its body must have been read to the last octet. */
  leave(outer: number): void {
    this.finish()
    this.#end = outer
    this.#scopes.pop()
  }

  /**
   * Reads a body of `length` octets with `decode`. A malformed one is a result instead of the end of the message, and
   * its octets are still to be read then.
   */
  attempt<T>(scope: string, length: number, decode: (reader: ByteReader) => T): Decoded<T> {
    const depth = this.#scopes.length
    const start = this.#position
    const end = this.#end
    const result = this.caught(() => {
      const outer = this.enter(scope, length)
      const value = decode(this)
      this.leave(outer)
      return value
    })
    if (!result.ok) {
      this.#scopes.length = depth
      this.#position = start
      this.#end = end
    }
    return result
  }

  /** Insists that the window is used up. */
  finish(): void {
    if (this.remaining > 0) this.fail('trailing', `${this.remaining} octets left over`)
  }

  fail(kind: WireErrorKind, message: string, offset = this.#position): never {
    this.#error = { kind, path: this.#scopes.join('/'), offset, message }
    throw MALFORMED
  }

  /** What `decode` returns, or the fault it ran into. */
  caught<T>(decode: () => T): Decoded<T> {
    try {
      return { ok: true, value: decode() }
    } catch (thrown) {
      if (thrown !== MALFORMED) throw thrown
      return { ok: false, error: this.#error! }
    }
  }

  #take(length: number): number {
    const at = this.#position
    if (length > this.#end - at) this.#lack(length)
    this.#position = at + length
    return at
  }

  #lack(length: number): never {
    this.fail('truncated', `${length} octets wanted, ${this.remaining} left`)
  }

  #dataView(): DataView {
    const { buffer, byteOffset, byteLength } = this.#bytes
    return (this.#view ??= new DataView(buffer, byteOffset, byteLength))
  }
}

/** Runs `decode` over all of `bytes`; octets that it leaves unread are an error too. */
export function decodeWith<T>(bytes: Uint8Array, decode: (reader: ByteReader) => T): Decoded<T> {
  const reader = new ByteReader(bytes)
  return reader.caught(() => {
    const value = decode(reader)
    reader.finish()
    return value
  })
}
