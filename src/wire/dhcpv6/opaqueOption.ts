/**
 * The code of an option without a row in the table: any number. To the compiler it is an enum (it never exists at run
 * time) so that it is no member of IANA's codes: that way `option.code === OptionCode.IA_PD` narrows to IA_PD alone.
 */
declare enum OpaqueOptionCode {
  Opaque = -1,
}

export type { OpaqueOptionCode }

/** An option whose fields are not known here, kept octet for octet. Build one with `opaqueOption`. */
export interface OpaqueOption {
  readonly code: OpaqueOptionCode
  readonly data: Uint8Array
}

/** `code` must have no row in the table. */
export function opaque(code: number, data: Uint8Array): OpaqueOption {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- the only place that makes such a code
  return { code, data }
}
