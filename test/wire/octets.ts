import { parseHex } from '../../src/values/bytes.ts'

/** Octets from hexadecimal text, a field a line, with a comment after each `;`. */
export function octets(annotated: string): Uint8Array {
  const digits = annotated.replaceAll(/;.*$/gm, '').replaceAll(/\s+/g, '')
  const bytes = parseHex(digits)
  if (bytes === null) throw new Error(`no hexadecimal octets: ${digits}`)
  return bytes
}
