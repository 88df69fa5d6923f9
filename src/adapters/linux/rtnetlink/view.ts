import type { KernelEvent, Link, LinkAddress, Route } from '../../../ports/netlink.ts'
import { sameBytes } from '../../../values/bytes.ts'
import type { Ipv6Address } from '../../../values/ipv6Address.ts'
import { samePrefix } from '../../../values/ipv6Prefix.ts'
import type { Notification } from './notification.ts'
import type { Snapshot } from './snapshot.ts'

/** The kernel's state as far as it has been told. */
export class View {
  readonly links = new Map<number, Link>()
  /** By link, then by address. */
  readonly #addresses = new Map<number, Map<bigint, LinkAddress>>()
  readonly #routes = new Map<string, Route>()

  addressesOf(linkIndex: number): LinkAddress[] {
    return [...(this.#addresses.get(linkIndex)?.values() ?? [])]
  }

  address(linkIndex: number, address: Ipv6Address): LinkAddress | null {
    return this.#addresses.get(linkIndex)?.get(address) ?? null
  }

  routes(): Route[] {
    return [...this.#routes.values()]
  }

  replaceBy({ links, addresses, routes }: Snapshot): void {
    this.links.clear()
    this.#addresses.clear()
    this.#routes.clear()
    for (const link of links) this.links.set(link.index, link)
    for (const address of addresses) this.#setAddress(address)
    for (const route of routes) this.#routes.set(routeKey(route), route)
  }

  /** Takes a change in and gives what it means for users of the view, or null when only a new dump can tell. */
  take(notification: Notification): KernelEvent[] | null {
    switch (notification.of) {
      case 'link':
        return notification.removed ? this.#removeLink(notification.link) : this.#setLink(notification.link)
      case 'address':
        return this.#takeAddress(notification.address, notification.removed)
      case 'routes':
        return this.#takeRoutes(notification)
    }
  }

  #setLink(link: Link): KernelEvent[] {
    const before = this.links.get(link.index)
    if (before !== undefined && sameLink(before, link)) return []
    this.links.set(link.index, link)
    return [{ type: 'link', link, removed: false }]
  }

  #removeLink({ index }: Link): KernelEvent[] {
    const link = this.links.get(index)
    if (link === undefined) return []
    // What the kernel has not said to be gone has gone with it (net.ipv6.route.skip_notify_on_dev_down).
    const routes = this.routes().filter(route => route.linkIndex === index)
    const events = [
      ...this.addressesOf(index).flatMap(address => this.#takeAddress(address, true)),
      ...routes.flatMap(route => this.#removeRoute(route)),
    ]
    this.#addresses.delete(index)
    this.links.delete(index)
    return [...events, { type: 'link', link, removed: true }]
  }

  #setAddress(address: LinkAddress): void {
    const known = this.#addresses.get(address.linkIndex)
    if (known === undefined) this.#addresses.set(address.linkIndex, new Map([[address.address, address]]))
    else known.set(address.address, address)
  }

  #takeAddress(address: LinkAddress, removed: boolean): KernelEvent[] {
    if (!removed) this.#setAddress(address)
    else if (this.#addresses.get(address.linkIndex)?.delete(address.address) !== true) return []
    return [{ type: 'address', address, removed }]
  }

  #takeRoutes({ routes, removed, replaces }: Extract<Notification, { of: 'routes' }>): KernelEvent[] | null {
    if (removed) return routes.flatMap(route => this.#removeRoute(route))
    const replaced = replaces === null ? [] : this.#replacedBy(replaces)
    if (replaced === null) return null
    const gone = replaced.flatMap(route => this.#removeRoute(route))
    return [...gone, ...routes.map(route => this.#setRoute(route))]
  }

  /** IPv6 can hold several routes of one destination and metric, and does not say which of them it replaced. */
  #replacedBy(route: Route): Route[] | null {
    const rivals = this.routes().filter(
      other =>
        other.table === route.table &&
        other.metric === route.metric &&
        samePrefix(other.destination, route.destination),
    )
    if (rivals.every(rival => routeKey(rival) === routeKey(route))) return []
    return rivals.length === 1 ? rivals : null
  }

  #setRoute(route: Route): KernelEvent {
    this.#routes.set(routeKey(route), route)
    return { type: 'route', route, removed: false }
  }

  #removeRoute(route: Route): KernelEvent[] {
    return this.#routes.delete(routeKey(route)) ? [{ type: 'route', route, removed: true }] : []
  }
}

function routeKey({ destination, type, table, metric, linkIndex, gateway }: Route): string {
  const { address, length } = destination
  return `${address}/${length} ${type} ${table} ${metric} ${linkIndex ?? ''} ${gateway ?? ''}`
}

function sameLink(a: Link, b: Link): boolean {
  const keys = Object.keys(a) as (keyof Link)[]
  return (
    keys.every(key => a[key] === b[key] || key === 'hardwareAddress') &&
    sameBytes(a.hardwareAddress, b.hardwareAddress)
  )
}
