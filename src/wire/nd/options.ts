import type { ByteWriter } from '../byteWriter.ts'
import type { ByteReader } from '../cursor.ts'
import { MALFORMED, opaque } from './opaqueOption.ts'
import type { NdOption } from './option.ts'
import type { NdOptionCodec } from './optionCodec.ts'
import { ndOptionTable } from './optionTable.ts'
import { ndOptionName } from './optionType.ts'

/** The table by type. The union's type ends here: option and codec match by it. */
const rows: readonly (NdOptionCodec<NdOption> | undefined)[] = Object.entries(ndOptionTable).reduce<
  NdOptionCodec<NdOption>[]
>((byType, [key, codec]) => {
  byType[Number(key)] = codec as NdOptionCodec<NdOption>
  return byType
}, [])

/** Length counts in these, type and length included. */
const UNIT = 8
const HEADER = 2

/*
 * RFC 4861 §4.6:
 *
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------+---------------+-------------------------------+
 * 0 |     Type      |    Length     |  body …                       |
 *   +---------------+---------------+-------------------------------+
 */

/** Reads options up to the end of the window. Fails on a length of 0 and on one beyond the window. */
export function decodeNdOptions(reader: ByteReader): NdOption[] {
  const options: NdOption[] = []
  while (reader.remaining > 0) {
    const type = reader.uint8()
    const units = reader.uint8()
    if (units === 0) reader.fail('invalid', `${ndOptionName(type)} of length 0`, reader.position - 1)
    options.push(decodeBody(reader, type, units * UNIT - HEADER))
  }
  return options
}

export function encodeNdOptions(writer: ByteWriter, options: readonly NdOption[]): void {
  for (const option of options) {
    const start = writer.length
    writer.uint8(option.type === MALFORMED ? option.wireType : option.type)
    writer.uint8(0)
    if ('data' in option) writer.bytes(option.data)
    else rows[option.type]!.encode(writer, option)
    const units = Math.ceil((writer.length - start) / UNIT)
    writer.zeros(start + units * UNIT - writer.length)
    writer.patchUint8(start + 1, units)
  }
}

function decodeBody(reader: ByteReader, type: number, length: number): NdOption {
  const codec = rows[type]
  if (codec === undefined || length > reader.remaining) {
    const outer = reader.enter(ndOptionName(type), length)
    const option = opaque(type, reader.bytes())
    reader.leave(outer)
    return option
  }
  const decoded = reader.attempt(ndOptionName(type), length, codec.decode)
  if (decoded.ok) return decoded.value
  return { type: MALFORMED, wireType: type, data: reader.bytes(length), error: decoded.error }
}
