import { formatIpv6Address, ipv6Address, parseIpv6Address, type Ipv6Address } from './ipv6Address.ts'

/** A prefix with no bit set beyond `length` (0 to 128 bits). Build it with {@link ipv6Prefix}. */
export interface Ipv6Prefix {
  readonly address: Ipv6Address
  readonly length: number
}

/** Clears the bits beyond `length`. Throws RangeError on a length outside 0 to 128. */
export function ipv6Prefix(address: Ipv6Address, length: number): Ipv6Prefix {
  if (!Number.isInteger(length) || length < 0 || length > 128) {
    throw new RangeError(`prefix length ${length} is not within 0 to 128`)
  }
  const hostBits = BigInt(128 - length)
  return { address: ipv6Address((address >> hostBits) << hostBits), length }
}

export function prefixContains(prefix: Ipv6Prefix, address: Ipv6Address): boolean {
  const hostBits = BigInt(128 - prefix.length)
  return address >> hostBits === prefix.address >> hostBits
}

/** Whether `inner` lies within `outer` (equal prefixes do). */
export function prefixCovers(outer: Ipv6Prefix, inner: Ipv6Prefix): boolean {
  return inner.length >= outer.length && prefixContains(outer, inner.address)
}

export function prefixesOverlap(a: Ipv6Prefix, b: Ipv6Prefix): boolean {
  return a.length <= b.length ? prefixContains(a, b.address) : prefixContains(b, a.address)
}

export function samePrefix(a: Ipv6Prefix, b: Ipv6Prefix): boolean {
  return a.length === b.length && a.address === b.address
}

/** How many subnets of `length` bits fit into `prefix`; 0n when it is longer than that. */
export function subnetCount(prefix: Ipv6Prefix, length: number): bigint {
  return length < prefix.length ? 0n : 1n << BigInt(length - prefix.length)
}

/** The subnet of `length` bits with number `id`. Throws RangeError when it does not lie within `prefix`. */
export function subnet(prefix: Ipv6Prefix, id: bigint, length: number): Ipv6Prefix {
  if (id < 0n || id >= subnetCount(prefix, length)) {
    throw new RangeError(`subnet ${id} of length ${length} does not lie within ${formatIpv6Prefix(prefix)}`)
  }
  return { address: ipv6Address(prefix.address | (id << BigInt(128 - length))), length }
}

/** Tells prefixes apart in a Map or a file: `20010db8000000000000000000000000/32`. Cheaper than text for people. */
export function prefixKey(prefix: Ipv6Prefix): string {
  return `${prefix.address.toString(16).padStart(32, '0')}/${prefix.length}`
}

export function formatIpv6Prefix(prefix: Ipv6Prefix): string {
  return `${formatIpv6Address(prefix.address)}/${prefix.length}`
}

/** `2001:db8::/56` as a person types it; null when it is none, or when bits beyond the length are set. */
export function parseIpv6Prefix(text: string): Ipv6Prefix | null {
  const match = /^([^/]+)\/(\d{1,3})$/.exec(text)
  if (match === null) return null
  const address = parseIpv6Address(match[1]!)
  const length = Number(match[2])
  if (address === null || length > 128) return null
  const prefix = ipv6Prefix(address, length)
  return prefix.address === address ? prefix : null
}
