import { readText, writeText } from '../../text.ts'
import { OptionCode } from '../optionCode.ts'
import type { OptionCodec } from '../optionCodec.ts'

/** RFC 9915 §21.13, table 3. */
export const StatusCode = {
  Success: 0,
  UnspecFail: 1,
  NoAddrsAvail: 2,
  NoBinding: 3,
  NotOnLink: 4,
  UseMulticast: 5,
  NoPrefixAvail: 6,
} as const

/** Status Code, RFC 9915 §21.13. */
export interface StatusCodeOption {
  readonly code: typeof OptionCode.STATUS_CODE
  /** One of {@link StatusCode}, or another number from IANA's registry. */
  readonly status: number
  readonly message: string
}

const names = new Map<number, string>(Object.entries(StatusCode).map(([name, status]) => [status, name]))

/** `NoPrefixAvail`; `status 99` for one that RFC 9915 does not define. */
export function statusCodeName(status: number): string {
  return names.get(status) ?? `status ${status}`
}

/*
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +-------------------------------+-------------------------------+
 * 0 |          status-code          |  status-message (UTF-8) …     |
 *   +-------------------------------+-------------------------------+
 */
export const statusCode: OptionCodec<StatusCodeOption> = {
  decode: reader => ({
    code: OptionCode.STATUS_CODE,
    status: reader.uint16(),
    message: readText(reader),
  }),
  encode: (writer, { status, message }) => {
    writer.uint16(status)
    writeText(writer, message)
  },
}
