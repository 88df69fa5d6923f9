import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import {
  KD6_PROTOCOL,
  type KernelChange,
  type LinkAddress,
  type Netlink,
  type Route,
} from '../../ports/netlink.ts'
import { formatFault } from '../../values/fault.ts'
import type { Ipv6Address } from '../../values/ipv6Address.ts'
import { prefixContains, prefixCovers, type Ipv6Prefix } from '../../values/ipv6Prefix.ts'
import type { Counters } from '../counters.ts'
import {
  addressKey,
  installation,
  objectKey,
  removal,
  routeKey,
  sameEnds,
  type KernelObject,
} from './desired.ts'

/** What the kernel says to the removal of what is not there: it expired, or its port has gone with all it had. */
const ALREADY_GONE: ReadonlySet<string> = new Set(['EADDRNOTAVAIL', 'ENODEV', 'ESRCH'])

export interface LanKernelSurroundings {
  readonly netlink: Netlink
  readonly clock: Clock
  readonly log: Log
}

/**
 * Keeps the kernel to what is desired. Level-triggered: it compares with what the kernel holds, so it does not matter
 * who changed what in between. What another daemon or an administrator installed is never touched.
 */
export class LanKernel {
  readonly #around: LanKernelSurroundings
  readonly #counters: Counters
  readonly #installed = new Map<string, KernelObject>()
  /** Delegations of an earlier run, within which marked objects are ours to take away. */
  #earlier: readonly Ipv6Prefix[]

  constructor(around: LanKernelSurroundings, earlier: readonly Ipv6Prefix[], counters: Counters) {
    this.#around = around
    this.#earlier = earlier
    this.#counters = counters
  }

  /** Whether we installed this address on this link. */
  holds(address: Ipv6Address, linkIndex: number): boolean {
    return this.#installed.has(addressKey(linkIndex, address))
  }

  /** Adds what is missing and renews what has other lifetimes. Resolves with the number of refused changes. */
  async install(desired: readonly KernelObject[]): Promise<number> {
    const missing = desired.filter(object => !this.#isInPlace(object))
    if (missing.length === 0) return 0
    for (const object of missing) this.#installed.set(objectKey(object), object)
    const now = this.#around.clock.now()
    const faults = await this.#around.netlink.apply(missing.map(object => installation(object, now)))
    let refused = 0
    for (const [i, fault] of faults.entries()) {
      if (fault === null) continue
      refused++
      this.#installed.delete(objectKey(missing[i]!))
      this.#counters.add('kernelFaults')
      this.#around.log.error(formatFault(fault))
    }
    return refused
  }

  /** Takes away what is ours and not in `desired`, also what an earlier run left on `linkIndexes`. */
  async removeAllBut(desired: readonly KernelObject[], linkIndexes: readonly number[]): Promise<void> {
    const wanted = new Set(desired.map(objectKey))
    const gone = [...this.#installed].filter(([key]) => !wanted.has(key))
    for (const [key] of gone) this.#installed.delete(key)
    const changes = [...gone.map(([, object]) => removal(object)), ...this.#leftovers(linkIndexes, wanted)]
    this.#earlier = []
    if (changes.length === 0) return
    for (const fault of await this.#around.netlink.apply(changes)) {
      if (fault !== null && !ALREADY_GONE.has(fault.code)) this.#around.log.error(formatFault(fault))
    }
  }

  #isInPlace(object: KernelObject): boolean {
    const before = this.#installed.get(objectKey(object))
    return before !== undefined && sameEnds(before, object) && this.#isThere(object)
  }

  #isThere(object: KernelObject): boolean {
    const { netlink } = this.#around
    if (object.kind === 'address') {
      return netlink.addressesOf(object.linkIndex).some(({ address }) => address === object.address)
    }
    const key = objectKey(object)
    return netlink.routes().some(route => route.protocol === KD6_PROTOCOL && keyOf(route) === key)
  }

  #leftovers(linkIndexes: readonly number[], wanted: ReadonlySet<string>): KernelChange[] {
    const { netlink } = this.#around
    const addresses = linkIndexes
      .flatMap(index => netlink.addressesOf(index))
      .filter(
        address => isOurs(address) && this.#earlier.some(prefix => prefixContains(prefix, address.address)),
      )
      .filter(({ linkIndex, address }) => !wanted.has(addressKey(linkIndex, address)))
    const routes = netlink
      .routes()
      .filter(route => route.protocol === KD6_PROTOCOL && isOn(route, linkIndexes))
      .filter(route => this.#earlier.some(prefix => prefixCovers(prefix, route.destination)))
      .filter(route => !wanted.has(keyOf(route)))
    return [...addresses.map(removeAddress), ...routes.map(removeRoute)]
  }
}

function removeAddress({ linkIndex, address, prefixLength }: LinkAddress): KernelChange {
  return { do: 'removeAddress', linkIndex, address, prefixLength }
}

function removeRoute(route: Route): KernelChange {
  return { do: 'removeRoute', route }
}

/** Kernels before 5.18 cannot mark an address; there a prefix of ours on a LAN port of ours has to do. */
function isOurs({ protocol, linkLocal }: LinkAddress): boolean {
  return !linkLocal && (protocol === KD6_PROTOCOL || protocol === null)
}

/** An unreachable route hangs on no port of ours. */
function isOn({ type, linkIndex }: Route, linkIndexes: readonly number[]): boolean {
  return type === 'unreachable' || (linkIndex !== null && linkIndexes.includes(linkIndex))
}

function keyOf(route: Route): string {
  return routeKey(route.destination, route.type, route.linkIndex)
}
