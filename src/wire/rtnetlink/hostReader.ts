import type { Decoded, WireError, WireErrorKind } from '../wireError.ts'

/**
 * Checked reads, in the host's byte order, within a window of a datagram; offsets count from the window's beginning. A
 * read beyond its end gives 0 and is kept as `problem` (the first one stays), so that a decoder is a straight line
 * which asks once, at its end, by {@link HostReader.result}.
 */
export class HostReader {
  readonly view: DataView
  readonly littleEndian: boolean
  /** Octets of `view` before the window. */
  readonly start: number
  /** Octets in the window. */
  readonly length: number
  problem: WireError | null = null
  /** Octets of the message before the window. */
  readonly #before: number

  constructor(view: DataView, littleEndian: boolean, start = 0, end = view.byteLength, before = 0) {
    this.view = view
    this.littleEndian = littleEndian
    this.start = start
    this.length = end - start
    this.#before = before
  }

  result<T>(value: T): Decoded<T> {
    return this.problem === null ? { ok: true, value } : { ok: false, error: this.problem }
  }

  /** `offset` is told from the message's beginning. */
  fail(kind: WireErrorKind, message: string, offset: number, path = ''): void {
    this.problem ??= { kind, path, offset: this.#before + offset, message }
  }

  u8(offset: number): number {
    return this.has(offset, 1) ? this.view.getUint8(this.start + offset) : 0
  }

  u16(offset: number): number {
    return this.has(offset, 2) ? this.view.getUint16(this.start + offset, this.littleEndian) : 0
  }

  u32(offset: number): number {
    return this.has(offset, 4) ? this.view.getUint32(this.start + offset, this.littleEndian) : 0
  }

  i32(offset: number): number {
    return this.has(offset, 4) ? this.view.getInt32(this.start + offset, this.littleEndian) : 0
  }

  /** A view, not a copy. */
  octets(offset: number, size: number): Uint8Array {
    if (!this.has(offset, size)) return new Uint8Array(0)
    return new Uint8Array(this.view.buffer, this.view.byteOffset + this.start + offset, size)
  }

  /** Whether `size` octets can be read at `offset`; if not, that is the problem. */
  has(offset: number, size: number): boolean {
    const left = Math.max(0, this.length - offset)
    if (size <= left) return true
    this.fail('truncated', `${size} octets wanted, ${left} left`, offset)
    return false
  }
}
