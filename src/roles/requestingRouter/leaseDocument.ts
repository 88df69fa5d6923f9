import type { Clock } from '../../ports/clock.ts'
import type { Document, DocumentValue } from '../../ports/store.ts'
import { shiftLease, type Lease, type LeasedIaPd, type LeasedPrefix } from '../../rules/dhcpv6/lease.ts'
import { formatDuid, parseDuid } from '../../values/duid.ts'
import { formatIpv6Address, parseIpv6Address } from '../../values/ipv6Address.ts'
import { formatIpv6Prefix, parseIpv6Prefix } from '../../values/ipv6Prefix.ts'
import { instant, NEVER, type Instant } from '../../values/time.ts'

/** The document's name in the store. */
export function leaseName(linkName: string): string {
  return `lease-${linkName}`
}

/**
 * A lease as it is kept on disk. Its instants count from the boot that `bootId` names; `savedAt` and `savedWall` say
 * what both clocks read, so that after a reboot the calendar can tell how much of it has passed.
 */
export function leaseDocument(lease: Lease, clock: Clock): Document {
  return {
    bootId: clock.bootId,
    savedAt: clock.now(),
    savedWall: clock.wallTime(),
    server: formatDuid(lease.server),
    serverAddress: formatIpv6Address(lease.serverAddress),
    obtainedAt: lease.obtainedAt,
    t1: until(lease.t1),
    t2: until(lease.t2),
    iaPds: lease.iaPds.map(ia => ({ iaid: ia.iaid, prefixes: ia.prefixes.map(prefixDocument) })),
    dnsServers: lease.dnsServers.map(formatIpv6Address),
    searchDomains: lease.searchDomains,
  }
}

function prefixDocument(leased: LeasedPrefix): Document {
  return {
    prefix: formatIpv6Prefix(leased.prefix),
    preferredUntil: until(leased.preferredUntil),
    validUntil: until(leased.validUntil),
    excluded: leased.excluded === null ? null : formatIpv6Prefix(leased.excluded),
  }
}

/** JSON knows no infinity. */
function until(at: Instant): number | null {
  return at === NEVER ? null : at
}

/** The lease on today's clock, or null when the document is not one of ours. Expired prefixes are still in it. */
export function readLeaseDocument(document: Document, clock: Clock): Lease | null {
  try {
    return shiftLease(readLease(document), clockShift(document, clock))
  } catch (error) {
    if (error instanceof Malformed) return null
    throw error
  }
}

/**
 * Within one boot instants hold. After a reboot what the calendar says has passed; were it set back meanwhile, at
 * least nothing has, and the Rebind that follows puts it right (RFC 9915 §18.2.12).
 */
function clockShift(document: Document, clock: Clock): number {
  if (document['bootId'] === clock.bootId) return 0
  const passed = Math.max(0, clock.wallTime() - number(document['savedWall']))
  return clock.now() - passed - number(document['savedAt'])
}

class Malformed extends Error {}

function readLease(document: Document): Lease {
  return {
    server: parsed(document['server'], parseDuid),
    serverAddress: parsed(document['serverAddress'], parseIpv6Address),
    obtainedAt: instant(number(document['obtainedAt'])),
    t1: readUntil(document['t1']),
    t2: readUntil(document['t2']),
    iaPds: list(document['iaPds']).map(readIaPd),
    dnsServers: list(document['dnsServers']).map(value => parsed(value, parseIpv6Address)),
    searchDomains: list(document['searchDomains']).map(value => parsed(value, text => text)),
  }
}

function readIaPd(value: DocumentValue): LeasedIaPd {
  const ia = record(value)
  return { iaid: number(ia['iaid']), prefixes: list(ia['prefixes']).map(readPrefix) }
}

function readPrefix(value: DocumentValue): LeasedPrefix {
  const leased = record(value)
  return {
    prefix: parsed(leased['prefix'], parseIpv6Prefix),
    preferredUntil: readUntil(leased['preferredUntil']),
    validUntil: readUntil(leased['validUntil']),
    excluded: leased['excluded'] === null ? null : parsed(leased['excluded'], parseIpv6Prefix),
  }
}

function readUntil(value: DocumentValue | undefined): Instant {
  return value === null ? NEVER : instant(number(value))
}

function number(value: DocumentValue | undefined): number {
  if (typeof value !== 'number') throw new Malformed()
  return value
}

function list(value: DocumentValue | undefined): readonly DocumentValue[] {
  if (!Array.isArray(value)) throw new Malformed()
  return value as readonly DocumentValue[]
}

function record(value: DocumentValue): Document {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new Malformed()
  return value as Document
}

function parsed<T>(value: DocumentValue | undefined, parse: (text: string) => T | null): T {
  const result = typeof value === 'string' ? parse(value) : null
  if (result === null) throw new Malformed()
  return result
}
