import type { Clock } from '../ports/clock.ts'
import type { Link, Netlink } from '../ports/netlink.ts'
import type { RandomSource } from '../ports/randomSource.ts'
import type { Document } from '../ports/store.ts'
import { duidLlt, duidUuid, formatDuid, parseDuid, type Duid } from '../values/duid.ts'

/** The document's name in the store. */
export const IDENTITY = 'identity'

/** Who the router is to DHCPv6 servers; kept for ever, so that it keeps its prefix (RFC 9915 §11, §12). */
export interface Identity {
  readonly duid: Duid
  /** By WAN port's name. */
  readonly iaids: ReadonlyMap<string, number>
}

/** Null when the document is not one of ours. */
export function readIdentity(document: Document): Identity | null {
  const { duid: text, iaids } = document
  const duid = typeof text === 'string' ? parseDuid(text) : null
  if (duid === null || iaids === null || typeof iaids !== 'object' || Array.isArray(iaids)) return null
  const entries = Object.entries(iaids)
  if (!entries.every((entry): entry is [string, number] => isIaid(entry[1]))) return null
  return { duid, iaids: new Map(entries) }
}

function isIaid(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff
}

export function identityDocument({ duid, iaids }: Identity): Document {
  return { duid: formatDuid(duid), iaids: Object.fromEntries(iaids) }
}

const ETHERNET = 1

/**
 * A new DUID: of time and MAC where some port has one (RFC 9915 §11.2), the WAN's first, else a random UUID (§11.5).
 * It outlives the port that it was made from.
 */
export function newDuid(links: readonly Link[], clock: Clock, random: RandomSource): Duid {
  const link = links.find(({ hardwareType, hardwareAddress }) => {
    return hardwareType === ETHERNET && hardwareAddress.length === 6
  })
  if (link !== undefined) return duidLlt(ETHERNET, link.hardwareAddress, clock.wallTime() / 1000)
  const uuid = random.bytes(16)
  // RFC 9562 §5.4: version 4, variant 1.
  uuid[6] = (uuid[6]! & 0x0f) | 0x40
  uuid[8] = (uuid[8]! & 0x3f) | 0x80
  return duidUuid(uuid)
}

/** What is stored, or new ones for what is not; a new DUID is made from a WAN's port where that can be. */
export function identityFor(
  stored: Identity | null,
  wans: readonly string[],
  netlink: Netlink,
  clock: Clock,
  random: RandomSource,
): Identity {
  const links = [...wans.flatMap(wan => netlink.linkByName(wan) ?? []), ...netlink.links.values()]
  const known = stored ?? { duid: newDuid(links, clock, random), iaids: new Map<string, number>() }
  return withIaids(known, wans)
}

/**
 * With an IAID for each WAN: its place among the WAN parameters, from 1, so that neither another MAC nor another
 * interface index changes it (RFC 9096 WPD-10). What a port once had it keeps.
 */
export function withIaids(identity: Identity, wans: readonly string[]): Identity {
  const iaids = new Map(identity.iaids)
  const taken = new Set(iaids.values())
  for (const [place, wan] of wans.entries()) {
    if (iaids.has(wan)) continue
    let iaid = place + 1
    while (taken.has(iaid)) iaid++
    iaids.set(wan, iaid)
    taken.add(iaid)
  }
  return { duid: identity.duid, iaids }
}
