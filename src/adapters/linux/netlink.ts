import { endianness, release } from 'node:os'

import type { KernelChange, KernelEvent, Link, LinkAddress, Netlink, Route } from '../../ports/netlink.ts'
import type { Fault } from '../../values/fault.ts'
import { callOf, changeRequest, isAlreadyGone, placeOf } from './rtnetlink/changeRequest.ts'
import { Mirror } from './rtnetlink/mirror.ts'
import { ownershipVerdict } from './rtnetlink/ownership.ts'
import { Requests } from './rtnetlink/requests.ts'
import { openRtnetlinkSocket, type OpenRtnetlinkSocket } from './rtnetlink/socket.ts'
import { verdictFault, type Verdict } from './rtnetlink/verdict.ts'

export interface LinuxNetlinkOptions {
  /** Octets of the kernel's queue of notifications; to overrun it costs a resync. */
  readonly monitorBuffer?: number
  /** Milliseconds without an answer after which, at the latest after twice as long, a request has failed. */
  readonly timeout?: number
  readonly littleEndian?: boolean
  /** `6.1.0-13-amd64`, which tells what to expect of it. */
  readonly kernelRelease?: string
  readonly open?: OpenRtnetlinkSocket
}

const MONITOR_BUFFER = 4 << 20
const TIMEOUT = 5000

/**
 * The kernel's links, addresses and routes over rtnetlink (rtnetlink(7)), by two sockets: one asks and changes, the
 * other one listens. What the view shows and is not ours is not touched: EPERM, or EEXIST for an address to be added.
 * The removal of what is not there is taken for done. The kernel keeps an expiry with unicast routes only.
 */
export class LinuxNetlink implements Netlink {
  readonly #requests: Requests
  readonly #mirror: Mirror
  readonly #listeners = new Set<(event: KernelEvent) => void>()

  constructor(options: LinuxNetlinkOptions = {}) {
    const { open = openRtnetlinkSocket, littleEndian = endianness() === 'LE' } = options
    const { timeout = TIMEOUT, monitorBuffer: buffer = MONITOR_BUFFER, kernelRelease = release() } = options
    this.#requests = new Requests({ open, littleEndian, timeout })
    this.#mirror = new Mirror(this.#requests, { open, littleEndian, buffer, kernelRelease }, event => {
      for (const listener of this.#listeners) listener(event)
    })
  }

  async start(): Promise<Fault | null> {
    const fault = this.#requests.open() ?? (await this.#mirror.open())
    if (fault !== null) this.close()
    return fault
  }

  get links(): ReadonlyMap<number, Link> {
    return this.#mirror.view.links
  }

  linkByName(name: string): Link | null {
    for (const link of this.links.values()) if (link.name === name) return link
    return null
  }

  addressesOf(linkIndex: number): readonly LinkAddress[] {
    return this.#mirror.view.addressesOf(linkIndex)
  }

  routes(): readonly Route[] {
    return this.#mirror.view.routes()
  }

  subscribe(listener: (event: KernelEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async apply(changes: readonly KernelChange[]): Promise<(Fault | null)[]> {
    const { view } = this.#mirror
    const requests = changes.map(change => ownershipVerdict(change, view) ?? changeRequest(change))
    const asked = requests.filter(request => 'write' in request)
    const verdicts = await this.#requests.send(asked)
    let next = 0
    return changes.map((change, index) => {
      const request = requests[index]!
      return this.#faultOf(change, 'write' in request ? verdicts[next++]! : request)
    })
  }

  close(): void {
    this.#mirror.close()
    this.#requests.close()
  }

  #faultOf(change: KernelChange, verdict: Verdict): Fault | null {
    if (verdict.errno === 0 || isAlreadyGone(change, verdict)) return null
    const place = placeOf(change, index => this.links.get(index)?.name ?? `link ${index}`)
    return verdictFault(verdict, callOf(change), place)
  }
}
