import type { ByteWriter } from '../byteWriter.ts'
import type { ByteReader } from '../cursor.ts'
import { opaque } from './opaqueOption.ts'
import type { Dhcpv6Option } from './option.ts'
import { optionName } from './optionCode.ts'
import type { OptionCodec } from './optionCodec.ts'
import { optionTable } from './optionTable.ts'

interface Row extends OptionCodec<Dhcpv6Option> {
  readonly name: string
}

/** The table by code, for a look-up without a string key. The union's type ends here: code and codec match by it. */
const rows: readonly (Row | undefined)[] = Object.entries(optionTable).reduce<Row[]>(
  (byCode, [key, codec]) => {
    const code = Number(key)
    byCode[code] = { name: optionName(code), ...(codec as OptionCodec<Dhcpv6Option>) }
    return byCode
  },
  [],
)

/*
 * RFC 9915 §21.1:
 *
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +-------------------------------+-------------------------------+
 * 0 |          option-code          |           option-len          |
 * 4 |                         option-data …                         |
 *   +-------------------------------+-------------------------------+
 */

/** Reads options up to the end of the window, in order, those without a row octet for octet. */
export function decodeOptions(reader: ByteReader): Dhcpv6Option[] {
  const options: Dhcpv6Option[] = []
  while (reader.remaining > 0) {
    const code = reader.uint16()
    const length = reader.uint16()
    const row = rows[code]
    const outer = reader.enter(row === undefined ? optionName(code) : row.name, length)
    options.push(row === undefined ? opaque(code, reader.bytes()) : row.decode(reader, decodeOptions))
    reader.leave(outer)
  }
  return options
}

export function encodeOptions(writer: ByteWriter, options: readonly Dhcpv6Option[]): void {
  for (const option of options) {
    writer.uint16(option.code)
    const start = writer.beginBody16()
    if ('data' in option) writer.bytes(option.data)
    else rows[option.code]!.encode(writer, option, encodeOptions)
    writer.endBody16(start)
  }
}
