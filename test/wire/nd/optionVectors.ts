import { parseIpv6Address } from '../../../src/values/ipv6Address.ts'
import { parseIpv6Prefix } from '../../../src/values/ipv6Prefix.ts'
import { NdOptionType, opaqueNdOption, type NdOption } from '../../../src/wire/nd/option.ts'
import { octets } from '../octets.ts'

/** An option's octets beside its value. */
export interface NdOptionVector {
  readonly title: string
  readonly wire: Uint8Array
  readonly option: NdOption
}

const vector = (title: string, annotated: string, option: NdOption): NdOptionVector => ({
  title,
  wire: octets(annotated),
  option,
})

const address = (text: string) => parseIpv6Address(text)!
const prefix = (text: string) => parseIpv6Prefix(text)!

export const ndOptionVectors: readonly NdOptionVector[] = [
  vector('Source Link-Layer Address (RFC 4861 §4.6.1)', '01 01  02 00 00 00 00 01', {
    type: NdOptionType.SOURCE_LINK_LAYER_ADDRESS,
    linkLayerAddress: octets('02 00 00 00 00 01'),
  }),
  vector('Target Link-Layer Address of 14 octets', '02 02  00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d', {
    type: NdOptionType.TARGET_LINK_LAYER_ADDRESS,
    linkLayerAddress: octets('00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d'),
  }),
  vector(
    'Prefix Information (RFC 4861 §4.6.2)',
    `
    03 04  40  c0            ; /64, L and A
    00 01 51 80              ; valid 86400 s
    00 00 38 40              ; preferred 14400 s
    00 00 00 00              ; reserved
    20 01 0d b8  00 00 00 01  00 00 00 00  00 00 00 00
    `,
    {
      type: NdOptionType.PREFIX_INFORMATION,
      prefix: prefix('2001:db8:0:1::/64'),
      onLink: true,
      autonomous: true,
      routerAddress: null,
      dhcpv6PdPreferred: false,
      valid: 86400,
      preferred: 14400,
    },
  ),
  vector(
    'Prefix Information with the address of a router (RFC 6275 §7.2) and preference for PD (RFC 9762 §5)',
    `
    03 04  38  30            ; /56, R and P
    ff ff ff ff              ; valid, infinity
    00 00 00 00              ; preferred
    00 00 00 00              ; reserved
    20 01 0d b8  00 00 00 ff  00 00 00 00  00 00 00 01
    `,
    {
      type: NdOptionType.PREFIX_INFORMATION,
      prefix: prefix('2001:db8::/56'),
      onLink: false,
      autonomous: false,
      routerAddress: address('2001:db8:0:ff::1'),
      dhcpv6PdPreferred: true,
      valid: Infinity,
      preferred: 0,
    },
  ),
  vector('MTU (RFC 4861 §4.6.4)', '05 01  00 00  00 00 05 00', { type: NdOptionType.MTU, mtu: 1280 }),
  vector('Route Information, the default (RFC 4191 §2.3)', '18 01  00  08  00 00 07 08', {
    type: NdOptionType.ROUTE_INFORMATION,
    prefix: prefix('::/0'),
    preference: 'high',
    lifetime: 1800,
  }),
  vector('Route Information of up to 64 bits', '18 02  30  18  ff ff ff ff  20 01 0d b8 12 34 00 00', {
    type: NdOptionType.ROUTE_INFORMATION,
    prefix: prefix('2001:db8:1234::/48'),
    preference: 'low',
    lifetime: Infinity,
  }),
  vector(
    'Route Information with more octets than its prefix needs',
    `
    18 03  30  00            ; /48
    00 00 00 01              ; lifetime
    20 01 0d b8  12 34 00 00  00 00 00 00  00 00 00 00
    `,
    {
      type: NdOptionType.ROUTE_INFORMATION,
      prefix: prefix('2001:db8:1234::/48'),
      preference: 'medium',
      lifetime: 1,
      prefixOctets: 16,
    },
  ),
  vector(
    'Route Information of more',
    `
    18 03  41  10            ; /65, a reserved preference
    00 00 00 00              ; lifetime
    20 01 0d b8  00 00 00 00  80 00 00 00  00 00 00 00
    `,
    {
      type: NdOptionType.ROUTE_INFORMATION,
      prefix: prefix('2001:db8:0:0:8000::/65'),
      preference: 'reserved',
      lifetime: 0,
    },
  ),
  vector(
    'Recursive DNS Server (RFC 8106 §5.1)',
    `
    19 05  00 00             ; two addresses
    00 00 07 08              ; lifetime 1800 s
    20 01 0d b8  00 00 00 00  00 00 00 00  00 00 00 53
    fe 80 00 00  00 00 00 00  00 00 00 00  00 00 00 53
    `,
    {
      type: NdOptionType.RDNSS,
      lifetime: 1800,
      servers: [address('2001:db8::53'), address('fe80::53')],
    },
  ),
  vector('RA Flags Expansion (RFC 5175 §4)', '1a 01  80 00 00 00 00 01', {
    type: NdOptionType.FLAGS_EXPANSION,
    flags: octets('80 00 00 00 00 01'),
  }),
  vector(
    'DNS Search List (RFC 8106 §5.2)',
    `
    1f 04  00 00
    00 00 00 00              ; lifetime 0
    07 65 78 61 6d 70 6c 65  ; example
    03 6f 72 67  00          ; org
    02 64 65  00             ; de
    00 00 00 00  00 00 00    ; padding
    `,
    { type: NdOptionType.DNSSL, lifetime: 0, domains: ['example.org', 'de'] },
  ),
  vector('DNS Search List that needs no padding', '1f 02  00 00  00 00 00 3c  02 61 62 03 63 64 65 00', {
    type: NdOptionType.DNSSL,
    lifetime: 60,
    domains: ['ab.cde'],
  }),
  vector(
    'Captive-Portal (RFC 8910 §2.3)',
    `
    25 02                    ; 16 octets
    68 74 74 70 73 3a 2f 2f  ; https://
    61 2e 62                 ; a.b
    00 00 00                 ; padding
    `,
    { type: NdOptionType.CAPTIVE_PORTAL, uri: 'https://a.b' },
  ),
  vector(
    'PREF64 (RFC 8781 §4)',
    `
    26 02                    ; 16 octets
    07 08                    ; 1800 s in units of 8, then code 0: /96
    00 64 ff 9b  00 00 00 00  00 00 00 00
    `,
    { type: NdOptionType.PREF64, prefix: prefix('64:ff9b::/96'), lifetime: 1800 },
  ),
  vector('PREF64 of 32 bits, as long as can be said', '26 02  ff fd  20 01 0d b8 00 00 00 00 00 00 00 00', {
    type: NdOptionType.PREF64,
    prefix: prefix('2001:db8::/32'),
    lifetime: 65528,
  }),
  vector(
    'an option without a type here',
    '0e 01  01 02 03 04 05 06',
    opaqueNdOption(14, octets('01 02 03 04 05 06')),
  ),
  vector(
    'an option that IANA does not know',
    'fd 01  ff ff ff ff ff ff',
    opaqueNdOption(253, octets('ff ff ff ff ff ff')),
  ),
]

/** Known types with a body that they cannot have, and what the error says; offsets count from the option. */
export const malformedNdOptions: readonly {
  readonly title: string
  readonly wire: string
  readonly kind: string
  readonly offset: number
}[] = [
  { title: 'a PIO of 24 octets', wire: '03 03' + '00'.repeat(22), kind: 'truncated', offset: 16 },
  { title: 'a PIO of 40 octets', wire: '03 05' + '00'.repeat(38), kind: 'trailing', offset: 32 },
  { title: 'a PIO of 129 bits', wire: '03 04 81' + '00'.repeat(29), kind: 'invalid', offset: 3 },
  { title: 'an MTU of 16 octets', wire: '05 02' + '00'.repeat(14), kind: 'trailing', offset: 8 },
  { title: 'a route of 1 bit in 0 octets', wire: '18 01 01' + '00'.repeat(5), kind: 'invalid', offset: 8 },
  { title: 'a route of 65 bits in 8 octets', wire: '18 02 41' + '00'.repeat(13), kind: 'invalid', offset: 8 },
  { title: 'a route of 129 bits', wire: '18 03 81' + '00'.repeat(21), kind: 'invalid', offset: 8 },
  { title: 'a route of 32 octets', wire: '18 04 40' + '00'.repeat(29), kind: 'trailing', offset: 24 },
  { title: 'RDNSS without a server', wire: '19 01' + '00'.repeat(6), kind: 'invalid', offset: 8 },
  { title: 'RDNSS with half a server', wire: '19 02' + '00'.repeat(14), kind: 'truncated', offset: 8 },
  { title: 'DNSSL without a name', wire: '1f 02' + '00'.repeat(14), kind: 'invalid', offset: 16 },
  {
    title: 'DNSSL with half a name',
    wire: '1f 02 0000 00000000 07' + '61'.repeat(7),
    kind: 'truncated',
    offset: 16,
  },
  {
    title: 'DNSSL with a compressed name',
    wire: '1f 02 0000 00000000 c008' + '00'.repeat(6),
    kind: 'invalid',
    offset: 8,
  },
  { title: 'PREF64 of 8 octets', wire: '26 01 0708 0064ff9b', kind: 'truncated', offset: 4 },
  { title: 'PREF64 of 24 octets', wire: '26 03' + '00'.repeat(22), kind: 'trailing', offset: 16 },
  {
    title: 'PREF64 with prefix length code 6',
    wire: '26 02 0006' + '00'.repeat(12),
    kind: 'invalid',
    offset: 4,
  },
]
