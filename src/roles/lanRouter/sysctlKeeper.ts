import type { Log } from '../../ports/log.ts'
import type { Document, Store } from '../../ports/store.ts'
import type { Sysctl } from '../../ports/sysctl.ts'
import { formatFault, type Fault } from '../../values/fault.ts'

const JOURNAL = 'sysctl-journal'
const ALL_FORWARDING = 'net/ipv6/conf/all/forwarding'

/** A kernel setting that is to have a value. */
export interface WantedSysctl {
  readonly path: string
  readonly value: string
}

export function acceptRa(linkName: string): string {
  return `net/ipv6/conf/${linkName}/accept_ra`
}

export function disableIpv6(linkName: string): string {
  return `net/ipv6/conf/${linkName}/disable_ipv6`
}

/**
 * Changes kernel settings and remembers on disk what they were, before changing them, so that a later end of the
 * daemon, or of its successor after a crash, can give them back.
 */
export class SysctlKeeper {
  readonly #sysctl: Sysctl
  readonly #store: Store
  readonly #log: Log
  readonly #originals: Map<string, string>

  constructor(sysctl: Sysctl, store: Store, log: Log, journal: Document | null) {
    this.#sysctl = sysctl
    this.#store = store
    this.#log = log
    const entries = Object.entries(journal ?? {})
    this.#originals = new Map(
      entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    )
  }

  static readonly journalName = JOURNAL

  /** In order. What already has its value is left alone; what is refused is logged and the rest goes on. */
  async set(wanted: readonly WantedSysctl[]): Promise<void> {
    const changes = wanted.filter(({ path, value }) => {
      const present = this.#sysctl.read(path)
      if (present === null || present === value) return false
      if (!this.#originals.has(path)) this.#originals.set(path, present)
      return true
    })
    if (changes.length === 0) return
    await this.#saveJournal()
    for (const { path, value } of changes) this.#write(path, value)
  }

  /** RFC 7084 CE routers forward; written last, after every port that must keep learning has accept_ra=2. */
  forwarding(): WantedSysctl {
    return { path: ALL_FORWARDING, value: '1' }
  }

  get forwards(): boolean {
    return this.#sysctl.read(ALL_FORWARDING) === '1'
  }

  /**
   * Gives back the originals of `paths`. Forwarding is not among what is ever given back: switching it off would clear
   * every port's flag, and other daemons may rely on it by now.
   */
  async restore(paths: readonly string[]): Promise<void> {
    for (const path of paths) {
      const original = this.#originals.get(path)
      if (original === undefined) continue
      if (this.#sysctl.read(path) !== null) this.#write(path, original)
      this.#originals.delete(path)
    }
    await this.#saveJournal()
  }

  #write(path: string, value: string): void {
    const fault = this.#sysctl.write(path, value)
    if (fault === null) this.#log.debug(`sysctl ${path}=${value}`)
    else this.#log.error(formatFault(fault))
  }

  async #saveJournal(): Promise<void> {
    const journal = Object.fromEntries(this.#originals)
    const fault: Fault | null =
      this.#originals.size === 0
        ? await this.#store.remove(JOURNAL)
        : await this.#store.save(JOURNAL, journal)
    if (fault !== null)
      this.#log.error(`the original kernel settings could not be journaled: ${formatFault(fault)}`)
  }
}
