import type { Seconds } from '../values/time.ts'
import type { ByteWriter } from './byteWriter.ts'
import type { ByteReader } from './cursor.ts'

const INFINITY = 0xffff_ffff

/** A 32-bit count of seconds; 0xffffffff is Infinity (RFC 9915 §7.7, RFC 4861 §4.6.2). */
export function readSeconds(reader: ByteReader): Seconds {
  const value = reader.uint32()
  return value === INFINITY ? Infinity : value
}

/**
 * Whole seconds, rounded down so that no lifetime is promised longer than it is; negative ones are 0, and a finite
 * one never becomes the 0xffffffff of Infinity. NaN throws RangeError.
 */
export function writeSeconds(writer: ByteWriter, seconds: Seconds): void {
  if (seconds === Infinity) writer.uint32(INFINITY)
  else writer.uint32(Math.min(Math.max(Math.floor(seconds), 0), INFINITY - 1))
}
