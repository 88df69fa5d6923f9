import { formatHex, parseHex } from './bytes.ts'

declare const brand: unique symbol

/**
 * A DHCP Unique Identifier (RFC 9915 §11): the two octets of its type and 1 to 128 more, compared for equality
 * only. Own memory, never a view into a packet.
 */
export type Duid = Uint8Array & { readonly [brand]: 'Duid' }

const SHORTEST = 3
const LONGEST = 130
/** Seconds from 1970-01-01 to 2000-01-01 UTC, the epoch of a DUID-LLT (RFC 9915 §11.2). */
const DUID_EPOCH = 946_684_800

/** Copies `bytes`; null when the length is outside 3 to 130 octets. */
export function duid(bytes: Uint8Array): Duid | null {
  if (bytes.length < SHORTEST || bytes.length > LONGEST) return null
  return Uint8Array.from(bytes) as Duid
}

/** RFC 9915 §11.2. `unixSeconds` wraps at 2^32 as the RFC asks; `hardwareType` is IANA's, 1 for Ethernet. */
export function duidLlt(hardwareType: number, linkLayerAddress: Uint8Array, unixSeconds: number): Duid {
  const bytes = new Uint8Array(8 + linkLayerAddress.length)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, 1)
  view.setUint16(2, hardwareType)
  view.setUint32(4, Math.floor(unixSeconds - DUID_EPOCH))
  bytes.set(linkLayerAddress, 8)
  return bytes as Duid
}

/** RFC 9915 §11.5 (RFC 6355): 16 octets of a UUID. */
export function duidUuid(uuid: Uint8Array): Duid {
  const bytes = new Uint8Array(18)
  bytes[1] = 4
  bytes.set(uuid.subarray(0, 16), 2)
  return bytes as Duid
}

/** `00:01:00:01:…`, as logs and configuration files write it. */
export function formatDuid(value: Duid): string {
  return formatHex(value, ':')
}

export function parseDuid(text: string): Duid | null {
  const bytes = parseHex(text)
  return bytes === null ? null : duid(bytes)
}
