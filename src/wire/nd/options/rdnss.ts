import type { Ipv6Address } from '../../../values/ipv6Address.ts'
import type { Seconds } from '../../../values/time.ts'
import { readSeconds, writeSeconds } from '../../lifetime.ts'
import { NdOptionType } from '../optionType.ts'
import type { NdOptionCodec } from '../optionCodec.ts'

/** Recursive DNS Server, RFC 8106 §5.1. */
export interface RdnssOption {
  readonly type: typeof NdOptionType.RDNSS
  readonly lifetime: Seconds
  /** At least one. */
  readonly servers: readonly Ipv6Address[]
}

/*
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------+---------------+-------------------------------+
 * 0 |     Type      |  Length 3, 5… |           Reserved            |
 *   +---------------+---------------+-------------------------------+
 * 4 |                           Lifetime                            |
 * 8 |                   Addresses (16 octets each) …                |
 *   +---------------------------------------------------------------+
 */
export const rdnss: NdOptionCodec<RdnssOption> = {
  decode: reader => {
    reader.skip(2)
    const lifetime = readSeconds(reader)
    if (reader.remaining === 0) reader.fail('invalid', 'no address')
    const servers: Ipv6Address[] = []
    while (reader.remaining > 0) servers.push(reader.ipv6Address())
    return { type: NdOptionType.RDNSS, lifetime, servers }
  },
  encode: (writer, { lifetime, servers }) => {
    writer.zeros(2)
    writeSeconds(writer, lifetime)
    for (const server of servers) writer.ipv6Address(server)
  },
}
