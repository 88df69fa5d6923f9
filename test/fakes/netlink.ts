import type { KernelChange, KernelEvent, Link, LinkAddress, Netlink, Route } from '../../src/ports/netlink.ts'
import { KD6_PROTOCOL, MAIN_TABLE } from '../../src/ports/netlink.ts'
import { fault, type Fault } from '../../src/values/fault.ts'
import { isLinkLocal, UNSPECIFIED, type Ipv6Address } from '../../src/values/ipv6Address.ts'
import { ipv6Prefix, samePrefix } from '../../src/values/ipv6Prefix.ts'

/** RTPROT_RA */
const LEARNT_FROM_RA = 9

/** A kernel in memory. Changes take effect a turn after they were asked for, and everybody is told of them. */
export class FakeNetlink implements Netlink {
  readonly links = new Map<number, Link>()
  /** Everything that was asked for, in order. */
  readonly changes: KernelChange[] = []
  /** Sees each change; what it returns is its result, and then nothing happens. */
  refuse: (change: KernelChange) => Fault | null = () => null
  #addresses: LinkAddress[] = []
  #routes: Route[] = []
  readonly #listeners = new Set<(event: KernelEvent) => void>()
  #nextIndex = 1

  start(): Promise<Fault | null> {
    return Promise.resolve(null)
  }

  close(): void {
    this.#listeners.clear()
  }

  linkByName(name: string): Link | null {
    return [...this.links.values()].find(link => link.name === name) ?? null
  }

  addressesOf(linkIndex: number): readonly LinkAddress[] {
    return this.#addresses.filter(address => address.linkIndex === linkIndex)
  }

  routes(): readonly Route[] {
    return this.#routes
  }

  subscribe(listener: (event: KernelEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  get subscribers(): number {
    return this.#listeners.size
  }

  async apply(changes: readonly KernelChange[]): Promise<(Fault | null)[]> {
    this.changes.push(...changes)
    await Promise.resolve()
    return changes.map(change => this.refuse(change) ?? this.#carryOut(change))
  }

  /** A veth port, up and running, as far as `more` says nothing else. */
  addLink(name: string, more: Partial<Link> = {}): Link {
    const index = this.#nextIndex++
    const link: Link = {
      index,
      name,
      up: true,
      running: true,
      loopback: false,
      multicast: true,
      pointToPoint: false,
      mtu: 1500,
      hardwareType: 1,
      hardwareAddress: Uint8Array.of(2, 0, 0, 0, 0, index),
      kind: 'veth',
      master: null,
      ...more,
    }
    this.links.set(index, link)
    this.#tell({ type: 'link', link, removed: false })
    return link
  }

  changeLink(name: string, more: Partial<Link>): void {
    const link = { ...this.linkByName(name)!, ...more }
    this.links.set(link.index, link)
    this.#tell({ type: 'link', link, removed: false })
  }

  removeLink(name: string): void {
    const link = this.linkByName(name)!
    for (const { address } of this.addressesOf(link.index)) this.removeAddress(name, address)
    this.links.delete(link.index)
    this.#tell({ type: 'link', link, removed: true })
  }

  /** Gives the link an address, or changes the one it has. */
  setAddress(name: string, address: Ipv6Address, more: Partial<LinkAddress> = {}): void {
    const linkIndex = this.linkByName(name)!.index
    const before = this.#find(linkIndex, address)
    const now: LinkAddress = {
      linkIndex,
      address,
      prefixLength: 64,
      linkLocal: isLinkLocal(address),
      tentative: false,
      dadFailed: false,
      deprecated: false,
      preferred: Infinity,
      valid: Infinity,
      protocol: null,
      ...before,
      ...more,
    }
    this.#addresses = [...this.#addresses.filter(one => one !== before), now]
    this.#tell({ type: 'address', address: now, removed: false })
  }

  removeAddress(name: string, address: Ipv6Address): void {
    this.#removeAddress(this.linkByName(name)!.index, address)
  }

  addRoute(route: Route): void {
    const before = this.#routes.find(one => isSameRoute(one, route))
    this.#routes = [...this.#routes.filter(one => one !== before), route]
    this.#tell({ type: 'route', route, removed: false })
  }

  removeRoute(route: Route): Fault | null {
    const there = this.#routes.find(one => isSameRoute(one, route))
    if (there === undefined) return fault('ESRCH', 'RTM_DELROUTE', 'route', 'no such process')
    this.#routes = this.#routes.filter(one => one !== there)
    this.#tell({ type: 'route', route: there, removed: true })
    return null
  }

  /** What happens in `change` nobody is told of. */
  loseNotifications(change: () => void): void {
    const listeners = [...this.#listeners]
    this.#listeners.clear()
    change()
    for (const listener of listeners) this.#listeners.add(listener)
  }

  /** Notifications were lost, and everything was looked at anew. */
  resync(): void {
    this.#tell({ type: 'resync' })
  }

  /** The default route that the kernel learns from a Router Advertisement on this link. */
  defaultRoute(name: string, gateway: Ipv6Address): Route {
    return {
      destination: ipv6Prefix(UNSPECIFIED, 0),
      type: 'unicast',
      linkIndex: this.linkByName(name)!.index,
      gateway,
      metric: 1024,
      table: MAIN_TABLE,
      protocol: LEARNT_FROM_RA,
      expires: 1800,
    }
  }

  #carryOut(change: KernelChange): Fault | null {
    switch (change.do) {
      case 'setLinkUp':
        return this.#setLinkUp(change.linkIndex)
      case 'replaceAddress': {
        const link = this.links.get(change.linkIndex)
        if (link === undefined) return fault('ENODEV', 'RTM_NEWADDR', 'link', 'no such device')
        const { address, prefixLength, preferred, valid } = change
        this.setAddress(link.name, address, { prefixLength, preferred, valid, protocol: KD6_PROTOCOL })
        return null
      }
      case 'removeAddress':
        return this.#removeAddress(change.linkIndex, change.address)
      case 'replaceRoute':
        this.addRoute(change.route)
        return null
      case 'removeRoute':
        return this.removeRoute(change.route)
    }
  }

  #setLinkUp(linkIndex: number): Fault | null {
    const link = this.links.get(linkIndex)
    if (link === undefined) return fault('ENODEV', 'RTM_NEWLINK', 'link', 'no such device')
    this.changeLink(link.name, { up: true, running: true })
    return null
  }

  #removeAddress(linkIndex: number, address: Ipv6Address): Fault | null {
    const there = this.#find(linkIndex, address)
    if (there === undefined) return fault('EADDRNOTAVAIL', 'RTM_DELADDR', 'address', 'not available')
    this.#addresses = this.#addresses.filter(one => one !== there)
    this.#tell({ type: 'address', address: there, removed: true })
    return null
  }

  #find(linkIndex: number, address: Ipv6Address): LinkAddress | undefined {
    return this.#addresses.find(one => one.linkIndex === linkIndex && one.address === address)
  }

  #tell(event: KernelEvent): void {
    for (const listener of [...this.#listeners]) listener(event)
  }
}

function isSameRoute(a: Route, b: Route): boolean {
  return samePrefix(a.destination, b.destination) && a.type === b.type && a.linkIndex === b.linkIndex
}
