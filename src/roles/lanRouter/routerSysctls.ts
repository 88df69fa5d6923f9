import type { Netlink } from '../../ports/netlink.ts'
import { acceptRa, disableIpv6, type SysctlKeeper, type WantedSysctl } from './sysctlKeeper.ts'

/** RTPROT_RA: learnt from a Router Advertisement. */
const LEARNT_FROM_RA = 9

/** What a router's ports need of the kernel, in the order that keeps the WAN's default route. */
export class RouterSysctls {
  readonly #keeper: SysctlKeeper
  readonly #netlink: Netlink
  readonly #wans: readonly string[]

  constructor(keeper: SysctlKeeper, netlink: Netlink, wans: readonly string[]) {
    this.#keeper = keeper
    this.#netlink = netlink
    this.#wans = wans
  }

  /**
   * With forwarding on, Linux drops the default routes of every port whose accept_ra is not 2. So first the WANs are
   * told to keep learning, and so is any other port that has learnt one; then LANs not to listen; then to forward.
   */
  async set(lans: readonly string[]): Promise<void> {
    const learning = [...new Set([...this.#wans, ...this.#learners(lans)])]
    await this.#keeper.set([
      ...learning.flatMap((wan): WantedSysctl[] => [
        { path: disableIpv6(wan), value: '0' },
        { path: acceptRa(wan), value: '2' },
      ]),
      ...lans.flatMap((lan): WantedSysctl[] => [
        { path: disableIpv6(lan), value: '0' },
        { path: acceptRa(lan), value: '0' },
      ]),
      this.#keeper.forwarding(),
    ])
  }

  /** LANs listen again as before. WANs do only if nothing forwards: else they would lose their default route. */
  async restore(lans: readonly string[]): Promise<void> {
    const listening = this.#keeper.forwards ? lans : [...lans, ...this.#wans]
    await this.#keeper.restore(listening.flatMap(name => [disableIpv6(name), acceptRa(name)]))
  }

  #learners(lans: readonly string[]): string[] {
    return this.#netlink
      .routes()
      .filter(({ destination, protocol }) => destination.length === 0 && protocol === LEARNT_FROM_RA)
      .flatMap(({ linkIndex }) =>
        linkIndex === null ? [] : (this.#netlink.links.get(linkIndex)?.name ?? []),
      )
      .filter(name => !lans.includes(name))
  }
}
