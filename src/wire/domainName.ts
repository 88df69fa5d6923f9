import type { ByteWriter } from './byteWriter.ts'
import type { ByteReader } from './cursor.ts'

/*
 * Uncompressed domain names (RFC 1035 §3.1; RFC 9915 §10 and RFC 8106 §5.2 allow no compression): labels of an octet
 * with the length, 1 to 63, and that many octets, and the empty label of the root at the end.
 *
 * As text a name has no dot at its end, `example.org`, and the root is `.`. In a label, a dot and a backslash follow
 * a backslash, and octets that are no printable ASCII are `\` and three decimal digits (RFC 1035 §5.1), so that
 * reading and writing are each other's inverse.
 */

const LONGEST_LABEL = 63
const LONGEST_NAME = 255
const DOT = 0x2e
const BACKSLASH = 0x5c

/** Throws (as a WireError) on a compressed name, a label over 63 octets or a name over 255. */
export function readDomainName(reader: ByteReader): string {
  const start = reader.position
  let name = ''
  for (let length = reader.uint8(); length > 0; length = reader.uint8()) {
    if (length > LONGEST_LABEL) reader.fail('invalid', `label length ${length}`, reader.position - 1)
    if (name !== '') name += '.'
    for (let i = 0; i < length; i++) name += labelCharacter(reader.uint8())
  }
  if (reader.position - start > LONGEST_NAME) reader.fail('invalid', 'domain name over 255 octets', start)
  return name === '' ? '.' : name
}

/** All names up to the end of the window. */
export function readDomainNames(reader: ByteReader): string[] {
  const names: string[] = []
  while (reader.remaining > 0) names.push(readDomainName(reader))
  return names
}

/** Throws RangeError when `name` is no domain name; see {@link parseDomainName}. */
export function writeDomainName(writer: ByteWriter, name: string): void {
  const octets = parseDomainName(name)
  if (octets === null) throw new RangeError(`'${name}' is no domain name`)
  writer.bytes(octets)
}

/**
 * The octets of a name as text, with or without a dot at its end; null when a label is empty or too long, the name is
 * too long, an escape is wrong, or a character is none of ASCII (an internationalized name goes as A-labels).
 */
export function parseDomainName(name: string): Uint8Array | null {
  if (name === '.') return new Uint8Array(1)
  const labels = splitLabels(name)
  if (labels === null || labels.some(label => label.length === 0 || label.length > LONGEST_LABEL)) return null
  const octets = [...labels.flatMap(label => [label.length, ...label]), 0]
  return octets.length > LONGEST_NAME ? null : Uint8Array.from(octets)
}

function labelCharacter(octet: number): string {
  if (octet === DOT) return '\\.'
  if (octet === BACKSLASH) return '\\\\'
  return octet > 0x20 && octet < 0x7f ? String.fromCharCode(octet) : `\\${octet.toString().padStart(3, '0')}`
}

/** The octets of each label, escapes resolved; null on a wrong escape or a character that is no printable ASCII. */
function splitLabels(name: string): number[][] | null {
  const tokens = name.match(/\\\d{3}|\\[^\d]|[!-[\]-~]/g) ?? []
  if (tokens.join('') !== name) return null
  const labels: number[][] = [[]]
  for (const token of tokens) {
    if (token === '.') labels.push([])
    else {
      const octet = token.length === 4 ? Number(token.slice(1)) : token.charCodeAt(token.length - 1)
      if (octet > (token.length === 4 ? 0xff : 0x7e)) return null
      labels.at(-1)!.push(octet)
    }
  }
  if (labels.length > 1 && labels.at(-1)!.length === 0) labels.pop()
  return labels
}
