import { formatFault } from '../../values/fault.ts'
import type { Link } from '../../ports/netlink.ts'
import { Advertiser } from '../advertiser.ts'
import type { RaOutbox } from '../advertiser/raOutbox.ts'
import { LanPort } from './lanPort.ts'
import { selectedPorts } from './portSelection.ts'
import { drawSeed } from '../seed.ts'
import type { LanRouterSettings, LanRouterSurroundings } from './types.ts'

/** The LAN ports, there or still to come, in the order of their parameters. */
export class LanPorts {
  readonly #settings: LanRouterSettings
  readonly #around: LanRouterSurroundings
  readonly #outbox: RaOutbox
  readonly #onUp: (name: string) => void
  readonly #ports = new Map<string, LanPort>()

  /** `onUp` hears of each port that came up, or came into being so: the kernel holds nothing of ours on it. */
  constructor(
    settings: LanRouterSettings,
    around: LanRouterSurroundings,
    outbox: RaOutbox,
    onUp: (name: string) => void,
  ) {
    this.#settings = settings
    this.#around = around
    this.#outbox = outbox
    this.#onUp = onUp
  }

  [Symbol.iterator](): IterableIterator<LanPort> {
    return this.#ports.values()
  }

  get names(): string[] {
    return [...this.#ports.keys()]
  }

  /** Of those that are there. */
  get linkIndexes(): number[] {
    return this.names.flatMap(name => this.#around.netlink.linkByName(name)?.index ?? [])
  }

  at(linkIndex: number): LanPort | undefined {
    const link = this.#around.netlink.links.get(linkIndex)
    return link === undefined ? undefined : this.#ports.get(link.name)
  }

  /** Level-triggered: sees which ports there are and what state they are in. True when there are more than before. */
  look(): boolean {
    const { netlink } = this.#around
    const names = selectedPorts(this.#settings.lanPorts, netlink.links)
    const fresh = names.filter(name => !this.#ports.has(name))
    for (const name of fresh) this.#add(name)
    for (const name of names) this.lookAt(this.#ports.get(name)!)
    return fresh.length > 0
  }

  lookAt(port: LanPort): void {
    const link = this.#around.netlink.linkByName(port.name)
    port.look(link, this.#around.netlink)
    const before = port.upIndex
    port.upIndex = link?.up === true ? link.index : null
    if (port.upIndex !== null && port.upIndex !== before) this.#onUp(port.name)
    // Once set up, it is the administrator's: a port taken down stays down.
    if (link === null || link.up || port.setUpIndex === link.index) return
    port.setUpIndex = link.index
    void this.#setUp(port.name, link)
  }

  #add(name: string): void {
    const { variables } = this.#settings.lan(name)
    const { ndSocket, deadlines, clock, log, random, netlink } = this.#around
    const seed = drawSeed(random)
    const options = { name, variables, seed, ndSocket, outbox: this.#outbox, deadlines, clock, log }
    this.#ports.set(name, new LanPort(name, new Advertiser(options)))
    if (netlink.linkByName(name) === null) {
      log.warn('there is no such port yet; it is served when it comes', { if: name })
    }
  }

  async #setUp(name: string, link: Link): Promise<void> {
    const [fault] = await this.#around.netlink.apply([{ do: 'setLinkUp', linkIndex: link.index }])
    if (fault) this.#around.log.error(`cannot set the port up: ${formatFault(fault)}`, { if: name })
  }
}
