import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { NdSocket } from '../ports/ndSocket.ts'
import type { KernelEvent, Netlink } from '../ports/netlink.ts'
import { formatFault } from '../values/fault.ts'
import { ALL_ROUTERS } from '../values/ipv6Address.ts'
import { drawBetween, type RandomState } from '../values/random.ts'
import { later, type Seconds } from '../values/time.ts'
import { encodeNd } from '../wire/nd/message.ts'
import { NdOptionType } from '../wire/nd/option.ts'
import type { DeadlineOwner, Deadlines } from './deadlines.ts'
import { upstreamState } from './requestingRouter/upstreamLink.ts'

/** RFC 7559 §2: the first wait, and the longest. */
const IRT: Seconds = 4
const MRT: Seconds = 3600

const ROUTER_SOLICITATION = 133

export interface RouterSolicitorSurroundings {
  readonly clock: Clock
  readonly deadlines: Deadlines
  readonly netlink: Netlink
  readonly ndSocket: NdSocket
  readonly log: Log
}

/**
 * Asks for a Router Advertisement on a WAN port that has no default route. The kernel learns from the answer; but it
 * asks only once, when the port comes up, and that may have been before it was told to listen while it forwards
 * (RFC 7084 W-3, RFC 7559).
 */
export class RouterSolicitor implements DeadlineOwner {
  readonly #linkName: string
  readonly #around: RouterSolicitorSurroundings
  readonly #unsubscribe: () => void
  #random: RandomState
  #wait: Seconds | null = null

  constructor(linkName: string, around: RouterSolicitorSurroundings, random: RandomState) {
    this.#linkName = linkName
    this.#around = around
    this.#random = random
    this.#unsubscribe = around.netlink.subscribe(event => this.#onKernelEvent(event))
    this.#look()
  }

  stop(): void {
    this.#unsubscribe()
    this.#rest()
  }

  onDeadline(): void {
    this.#solicit()
  }

  #onKernelEvent(event: KernelEvent): void {
    const concernsUs =
      event.type === 'resync' ||
      (event.type === 'link' && event.link.name === this.#linkName) ||
      (event.type === 'address' && event.address.linkLocal) ||
      (event.type === 'route' && event.route.destination.length === 0)
    if (concernsUs) this.#look()
  }

  #look(): void {
    const state = upstreamState(this.#around.netlink, this.#linkName)
    if (!state.ready || this.#hasDefaultRoute(state.linkIndex)) this.#rest()
    else if (this.#wait === null) this.#solicit()
  }

  #hasDefaultRoute(linkIndex: number): boolean {
    const routes = this.#around.netlink.routes()
    return routes.some(route => route.destination.length === 0 && route.linkIndex === linkIndex)
  }

  #rest(): void {
    this.#wait = null
    this.#around.deadlines.disarm(this, 'RS')
  }

  #solicit(): void {
    const { netlink, ndSocket, clock, deadlines, log } = this.#around
    const state = upstreamState(netlink, this.#linkName)
    if (!state.ready) return this.#rest()
    const linkLayerAddress = netlink.links.get(state.linkIndex)!.hardwareAddress
    const options =
      linkLayerAddress.length === 0
        ? []
        : [{ type: NdOptionType.SOURCE_LINK_LAYER_ADDRESS, linkLayerAddress } as const]
    const payload = encodeNd({ type: ROUTER_SOLICITATION, code: 0, options })
    const { linkIndex, linkLocal: from } = state
    const [fault] = ndSocket.send([{ payload, linkIndex, from, to: ALL_ROUTERS }])
    if (fault) log.warn(`could not send Router Solicitation: ${formatFault(fault)}`, { if: this.#linkName })
    else log.debug('sent Router Solicitation', { if: this.#linkName })
    const drawn = drawBetween(this.#random, 0.9, 1.1)
    this.#random = drawn.next
    this.#wait = this.#wait === null ? IRT : Math.min(2 * this.#wait, MRT)
    deadlines.arm(this, 'RS', later(clock.now(), this.#wait * drawn.value))
  }
}
