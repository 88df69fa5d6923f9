import { ipv6Prefix, type Ipv6Prefix } from '../values/ipv6Prefix.ts'
import type { ByteReader } from './cursor.ts'

/**
 * A prefix in a field of 16 octets, its `length` already read from the octet before. Bits beyond the length are
 * cleared. A length over 128 is malformed.
 */
export function readPrefix(reader: ByteReader, length: number): Ipv6Prefix {
  if (length > 128) reader.fail('invalid', `prefix length ${length}`)
  return ipv6Prefix(reader.ipv6Address(), length)
}
