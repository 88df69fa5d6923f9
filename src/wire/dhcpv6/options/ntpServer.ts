import type { Ipv6Address } from '../../../values/ipv6Address.ts'
import type { ByteWriter } from '../../byteWriter.ts'
import type { ByteReader } from '../../cursor.ts'
import { readDomainName, writeDomainName } from '../../domainName.ts'
import { OptionCode } from '../optionCode.ts'
import type { OptionCodec } from '../optionCodec.ts'

/** NTP Server, RFC 5908 §4: one source per option, so the option may come more than once. */
export interface NtpServerOption {
  readonly code: typeof OptionCode.NTP_SERVER
  readonly sources: readonly NtpSource[]
}

/** A suboption: the address of a server, a multicast group, a server's name, or one that RFC 5908 does not know. */
export type NtpSource =
  | { readonly kind: 'server'; readonly address: Ipv6Address }
  | { readonly kind: 'multicast'; readonly address: Ipv6Address }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'other'; readonly suboption: number; readonly data: Uint8Array }

const SERVER = 1
const MULTICAST = 2
const NAME = 3

/*
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +-------------------------------+-------------------------------+
 * 0 |        suboption-code         |         suboption-len         |
 * 4 |     address (16 octets) or name, by the code …                |
 *   +-------------------------------+-------------------------------+
 */
export const ntpServer: OptionCodec<NtpServerOption> = {
  decode: reader => {
    const sources: NtpSource[] = []
    while (reader.remaining > 0) sources.push(readSource(reader))
    return { code: OptionCode.NTP_SERVER, sources }
  },
  encode: (writer, { sources }) => {
    for (const source of sources) writeSource(writer, source)
  },
}

function readSource(reader: ByteReader): NtpSource {
  const suboption = reader.uint16()
  const outer = reader.enter(`suboption ${suboption}`, reader.uint16())
  const source = readBody(reader, suboption)
  reader.leave(outer)
  return source
}

function readBody(reader: ByteReader, suboption: number): NtpSource {
  switch (suboption) {
    case SERVER:
      return { kind: 'server', address: reader.ipv6Address() }
    case MULTICAST:
      return { kind: 'multicast', address: reader.ipv6Address() }
    case NAME:
      return { kind: 'name', name: readDomainName(reader) }
    default:
      return { kind: 'other', suboption, data: reader.bytes() }
  }
}

function writeSource(writer: ByteWriter, source: NtpSource): void {
  writer.uint16(suboptionOf(source))
  const start = writer.beginBody16()
  if (source.kind === 'name') writeDomainName(writer, source.name)
  else if (source.kind === 'other') writer.bytes(source.data)
  else writer.ipv6Address(source.address)
  writer.endBody16(start)
}

function suboptionOf(source: NtpSource): number {
  if (source.kind === 'other') return source.suboption
  return { server: SERVER, multicast: MULTICAST, name: NAME }[source.kind]
}
