import type { ByteWriter } from './byteWriter.ts'
import type { ByteReader } from './cursor.ts'

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const encoder = new TextEncoder()

/**
 * The rest of the window as UTF-8 (RFC 3629). Octets that are no UTF-8 become U+FFFD: these texts are for people, and
 * a server's accent in Latin-1 must not cost a lease.
 */
export function readText(reader: ByteReader): string {
  return reader.remaining === 0 ? '' : decoder.decode(reader.bytes())
}

export function writeText(writer: ByteWriter, text: string): void {
  if (text !== '') writer.bytes(encoder.encode(text))
}
