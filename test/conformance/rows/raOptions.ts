import { section } from '../row.ts'

/** Table: the options of a Router Advertisement. */
export const raOptions = section('Options of a Router Advertisement', [
  [
    'RO-1',
    'RFC 4191 §2.2',
    'Router preference is high, medium or low, never the reserved value, and medium with router lifetime 0.',
    'MUST',
    'RA',
  ],
  [
    'RO-2',
    'RFC 4191 §2.3, §2.4',
    'Route Information: each prefix once in an RA, trailing bits 0, at most 17 on a link, untouched by metrics and flaps, lifetime 0 to withdraw.',
    'MUST',
    'RA',
  ],
  [
    'RO-3',
    'RFC 8106 §5.1, §5.2',
    'RDNSS has an address at least, DNSSL plain names padded with zeros; lifetime three maximum intervals at least, capped by RFC 9096, 0 to withdraw.',
    'SHOULD',
    'RA',
  ],
  ['RO-4', 'RFC 8106', 'A changed DNS server is sent with lifetime 0 beside the new one.', 'SHOULD', 'RA'],
  [
    'RO-5',
    'RFC 8781 §4',
    'PREF64: lifetime in units of 8 s, three maximum intervals by default, 65528 s at most; the length codes 0 to 5; several allowed, 0 withdraws.',
    'SHOULD',
    'RA',
  ],
  [
    'RO-6',
    'RFC 8910 §2.3',
    'Captive portal: its URI, or that there is none, padded to 8 octets, 255 at most, the same as by DHCPv6.',
    'MUST',
    'RA',
    'SR',
  ],
  [
    'RO-7',
    'RFC 5175 §4',
    'Flags Expansion is sent once, only with a bit set, before options that depend on it.',
    'MUST',
    'RA',
  ],
  [
    'RO-8',
    'RFC 9762 §5',
    'The P flag of a PIO is clear by default, set for each prefix apart, independent of A.',
    'MUST',
    'RA',
  ],
  [
    'RO-9',
    'RFC 4862 §5.5.3',
    'Hosts keep an address up to two hours against a valid lifetime of 0, so the preferred lifetime 0 moves traffic; short lifetimes help from the start.',
    'advice',
    'RA',
  ],
  [
    'RO-10',
    'RFC 4861 §4.6.2, RFC 6275',
    'The R flag with a full address only where asked for; no home agent options.',
    'none',
    'RA',
  ],
  ['RO-11', 'RFC 9463', 'Encrypted DNS resolvers, by RA and by DHCPv6.', 'MAY', 'RA', 'SR'],
  ['RO-12', 'RFC 8801', 'The PvD option.', 'MAY', 'RA'],
  [
    'RO-13',
    'RFC 8475, RFC 8028',
    'With several uplinks the prefixes of a dead one are deprecated and routes adjusted.',
    'advice',
    'RA',
    'RR',
  ],
])

/** Table: what the sender of prefixes must know of RFC 4862. */
export const slaac = section('RFC 4862: what a router relies on', [
  [
    'SL-1',
    'RFC 4862 §5.5.3',
    'A prefix with preferred above valid is never sent; settings that ask for it are refused.',
    'MUST NOT',
    'RA',
  ],
  [
    'SL-2',
    'RFC 4862 §5.5.3',
    'A prefix other than a /64 is advertised without A unless forced, with a warning.',
    'SHOULD',
    'RA',
  ],
  [
    'SL-3',
    'RFC 4862 §5.4',
    'Our own LAN addresses pass DAD; after a collision another one is taken and the log says so.',
    'MUST',
    'RR',
  ],
  ['SL-4', 'RFC 7527, RFC 4429', "Loopback detection and optimistic DAD are the kernel's.", 'none', 'RR'],
])

/** Table: a host that receives Router Advertisements. */
export const host = section('Host side', [
  [
    'HO-1',
    'RFC 4861 §6.1.2',
    'An RA not from a link-local address, with hop limit below 255, a code, under 16 octets or with an option of length 0 is dropped.',
    'MUST',
    'CT',
  ],
  [
    'HO-2',
    'RFC 4861 §6.3.7, RFC 7559',
    'RS: up to three, 4 s apart, after 0 to 1 s; with RFC 7559 on and on, doubling to 3600 s, until a router answers.',
    'MUST',
    'CT',
  ],
  [
    'HO-3',
    'RFC 4861 §6.3.4',
    'Routers are kept by source and lifetime, 0 removes at once; unspecified fields change nothing, others are applied.',
    'MUST',
    'CT',
  ],
  [
    'HO-4',
    'RFC 4191 §3',
    'Preference and Route Information are used as a host of type C does.',
    'SHOULD',
    'CT',
  ],
  [
    'HO-5',
    'RFC 4862 §5.5.3',
    'Prefixes with A give an address, except link-local ones, odd lengths and preferred above valid; lifetimes follow the two-hour rule.',
    'MUST',
    'CT',
  ],
  [
    'HO-6',
    'RFC 4862 §5.4, §5.4.5',
    'Every address passes DAD; a stable one that fails is made anew with the next counter.',
    'MUST',
    'CT',
  ],
  ['HO-7', 'RFC 7217', 'Interface ids are stable and opaque, from a secret on disk.', 'SHOULD', 'CT'],
  ['HO-8', 'RFC 8981', 'Temporary addresses on demand.', 'MAY', 'CT'],
  ['HO-9', 'RFC 5942', 'Only L flags and Redirects make a prefix on-link.', 'MUST', 'CT'],
  [
    'HO-10',
    'RFC 4861 §6.3.6, RFC 8028',
    'Reachable routers come first; the next hop fits the source address.',
    'SHOULD',
    'CT',
  ],
  [
    'HO-11',
    'RFC 8106 §5.3.1, §6',
    'DNS lists expire, are merged with those of DHCPv6, and hold three at least.',
    'SHOULD',
    'CT',
  ],
  ['HO-12', 'RFC 6980', 'An RA in fragments is ignored.', 'MUST', 'CT'],
  [
    'HO-13',
    'own rule',
    'Tables of routers, prefixes, routes and DNS are bounded; what does not fit is counted and the oldest unused entry goes.',
    'advice',
    'CT',
  ],
])
