import type { Duid } from '../../../values/duid.ts'
import type { ByteReader } from '../../cursor.ts'
import { OptionCode } from '../optionCode.ts'
import type { OptionCodec } from '../optionCodec.ts'

/** Client Identifier, RFC 9915 §21.2. */
export interface ClientIdOption {
  readonly code: typeof OptionCode.CLIENTID
  readonly duid: Duid
}

/** Server Identifier, RFC 9915 §21.3. */
export interface ServerIdOption {
  readonly code: typeof OptionCode.SERVERID
  readonly duid: Duid
}

/*
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +-------------------------------+-------------------------------+
 * 0 |          DUID type            |  1 to 128 octets …            |
 *   +-------------------------------+-------------------------------+
 */
const SHORTEST = 3
const LONGEST = 130

function readDuid(reader: ByteReader): Duid {
  const length = reader.remaining
  if (length < SHORTEST || length > LONGEST) reader.fail('invalid', `DUID of ${length} octets`)
  return reader.bytes() as Duid
}

export const clientId: OptionCodec<ClientIdOption> = {
  decode: reader => ({ code: OptionCode.CLIENTID, duid: readDuid(reader) }),
  encode: (writer, { duid }) => writer.bytes(duid),
}

export const serverId: OptionCodec<ServerIdOption> = {
  decode: reader => ({ code: OptionCode.SERVERID, duid: readDuid(reader) }),
  encode: (writer, { duid }) => writer.bytes(duid),
}
