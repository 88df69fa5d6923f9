import { OptionCode } from '../optionCode.ts'
import type { OptionCodec } from '../optionCodec.ts'

/** Vendor-specific Information, RFC 9915 §21.17. */
export interface VendorOptsOption {
  readonly code: typeof OptionCode.VENDOR_OPTS
  /** IANA's private enterprise number, 32 bits: whose suboption codes these are. */
  readonly enterprise: number
  readonly suboptions: readonly Suboption[]
}

export interface Suboption {
  readonly code: number
  readonly data: Uint8Array
}

/*
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------------------------------------------------------+
 * 0 |                       enterprise-number                       |
 *   +-------------------------------+-------------------------------+
 * 4 |        suboption-code         |         suboption-len         |   any number of these
 * 8 |                       suboption-data …                        |
 *   +-------------------------------+-------------------------------+
 */
export const vendorOpts: OptionCodec<VendorOptsOption> = {
  decode: reader => {
    const enterprise = reader.uint32()
    const suboptions: Suboption[] = []
    while (reader.remaining > 0)
      suboptions.push({ code: reader.uint16(), data: reader.bytes(reader.uint16()) })
    return { code: OptionCode.VENDOR_OPTS, enterprise, suboptions }
  },
  encode: (writer, { enterprise, suboptions }) => {
    writer.uint32(enterprise)
    for (const { code, data } of suboptions) {
      writer.uint16(code)
      writer.uint16(data.length)
      writer.bytes(data)
    }
  },
}
