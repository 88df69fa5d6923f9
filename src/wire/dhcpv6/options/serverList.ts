import type { Ipv6Address } from '../../../values/ipv6Address.ts'
import type { ByteReader } from '../../cursor.ts'
import { OptionCode } from '../optionCode.ts'
import type { OptionCodec } from '../optionCodec.ts'

/** DNS Recursive Name Server, RFC 3646 §3: addresses of 16 octets, in order of preference. */
export interface DnsServersOption {
  readonly code: typeof OptionCode.DNS_SERVERS
  readonly servers: readonly Ipv6Address[]
}

/** Simple Network Time Protocol servers, RFC 4075 §4: the same layout. */
export interface SntpServersOption {
  readonly code: typeof OptionCode.SNTP_SERVERS
  readonly servers: readonly Ipv6Address[]
}

function readAddresses(reader: ByteReader): Ipv6Address[] {
  const addresses: Ipv6Address[] = []
  while (reader.remaining > 0) addresses.push(reader.ipv6Address())
  return addresses
}

export const dnsServers: OptionCodec<DnsServersOption> = {
  decode: reader => ({ code: OptionCode.DNS_SERVERS, servers: readAddresses(reader) }),
  encode: (writer, { servers }) => {
    for (const server of servers) writer.ipv6Address(server)
  },
}

export const sntpServers: OptionCodec<SntpServersOption> = {
  decode: reader => ({ code: OptionCode.SNTP_SERVERS, servers: readAddresses(reader) }),
  encode: (writer, { servers }) => {
    for (const server of servers) writer.ipv6Address(server)
  },
}
