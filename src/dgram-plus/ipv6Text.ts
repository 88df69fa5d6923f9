import { isIPv6 } from 'node:net'

import { IPV6_LENGTH } from './layout.ts'

/** An IPv6 address as text (without a zone: interfaces are told by index) or as its 16 octets. */
export type Ipv6Like = string | Uint8Array

/** Writes 16 octets. Throws TypeError for anything that is no IPv6 address. */
export function writeIpv6(octets: Uint8Array, offset: number, address: Ipv6Like): void {
  if (typeof address !== 'string') {
    if (!(address instanceof Uint8Array) || address.length !== IPV6_LENGTH) throw badAddress('16 octets')
    octets.set(address, offset)
    return
  }
  if (!isIPv6(address) || address.includes('%')) throw badAddress(JSON.stringify(address))
  const [head = '', tail] = address.split('::')
  const first = groups(head)
  const last = tail === undefined ? [] : groups(tail)
  octets.fill(0, offset, offset + IPV6_LENGTH)
  octets.set(first, offset)
  octets.set(last, offset + IPV6_LENGTH - last.length)
}

function badAddress(what: string): TypeError {
  return Object.assign(new TypeError(`not an IPv6 address: ${what}`), { code: 'ERR_INVALID_ARG_VALUE' })
}

/** The octets of `2001:db8` or of `ffff:192.0.2.1`. */
function groups(text: string): number[] {
  if (text === '') return []
  return text.split(':').flatMap(group => {
    if (group.includes('.')) return group.split('.').map(Number)
    const value = Number.parseInt(group, 16)
    return [value >> 8, value & 0xff]
  })
}

/** The canonical text of RFC 5952: the first of the longest runs of zero groups is left out. */
export function readIpv6(octets: Uint8Array, offset: number): string {
  const values: number[] = []
  for (let at = offset; at < offset + IPV6_LENGTH; at += 2) values.push((octets[at]! << 8) | octets[at + 1]!)
  const run = longestZeroRun(values)
  const hex = values.map(value => value.toString(16))
  if (run.length < 2) return hex.join(':')
  return `${hex.slice(0, run.start).join(':')}::${hex.slice(run.start + run.length).join(':')}`
}

function longestZeroRun(values: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 }
  let start = 0
  values.forEach((value, index) => {
    if (value !== 0) start = index + 1
    else if (index + 1 - start > best.length) best = { start, length: index + 1 - start }
  })
  return best
}
