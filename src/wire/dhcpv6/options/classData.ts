import type { ByteWriter } from '../../byteWriter.ts'
import type { ByteReader } from '../../cursor.ts'
import { OptionCode } from '../optionCode.ts'
import type { OptionCodec } from '../optionCodec.ts'

/** User Class, RFC 9915 §21.15. */
export interface UserClassOption {
  readonly code: typeof OptionCode.USER_CLASS
  readonly classes: readonly Uint8Array[]
}

/** Vendor Class, RFC 9915 §21.16. */
export interface VendorClassOption {
  readonly code: typeof OptionCode.VENDOR_CLASS
  /** IANA's private enterprise number, 32 bits. */
  readonly enterprise: number
  readonly classes: readonly Uint8Array[]
}

/*
 * Vendor Class; User Class is the same without the enterprise number.
 *
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------------------------------------------------------+
 * 0 |                       enterprise-number                       |
 *   +-------------------------------+-------------------------------+
 * 4 |       vendor-class-len        |  opaque-data …                |   any number of these
 *   +-------------------------------+-------------------------------+
 */
export const vendorClass: OptionCodec<VendorClassOption> = {
  decode: reader => ({
    code: OptionCode.VENDOR_CLASS,
    enterprise: reader.uint32(),
    classes: readClasses(reader),
  }),
  encode: (writer, { enterprise, classes }) => {
    writer.uint32(enterprise)
    writeClasses(writer, classes)
  },
}

export const userClass: OptionCodec<UserClassOption> = {
  decode: reader => ({ code: OptionCode.USER_CLASS, classes: readClasses(reader) }),
  encode: (writer, { classes }) => writeClasses(writer, classes),
}

function readClasses(reader: ByteReader): Uint8Array[] {
  const classes: Uint8Array[] = []
  while (reader.remaining > 0) classes.push(reader.bytes(reader.uint16()))
  return classes
}

function writeClasses(writer: ByteWriter, classes: readonly Uint8Array[]): void {
  for (const data of classes) {
    writer.uint16(data.length)
    writer.bytes(data)
  }
}
