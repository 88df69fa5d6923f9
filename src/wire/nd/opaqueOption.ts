import type { WireError } from '../wireError.ts'

/**
 * The type of an option without a row in the table: any number. To the compiler it is an enum (it never exists at run
 * time) so that it is no member of IANA's types: that way `option.type === NdOptionType.MTU` narrows to MTU alone.
 */
declare enum OpaqueNdOptionType {
  Opaque = -2,
}

export type { OpaqueNdOptionType }

/** An option whose fields are not known here, kept octet for octet. Build one with `opaqueNdOption`. */
export interface OpaqueNdOption {
  readonly type: OpaqueNdOptionType
  /** What follows type and length: 6 octets, or 14, or 22 … */
  readonly data: Uint8Array
}

export const MALFORMED = -1

/**
 * An option of a known type whose body is not what that type says. RFC 4861 §6.1 lets no such option cost the message
 * (only a length of 0 does), and RFC 8106 §5.3.1 and RFC 8781 §4 have it ignored, so it is kept octet for octet and
 * says what is wrong with it.
 */
export interface MalformedNdOption {
  readonly type: typeof MALFORMED
  /** The type in the packet. */
  readonly wireType: number
  readonly data: Uint8Array
  readonly error: WireError
}

/** `type` must have no row in the table. */
export function opaque(type: number, data: Uint8Array): OpaqueNdOption {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- the only place that makes such a type
  return { type, data }
}
