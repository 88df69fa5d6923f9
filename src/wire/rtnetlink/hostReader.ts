import type { Decoded, WireError, WireErrorKind } from '../wireError.ts'

/**
 * Checked reads of octets in the host's byte order. A read beyond the end gives 0 and is kept as `problem` (the first
 * one stays), so that a decoder is a straight line which asks once, at its end, by {@link HostReader.result}.
 */
export class HostReader {
  readonly view: DataView
  readonly littleEndian: boolean
  problem: WireError | null = null
  /** Octets of the message before the first of these. */
  readonly #before: number

  constructor(octets: Uint8Array, littleEndian: boolean, before = 0) {
    this.view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength)
    this.littleEndian = littleEndian
    this.#before = before
  }

  get length(): number {
    return this.view.byteLength
  }

  result<T>(value: T): Decoded<T> {
    return this.problem === null ? { ok: true, value } : { ok: false, error: this.problem }
  }

  fail(kind: WireErrorKind, message: string, offset: number, path = ''): void {
    this.problem ??= { kind, path, offset: this.#before + offset, message }
  }

  u8(offset: number): number {
    return this.has(offset, 1) ? this.view.getUint8(offset) : 0
  }

  u16(offset: number): number {
    return this.has(offset, 2) ? this.view.getUint16(offset, this.littleEndian) : 0
  }

  u32(offset: number): number {
    return this.has(offset, 4) ? this.view.getUint32(offset, this.littleEndian) : 0
  }

  i32(offset: number): number {
    return this.has(offset, 4) ? this.view.getInt32(offset, this.littleEndian) : 0
  }

  /** A view, not a copy. */
  octets(offset: number, size: number): Uint8Array {
    if (!this.has(offset, size)) return new Uint8Array(0)
    return new Uint8Array(this.view.buffer, this.view.byteOffset + offset, size)
  }

  /** Whether `size` octets can be read at `offset`; if not, that is the problem. */
  has(offset: number, size: number): boolean {
    const left = Math.max(0, this.view.byteLength - offset)
    if (size <= left) return true
    this.fail('truncated', `${size} octets wanted, ${left} left`, offset)
    return false
  }
}
