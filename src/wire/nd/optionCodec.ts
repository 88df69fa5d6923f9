import type { ByteWriter } from '../byteWriter.ts'
import type { ByteReader } from '../cursor.ts'

/**
 * An option's body: what follows its octets of type and length, so layouts begin at octet 2. `decode` gets a reader
 * whose window is exactly that body and must read all of it; behind what `encode` writes come zeros up to the next
 * multiple of eight octets.
 */
export interface NdOptionCodec<Option> {
  readonly decode: (reader: ByteReader) => Option
  readonly encode: (writer: ByteWriter, option: Option) => void
}
