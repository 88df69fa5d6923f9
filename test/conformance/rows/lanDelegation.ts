import { section } from '../row.ts'

/** Table: RFC 9818. */
export const lanDelegation = section('RFC 9818: delegation on the LAN', [
  ['LPD-1', 'RFC 9818 LPD-1', 'Delegates prefixes on its LAN ports.', 'MUST', 'SR'],
  [
    'LPD-2',
    'RFC 9818 LPD-2',
    'Each link gets its /64 first; too few are reported to the operator.',
    'MUST',
    'RR',
  ],
  [
    'LPD-3',
    'RFC 9818 LPD-3',
    'The subnet of a link does not change unless policy or topology does.',
    'MUST NOT',
    'RR',
  ],
  ['LPD-4', 'RFC 9818 LPD-4', 'What the links left over can be delegated.', 'MUST', 'SR'],
  [
    'LPD-5',
    'RFC 9818 LPD-5',
    'Each delegated prefix has its route, from delegation to release or expiry, and returns to the pool then.',
    'MUST',
    'SR',
  ],
  [
    'LPD-6',
    'RFC 9818 LPD-6',
    'The default filter lets delegated prefixes through as RFC 6092 says and drops what is neither assigned nor delegated.',
    'MUST',
    'RR',
    'SR',
  ],
  [
    'LPD-7',
    'RFC 9818 LPD-7',
    'Delegates a /64 by default, another length only by configuration.',
    'MUST',
    'SR',
  ],
  ['LPD-8', 'RFC 9818 LPD-8', 'A ULA does not keep global prefixes from being delegated.', 'MUST', 'SR'],
  ['LPD-9', 'RFC 9818 LPD-9', 'A global prefix stands before a ULA in a message.', 'SHOULD', 'SR'],
  [
    'LPD-10',
    'RFC 9818 LPD-10',
    'Delegated lifetimes never exceed what remains on the WAN.',
    'MUST NOT',
    'SR',
  ],
  [
    'LPD-11',
    'draft-ietf-v6ops-rfc7084bis',
    'RAs carry the P flag where prefixes are delegated.',
    'SHOULD',
    'RA',
  ],
])
