/**
 * Why a peer's octets are no message:
 * - `truncated`: a field or a declared length reaches beyond what is there;
 * - `trailing`: octets are left over where the layout has ended;
 * - `invalid`: a field holds a value that its layout cannot mean;
 * - `tooDeep`: options nested deeper than {@link MAX_OPTION_DEPTH};
 * - `unknownType`: a message type that is not ours to decode (RFC 9915 §16: such a message is discarded).
 */
export type WireErrorKind = 'truncated' | 'trailing' | 'invalid' | 'tooDeep' | 'unknownType'

/** What is wrong with a peer's octets. Dropped and counted by `kind`, never thrown. */
export interface WireError {
  readonly kind: WireErrorKind
  /** The options around the fault, outermost first: `IA_PD/IAPREFIX`; empty in a message's header. */
  readonly path: string
  /** Octets from the start of the message. */
  readonly offset: number
  readonly message: string
}

export type Decoded<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: WireError }

/** How many options may lie in one another; what RFCs define needs three. */
export const MAX_OPTION_DEPTH = 8

/** `truncated at octet 22 in IA_PD/IAPREFIX: 4 octets wanted, 2 left` */
export function formatWireError({ kind, path, offset, message }: WireError): string {
  return `${kind} at octet ${offset}${path === '' ? '' : ` in ${path}`}: ${message}`
}
