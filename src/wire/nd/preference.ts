/** A router's preference, RFC 4191 §2.1. A route with `reserved` is to be ignored, a router with it is `medium`. */
export type RouterPreference = 'high' | 'medium' | 'low' | 'reserved'

const BY_BITS: readonly RouterPreference[] = ['medium', 'high', 'reserved', 'low']
const SHIFT = 3

/** The preference in bits 3 and 4 of a flag octet (counted from the right, from 0). */
export function preferenceOf(flags: number): RouterPreference {
  return BY_BITS[(flags >> SHIFT) & 3]!
}

export function preferenceBits(preference: RouterPreference): number {
  return BY_BITS.indexOf(preference) << SHIFT
}
