import type { Clock } from '../ports/clock.ts'
import type { Document, Store } from '../ports/store.ts'
import { leasedPrefixes, type Lease } from '../rules/dhcpv6/lease.ts'
import { leaseName, readLeaseDocument } from '../roles/requestingRouter/leaseDocument.ts'
import { readSubnetIds, SUBNETS } from '../roles/lanRouter/subnetDocument.ts'
import { SysctlKeeper } from '../roles/lanRouter/sysctlKeeper.ts'
import { formatFault, isFault } from '../values/fault.ts'
import type { Ipv6Prefix } from '../values/ipv6Prefix.ts'
import { IDENTITY, readIdentity, type Identity } from './identity.ts'
import { Refusal } from './refusal.ts'

/** The document that names the boot in which a daemon last started. */
export const BOOT = 'boot'

/** Everything that earlier runs left on disk. */
export interface State {
  readonly identity: Identity | null
  readonly leases: ReadonlyMap<string, Lease>
  readonly subnetIds: ReadonlyMap<string, bigint>
  readonly sysctlJournal: Document | null
  readonly isFirstOfBoot: boolean
}

/** Throws a Refusal that names the file when one is damaged: nothing has been changed yet, so nothing is lost. */
export function loadState(store: Store, clock: Clock, directory: string, wans: readonly string[]): State {
  const load = <T>(name: string, read: (document: Document) => T | null): T | null => {
    const document = store.load(name)
    if (document === null) return null
    if (isFault(document)) {
      throw new Refusal(
        document.code === 'EBADMSG' ? 'damagedState' : 'directoryUnusable',
        formatFault(document),
      )
    }
    const value = read(document)
    if (value !== null) return value
    const problem = 'is not a document of kd6; move it away to start without it'
    throw new Refusal('damagedState', `${directory}/${name}.json: ${problem}`)
  }
  const leases = wans.flatMap(wan => {
    const lease = load(leaseName(wan), document => readLeaseDocument(document, clock))
    return lease === null ? [] : [[wan, lease] as const]
  })
  return {
    identity: load(IDENTITY, readIdentity),
    leases: new Map(leases),
    subnetIds: load(SUBNETS, readSubnetIds) ?? new Map<string, bigint>(),
    sysctlJournal: load(SysctlKeeper.journalName, document => document),
    isFirstOfBoot: load(BOOT, document => document)?.['bootId'] !== clock.bootId,
  }
}

/** Delegations of earlier runs: what is marked as ours within them may be left over. */
export function earlierDelegations({ leases }: State): Ipv6Prefix[] {
  return [...leases.values()].flatMap(leasedPrefixes).map(({ prefix }) => prefix)
}
