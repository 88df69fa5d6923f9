export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** Lower-case hexadecimal digits, two an octet, `separator` between octets. */
export function formatHex(bytes: Uint8Array, separator = ''): string {
  let text = ''
  for (let i = 0; i < bytes.length; i++) {
    text += (i > 0 ? separator : '') + bytes[i]!.toString(16).padStart(2, '0')
  }
  return text
}

/** Octets from hexadecimal digits, with or without `:` between them; null when the text is anything else. */
export function parseHex(text: string): Uint8Array | null {
  const digits = text.replaceAll(':', '')
  if (!/^([0-9a-f]{2})*$/i.test(digits)) return null
  const bytes = new Uint8Array(digits.length / 2)
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16)
  return bytes
}
