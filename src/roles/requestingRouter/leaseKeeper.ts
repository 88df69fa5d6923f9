import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import type { Store } from '../../ports/store.ts'
import type { Lease } from '../../rules/dhcpv6/lease.ts'
import { formatFault, type Fault } from '../../values/fault.ts'
import type { Counters } from '../counters.ts'
import { leaseDocument, leaseName } from './leaseDocument.ts'

/** Keeps one WAN's lease on disk. Nothing waits for it; a failure is told, and the lease serves all the same. */
export class LeaseKeeper {
  readonly #linkName: string
  readonly #store: Store
  readonly #clock: Clock
  readonly #log: Log
  readonly #counters: Counters

  constructor(
    linkName: string,
    { store, clock, log }: { readonly store: Store; readonly clock: Clock; readonly log: Log },
    counters: Counters,
  ) {
    this.#linkName = linkName
    this.#store = store
    this.#clock = clock
    this.#log = log
    this.#counters = counters
  }

  save(lease: Lease): void {
    void this.#store.save(leaseName(this.#linkName), leaseDocument(lease, this.#clock)).then(fault => {
      this.#onResult(fault)
    })
  }

  forget(): void {
    void this.#store.remove(leaseName(this.#linkName)).then(fault => {
      this.#onResult(fault)
    })
  }

  #onResult(fault: Fault | null): void {
    if (fault === null) return
    this.#counters.add('storeFaults')
    const what = 'the lease could not be stored, a restart will not know it'
    this.#log.error(`${what}: ${formatFault(fault)}`, { if: this.#linkName })
  }
}
