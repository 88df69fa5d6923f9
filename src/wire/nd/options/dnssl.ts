import type { Seconds } from '../../../values/time.ts'
import type { ByteReader } from '../../cursor.ts'
import { readDomainName, writeDomainName } from '../../domainName.ts'
import { readSeconds, writeSeconds } from '../../lifetime.ts'
import { NdOptionType } from '../optionType.ts'
import type { NdOptionCodec } from '../optionCodec.ts'

/** DNS Search List, RFC 8106 §5.2. */
export interface DnsslOption {
  readonly type: typeof NdOptionType.DNSSL
  readonly lifetime: Seconds
  /** At least one; the root cannot be said, its octet is that of the padding. */
  readonly domains: readonly string[]
}

const ROOT = '.'

/*
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------+---------------+-------------------------------+
 * 0 |     Type      |  Length ≥ 2   |           Reserved            |
 *   +---------------+---------------+-------------------------------+
 * 4 |                           Lifetime                            |
 * 8 |       Domain names, then zeros to a multiple of 8 octets …    |
 *   +---------------------------------------------------------------+
 */
export const dnssl: NdOptionCodec<DnsslOption> = {
  decode: reader => {
    reader.skip(2)
    const lifetime = readSeconds(reader)
    const domains = readNamesAndPadding(reader)
    if (domains.length === 0) reader.fail('invalid', 'no domain name')
    return { type: NdOptionType.DNSSL, lifetime, domains }
  },
  encode: (writer, { lifetime, domains }) => {
    writer.zeros(2)
    writeSeconds(writer, lifetime)
    for (const domain of domains) {
      if (domain === ROOT) throw new RangeError('the root is no search domain')
      writeDomainName(writer, domain)
    }
  },
}

function readNamesAndPadding(reader: ByteReader): string[] {
  const names: string[] = []
  while (reader.remaining > 0) {
    const name = readDomainName(reader)
    if (name !== ROOT) names.push(name)
    else reader.skip(reader.remaining)
  }
  return names
}
