import {
  formatIpv6Address,
  ipv6Address,
  parseIpv6Address,
  type Ipv6Address,
} from '../../values/ipv6Address.ts'
import { formatIpv6Prefix, parseIpv6Prefix, type Ipv6Prefix } from '../../values/ipv6Prefix.ts'
import type { ValueType } from '../valueType.ts'

const TEXT = {
  unit: null,
  range: null,
  moduleType: 'charp',
  fileKinds: ['string'],
  repeatable: false,
} as const

export const address: ValueType<Ipv6Address> = {
  ...TEXT,
  placeholder: 'ADDRESS',
  allowed: 'an IPv6 address',
  parse(text) {
    const value = parseIpv6Address(text)
    return value === null ? { refused: this.allowed } : { value }
  },
  format: formatIpv6Address,
}

export const prefix: ValueType<Ipv6Prefix> = {
  ...TEXT,
  placeholder: 'PREFIX',
  allowed: 'an IPv6 prefix (2001:db8::/56) with no bit set beyond its length',
  parse(text) {
    const value = parseIpv6Prefix(text)
    return value === null ? { refused: this.allowed } : { value }
  },
  format: formatIpv6Prefix,
}

/** The last 128 interface identifiers of a subnet are kept for anycast (RFC 5453 §3, RFC 2526 §2). */
const RESERVED_FROM = 0xfdff_ffff_ffff_ff80n
const RESERVED_TO = 0xfdff_ffff_ffff_ffffn

/** The low 64 bits of an address, as a number; `::` is the subnet-router anycast address (RFC 4291 §2.6.1). */
export const hostSuffix: ValueType<bigint> = {
  ...TEXT,
  placeholder: 'SUFFIX',
  allowed: 'the last 64 bits of an address (::1), not :: and none of those reserved for anycast',
  parse(text) {
    const suffix = parseIpv6Address(text) ?? 0n
    const free = suffix !== 0n && suffix >> 64n === 0n && (suffix < RESERVED_FROM || suffix > RESERVED_TO)
    return free ? { value: suffix } : { refused: this.allowed }
  },
  format: value => formatIpv6Address(ipv6Address(value)),
}
