import { Address6 } from 'ip-address'

declare const brand: unique symbol

/**
 * An IPv6 address as an unsigned 128-bit integer (RFC 4291 §2). Being a primitive it compares with `===`,
 * serves as a Map key and never aliases a receive buffer.
 */
export type Ipv6Address = bigint & { readonly [brand]: 'Ipv6Address' }

const HIGH_HALF = 64n
const U128 = (1n << 128n) - 1n

export const UNSPECIFIED = 0n as Ipv6Address
/** ff02::1 */
export const ALL_NODES = ((0xff02n << 112n) | 1n) as Ipv6Address
/** ff02::2 */
export const ALL_ROUTERS = ((0xff02n << 112n) | 2n) as Ipv6Address
/** ff02::1:2, All_DHCP_Relay_Agents_and_Servers (RFC 9915 §7.1) */
export const ALL_DHCP_RELAY_AGENTS_AND_SERVERS = ((0xff02n << 112n) | 0x1_0002n) as Ipv6Address

/** Takes the low 128 bits of any integer. */
export function ipv6Address(value: bigint): Ipv6Address {
  return (value & U128) as Ipv6Address
}

/** Reads 16 octets, network order. Throws RangeError when fewer are there. */
export function readIpv6Address(view: DataView, offset: number): Ipv6Address {
  return ((view.getBigUint64(offset) << HIGH_HALF) | view.getBigUint64(offset + 8)) as Ipv6Address
}

/** Writes 16 octets, network order. Throws RangeError when they do not fit. */
export function writeIpv6Address(view: DataView, offset: number, address: Ipv6Address): void {
  view.setBigUint64(offset, address >> HIGH_HALF)
  view.setBigUint64(offset + 8, address & 0xffff_ffff_ffff_ffffn)
}

export function ipv6AddressFromBytes(bytes: Uint8Array): Ipv6Address {
  return readIpv6Address(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0)
}

export function ipv6AddressToBytes(address: Ipv6Address): Uint8Array {
  const bytes = new Uint8Array(16)
  writeIpv6Address(new DataView(bytes.buffer), 0, address)
  return bytes
}

/** fe80::/10 (RFC 4291 §2.5.6) */
export function isLinkLocal(address: Ipv6Address): boolean {
  return address >> 118n === 0x3fan
}

/** ff00::/8 (RFC 4291 §2.7) */
export function isMulticast(address: Ipv6Address): boolean {
  return address >> 120n === 0xffn
}

/** fc00::/7 (RFC 4193 §3.1) */
export function isUniqueLocal(address: Ipv6Address): boolean {
  return address >> 121n === 0x7en
}

/** The canonical text of RFC 5952. */
export function formatIpv6Address(address: Ipv6Address): string {
  return Address6.fromBigInt(address).correctForm()
}

/** What a person typed, or null when it is no IPv6 address (a zone or a prefix length is not one either). */
export function parseIpv6Address(text: string): Ipv6Address | null {
  if (text.includes('/') || text.includes('%') || !Address6.isValid(text)) return null
  return new Address6(text).bigInt() as Ipv6Address
}
