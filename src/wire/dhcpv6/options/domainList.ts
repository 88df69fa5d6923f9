import { readDomainNames, writeDomainName } from '../../domainName.ts'
import { OptionCode } from '../optionCode.ts'
import type { OptionCodec } from '../optionCodec.ts'

/** Domain Search List, RFC 3646 §4: uncompressed names one after the other (RFC 9915 §10). */
export interface DomainListOption {
  readonly code: typeof OptionCode.DOMAIN_LIST
  /** `example.org`, as ../../domainName.ts spells names. */
  readonly domains: readonly string[]
}

export const domainList: OptionCodec<DomainListOption> = {
  decode: reader => ({ code: OptionCode.DOMAIN_LIST, domains: readDomainNames(reader) }),
  encode: (writer, { domains }) => {
    for (const domain of domains) writeDomainName(writer, domain)
  },
}
