import { parseDuid } from '../../../src/values/duid.ts'
import { parseIpv6Address } from '../../../src/values/ipv6Address.ts'
import { parseIpv6Prefix } from '../../../src/values/ipv6Prefix.ts'
import { opaqueOption, OptionCode, type Dhcpv6Option } from '../../../src/wire/dhcpv6/option.ts'
import { octets } from '../octets.ts'

/** An option's octets beside its value: the table of the layouts in RFC 9915 §21 and the RFCs named. */
export interface OptionVector {
  readonly title: string
  readonly wire: Uint8Array
  readonly option: Dhcpv6Option
}

const vector = (title: string, annotated: string, option: Dhcpv6Option): OptionVector => ({
  title,
  wire: octets(annotated),
  option,
})

const address = (text: string) => parseIpv6Address(text)!
const prefix = (text: string) => parseIpv6Prefix(text)!
const duid = (text: string) => parseDuid(text)!

export const optionVectors: readonly OptionVector[] = [
  vector(
    'Client Identifier, DUID-LLT',
    `
    00 01  00 0e             ; CLIENTID, 14 octets
    00 01  00 01             ; DUID-LLT, Ethernet
    2a 2b 2c 2d              ; time
    02 00 00 00 00 01        ; link-layer address
    `,
    { code: OptionCode.CLIENTID, duid: duid('00:01:00:01:2a:2b:2c:2d:02:00:00:00:00:01') },
  ),
  vector(
    'Client Identifier of the fewest octets',
    `
    00 01  00 03             ; CLIENTID, 3 octets
    00 05  aa                ; DUID of a type nobody knows
    `,
    { code: OptionCode.CLIENTID, duid: duid('00:05:aa') },
  ),
  vector(
    'Server Identifier, DUID-EN',
    `
    00 02  00 08             ; SERVERID, 8 octets
    00 02  00 00 0c 04       ; DUID-EN, enterprise 3076
    be ef                    ; identifier
    `,
    { code: OptionCode.SERVERID, duid: duid('00:02:00:00:0c:04:be:ef') },
  ),
  vector(
    'IA_NA with an address and its status',
    `
    00 03  00 32             ; IA_NA, 50 octets
    00 00 00 2a              ; IAID 42
    00 00 07 08              ; T1 1800 s
    00 00 0b 40              ; T2 2880 s
    00 05  00 22             ; IAADDR, 34 octets
    20 01 0d b8  00 00 00 00  00 00 00 00  00 00 00 05
    00 00 0e 10              ; preferred 3600 s
    00 00 1c 20              ; valid 7200 s
    00 0d  00 06             ; STATUS_CODE, 6 octets
    00 00  66 69 6e 65       ; Success, "fine"
    `,
    {
      code: OptionCode.IA_NA,
      iaid: 42,
      t1: 1800,
      t2: 2880,
      options: [
        {
          code: OptionCode.IAADDR,
          address: address('2001:db8::5'),
          preferred: 3600,
          valid: 7200,
          options: [{ code: OptionCode.STATUS_CODE, status: 0, message: 'fine' }],
        },
      ],
    },
  ),
  vector(
    'IA_TA',
    `
    00 04  00 04             ; IA_TA, 4 octets
    ff ff ff ff              ; IAID
    `,
    { code: OptionCode.IA_TA, iaid: 0xffff_ffff, options: [] },
  ),
  vector(
    'IA Address for ever',
    `
    00 05  00 18             ; IAADDR, 24 octets
    20 01 0d b8  00 00 00 00  00 00 00 00  00 00 00 06
    ff ff ff ff              ; preferred, infinity
    ff ff ff ff              ; valid, infinity
    `,
    {
      code: OptionCode.IAADDR,
      address: address('2001:db8::6'),
      preferred: Infinity,
      valid: Infinity,
      options: [],
    },
  ),
  vector(
    'Option Request',
    `
    00 06  00 06             ; ORO, 6 octets
    00 17                    ; DNS_SERVERS
    00 52                    ; SOL_MAX_RT
    ff ff                    ; nothing that IANA knows
    `,
    { code: OptionCode.ORO, requested: [23, 82, 65535] },
  ),
  vector('empty Option Request', '00 06  00 00', { code: OptionCode.ORO, requested: [] }),
  vector('Preference', '00 07  00 01  ff', { code: OptionCode.PREFERENCE, preference: 255 }),
  vector('Elapsed Time', '00 08  00 02  01 2c', { code: OptionCode.ELAPSED_TIME, hundredths: 300 }),
  vector(
    'Relay Message',
    `
    00 09  00 04             ; RELAY_MSG, 4 octets
    0b 12 34 56              ; an Information-request without options
    `,
    { code: OptionCode.RELAY_MSG, message: octets('0b 12 34 56') },
  ),
  vector(
    'Authentication, the key of a Reply (RFC 9915 §20.4)',
    `
    00 0b  00 1c             ; AUTH, 28 octets
    03                       ; protocol: Reconfigure Key
    01                       ; algorithm: HMAC-MD5
    00                       ; RDM: monotonic counter
    00 00 00 00 00 00 00 07  ; replay detection
    01                       ; type: key
    00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f
    `,
    {
      code: OptionCode.AUTH,
      protocol: 3,
      algorithm: 1,
      rdm: 0,
      replayDetection: 7n,
      information: octets('01 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f'),
    },
  ),
  vector('Server Unicast', '00 0c  00 10  20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 07', {
    code: OptionCode.UNICAST,
    address: address('2001:db8::7'),
  }),
  vector(
    'Status Code',
    `
    00 0d  00 07             ; STATUS_CODE, 7 octets
    00 06                    ; NoPrefixAvail
    76 69 64 c3 a9           ; "vidé"
    `,
    { code: OptionCode.STATUS_CODE, status: 6, message: 'vidé' },
  ),
  vector('Rapid Commit', '00 0e  00 00', { code: OptionCode.RAPID_COMMIT }),
  vector(
    'User Class',
    `
    00 0f  00 08             ; USER_CLASS, 8 octets
    00 04  69 50 58 45       ; "iPXE"
    00 00                    ; an empty class
    `,
    { code: OptionCode.USER_CLASS, classes: [octets('69 50 58 45'), new Uint8Array()] },
  ),
  vector(
    'Vendor Class',
    `
    00 10  00 09             ; VENDOR_CLASS, 9 octets
    00 00 01 37              ; enterprise 311
    00 03  61 62 63          ; "abc"
    `,
    { code: OptionCode.VENDOR_CLASS, enterprise: 311, classes: [octets('61 62 63')] },
  ),
  vector(
    'Vendor-specific Information',
    `
    00 11  00 0e             ; VENDOR_OPTS, 14 octets
    00 00 11 8b              ; enterprise 4491
    00 01  00 02  aa bb      ; suboption 1
    00 25  00 00             ; suboption 37
    `,
    {
      code: OptionCode.VENDOR_OPTS,
      enterprise: 4491,
      suboptions: [
        { code: 1, data: octets('aa bb') },
        { code: 37, data: new Uint8Array() },
      ],
    },
  ),
  vector('Interface-Id', '00 12  00 04  65 74 68 30', {
    code: OptionCode.INTERFACE_ID,
    interfaceId: octets('65 74 68 30'),
  }),
  vector('Reconfigure Message', '00 13  00 01  05', { code: OptionCode.RECONF_MSG, messageType: 5 }),
  vector('Reconfigure Accept', '00 14  00 00', { code: OptionCode.RECONF_ACCEPT }),
  vector(
    'DNS Recursive Name Server (RFC 3646 §3)',
    `
    00 17  00 20             ; DNS_SERVERS, 32 octets
    20 01 0d b8  00 00 00 00  00 00 00 00  00 00 00 53
    20 01 0d b8  00 00 00 00  00 00 00 00  00 00 00 54
    `,
    { code: OptionCode.DNS_SERVERS, servers: [address('2001:db8::53'), address('2001:db8::54')] },
  ),
  vector(
    'Domain Search List (RFC 3646 §4)',
    `
    00 18  00 11             ; DOMAIN_LIST, 17 octets
    07 65 78 61 6d 70 6c 65  ; example
    03 6f 72 67  00          ; org
    02 64 65  00             ; de
    `,
    { code: OptionCode.DOMAIN_LIST, domains: ['example.org', 'de'] },
  ),
  vector(
    'IA_PD with a prefix, a prefix for a length, and a status',
    `
    00 19  00 4c             ; IA_PD, 76 octets
    01 02 03 04              ; IAID
    00 00 00 00              ; T1, left to the client
    ff ff ff ff              ; T2, infinity
    00 1a  00 19             ; IAPREFIX, 25 octets
    00 00 0e 10              ; preferred 3600 s
    ff ff ff ff              ; valid, infinity
    38                       ; /56
    20 01 0d b8  12 34 56 00  00 00 00 00  00 00 00 00
    00 1a  00 19             ; IAPREFIX, 25 octets
    00 00 00 00              ; preferred
    00 00 00 00              ; valid
    3c                       ; /60
    00 00 00 00  00 00 00 00  00 00 00 00  00 00 00 00
    00 0d  00 02  00 03      ; STATUS_CODE: NoBinding
    `,
    {
      code: OptionCode.IA_PD,
      iaid: 0x01020304,
      t1: 0,
      t2: Infinity,
      options: [
        {
          code: OptionCode.IAPREFIX,
          preferred: 3600,
          valid: Infinity,
          prefix: prefix('2001:db8:1234:5600::/56'),
          options: [],
        },
        { code: OptionCode.IAPREFIX, preferred: 0, valid: 0, prefix: prefix('::/60'), options: [] },
        { code: OptionCode.STATUS_CODE, status: 3, message: '' },
      ],
    },
  ),
  vector(
    'IA Prefix with an excluded one (RFC 6603 §4.2)',
    `
    00 1a  00 20             ; IAPREFIX, 32 octets
    00 00 00 01              ; preferred
    00 00 00 02              ; valid
    30                       ; /48
    20 01 0d b8  12 34 00 00  00 00 00 00  00 00 00 00
    00 43  00 03             ; PD_EXCLUDE, 3 octets
    40                       ; a /64
    56 78                    ; 16 bits of subnet ID
    `,
    {
      code: OptionCode.IAPREFIX,
      preferred: 1,
      valid: 2,
      prefix: prefix('2001:db8:1234::/48'),
      options: [{ code: OptionCode.PD_EXCLUDE, prefixLength: 64, subnetId: octets('56 78') }],
    },
  ),
  vector('Simple Network Time Protocol servers (RFC 4075 §4)', '00 1f  00 10 ' + '00'.repeat(15) + '01', {
    code: OptionCode.SNTP_SERVERS,
    servers: [address('::1')],
  }),
  vector('Information Refresh Time', '00 20  00 04  00 00 0e 10', {
    code: OptionCode.INFORMATION_REFRESH_TIME,
    seconds: 3600,
  }),
  vector(
    'NTP Server (RFC 5908 §4)',
    `
    00 38  00 3b             ; NTP_SERVER, 59 octets
    00 01  00 10             ; a server
    20 01 0d b8  00 00 00 00  00 00 00 00  00 00 01 23
    00 02  00 10             ; a multicast group
    ff 05 00 00  00 00 00 00  00 00 00 00  00 00 01 01
    00 03  00 09             ; a name
    03 6e 74 70  03 6f 72 67  00
    00 63  00 02  ca fe      ; suboption 99
    `,
    {
      code: OptionCode.NTP_SERVER,
      sources: [
        { kind: 'server', address: address('2001:db8::123') },
        { kind: 'multicast', address: address('ff05::101') },
        { kind: 'name', name: 'ntp.org' },
        { kind: 'other', suboption: 99, data: octets('ca fe') },
      ],
    },
  ),
  vector('SOL_MAX_RT', '00 52  00 04  00 00 1c 20', { code: OptionCode.SOL_MAX_RT, seconds: 7200 }),
  vector('INF_MAX_RT', '00 53  00 04  00 01 51 80', { code: OptionCode.INF_MAX_RT, seconds: 86400 }),
  vector('an option without a type here', '00 27  00 03  01 61 62', opaqueOption(39, octets('01 61 62'))),
  vector('an option that IANA does not know', 'ff fe  00 00', opaqueOption(0xfffe, new Uint8Array())),
]
