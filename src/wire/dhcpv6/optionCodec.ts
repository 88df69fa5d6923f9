import type { ByteWriter } from '../byteWriter.ts'
import type { ByteReader } from '../cursor.ts'
import type { Dhcpv6Option } from './option.ts'

/** Reads options up to the end of the reader's window. */
export type DecodeOptions = (reader: ByteReader) => Dhcpv6Option[]
export type EncodeOptions = (writer: ByteWriter, options: readonly Dhcpv6Option[]) => void

/**
 * An option's body, the octets that option-len counts. `decode` gets a reader whose window is exactly that body and
 * must read all of it; options inside options come by the functions passed in.
 */
export interface OptionCodec<Option> {
  readonly decode: (reader: ByteReader, decodeOptions: DecodeOptions) => Option
  readonly encode: (writer: ByteWriter, option: Option, encodeOptions: EncodeOptions) => void
}
