import { plan, type Delegation, type Plan } from '../planner/plan.ts'
import type { KernelEvent, Link } from '../ports/netlink.ts'
import type { NdMessage } from '../ports/ndSocket.ts'
import { leasedPrefixes, type Lease } from '../rules/dhcpv6/lease.ts'
import { formatFault } from '../values/fault.ts'
import { formatIpv6Address } from '../values/ipv6Address.ts'
import { formatIpv6Prefix, type Ipv6Prefix } from '../values/ipv6Prefix.ts'
import { later } from '../values/time.ts'
import { Advertiser } from './advertiser.ts'
import { RaOutbox } from './advertiser/raOutbox.ts'
import { Counters } from './counters.ts'
import type { DeadlineOwner } from './deadlines.ts'
import { lanContents } from './lanRouter/contents.ts'
import { desiredObjects, type KernelObject } from './lanRouter/desired.ts'
import { interfaceId } from './lanRouter/interfaceId.ts'
import { LanKernel } from './lanRouter/lanKernel.ts'
import { LanPort } from './lanRouter/lanPort.ts'
import { selectedPorts } from './lanRouter/portSelection.ts'
import { ProblemLog } from './lanRouter/problemLog.ts'
import { readSubnetIds, SUBNETS, subnetDocument } from './lanRouter/subnetDocument.ts'
import type {
  LanRouterMemory,
  LanRouterSettings,
  LanRouterSurroundings,
  LanStatus,
} from './lanRouter/types.ts'
import { RouterSysctls } from './lanRouter/routerSysctls.ts'
import type { Downstream } from './requestingRouter/types.ts'

export { readSubnetIds, SUBNETS }

const ROUTER_SOLICITATION = 133
/** Before what others took away is put back: they may be in the middle of something. */
const REPAIR_DELAY = 1

/**
 * The LAN side: makes one plan of all leases, keeps the kernel to it, and gives each LAN's advertiser what its hosts
 * are to know. Everything is compared with what is there, so it does not matter in which order things come.
 */
export class LanRouter implements Downstream, DeadlineOwner {
  readonly #settings: LanRouterSettings
  readonly #around: LanRouterSurroundings
  readonly #kernel: LanKernel
  readonly #outbox: RaOutbox
  readonly #sysctls: RouterSysctls
  readonly #problems: ProblemLog
  readonly #counters = new Counters()
  readonly #leases = new Map<string, Lease>()
  readonly #ports = new Map<string, LanPort>()
  readonly #wans: string[]
  #plan: Plan
  #hasAdvertised = false
  #uplink = false
  #isPrepared = false
  #stopped = false
  #unsubscribe: () => void

  constructor(settings: LanRouterSettings, around: LanRouterSurroundings, memory: LanRouterMemory) {
    this.#settings = settings
    this.#around = around
    this.#wans = [...settings.wans]
    this.#kernel = new LanKernel(around, memory.delegations, this.#counters)
    this.#outbox = new RaOutbox(around.ndSocket, around.deadlines, around.clock)
    this.#sysctls = new RouterSysctls(around.sysctls, around.netlink, this.#wans)
    this.#problems = new ProblemLog(around.log)
    this.#plan = { links: [], unreachable: [], subnetIds: memory.subnetIds, problems: [] }
    this.#unsubscribe = around.netlink.subscribe(event => this.#onKernelEvent(event))
  }

  /** Looks for the LAN ports and sets them up, after the first Solicit. */
  start(): void {
    this.#look()
    this.#uplink = this.#hasUplink()
  }

  /** Sets the kernel's settings, which takes milliseconds: after the first Router Advertisements, or while waiting. */
  async prepareKernel(): Promise<void> {
    if (this.#isPrepared || !this.#settings.manageSysctl) return
    this.#isPrepared = true
    await this.#sysctls.set([...this.#ports.keys()])
  }

  /** A WAN that came later; the delegations of earlier ones come first. */
  addWan(wan: string): void {
    if (!this.#wans.includes(wan)) this.#wans.push(wan)
  }

  async install(wan: string, lease: Lease): Promise<number> {
    this.#leases.set(wan, lease)
    this.#replan()
    return this.#kernel.install(this.#desired())
  }

  withdraw(wan: string, why: 'gone' | 'stopping'): void {
    if (why === 'stopping' || !this.#leases.delete(wan)) return
    this.#replan()
    this.advertise()
  }

  /** Gives every LAN its contents, lets what is due out in one go, and only then takes away what is over. */
  advertise(): void {
    if (this.#stopped) return
    this.#hasAdvertised = true
    this.#uplink = this.#hasUplink()
    for (const port of this.#ports.values()) this.#giveContents(port)
    this.#outbox.flush()
    void this.#kernel.removeAllBut(this.#desired(), this.#lanIndexes())
  }

  /**
   * Ends it. With `withdraw` hosts are told that the router goes, and what is ours is taken out of the kernel; without,
   * everything stays for the next start.
   */
  async stop({ withdraw }: { readonly withdraw: boolean }): Promise<void> {
    this.#stopped = true
    this.#unsubscribe()
    this.#around.deadlines.disarmAll(this)
    for (const { advertiser } of this.#ports.values()) advertiser.stop({ withdraw })
    this.#outbox.flush()
    if (!withdraw) return
    await this.#kernel.removeAllBut([], this.#lanIndexes())
    if (this.#settings.manageSysctl) await this.#sysctls.restore([...this.#ports.keys()])
  }

  onNdMessage(message: NdMessage): void {
    const port = this.#portAt(message.linkIndex)
    if (port === undefined) return
    if (message.payload[0] === ROUTER_SOLICITATION) port.advertiser.onRouterSolicitation(message)
    this.#outbox.flush()
  }

  onDeadline(): void {
    void this.#kernel.install(this.#desired())
  }

  status(): {
    readonly lans: readonly LanStatus[]
    readonly uplink: boolean
    readonly counters: Record<string, number>
  } {
    const lans = [...this.#ports.values()].map(({ name, advertiser }) => ({
      name,
      present: this.#around.netlink.linkByName(name) !== null,
      prefixes: this.#linkPlan(name)?.prefixes ?? [],
      advertiser: advertiser.status(),
    }))
    return { lans, uplink: this.#uplink, counters: this.#counters.toObject() }
  }

  get problems(): readonly string[] {
    return this.#problems.present
  }

  #linkPlan(name: string): Plan['links'][number] | undefined {
    return this.#plan.links.find(link => link.name === name)
  }

  #portAt(linkIndex: number): LanPort | undefined {
    const link = this.#around.netlink.links.get(linkIndex)
    return link === undefined ? undefined : this.#ports.get(link.name)
  }

  #lanIndexes(): number[] {
    return [...this.#ports.keys()].flatMap(name => this.#around.netlink.linkByName(name)?.index ?? [])
  }

  /** Level-triggered: sees which LAN ports there are and what state they are in. */
  #look(): void {
    const { netlink } = this.#around
    const names = selectedPorts(this.#settings.lanPorts, netlink.links)
    const fresh = names.filter(name => !this.#ports.has(name))
    for (const name of fresh) this.#addPort(name)
    if (fresh.length > 0 && this.#leases.size > 0) this.#replan()
    for (const name of names) this.#lookAt(this.#ports.get(name)!, netlink.linkByName(name))
  }

  #lookAt(port: LanPort, link: Link | null): void {
    port.look(link, this.#around.netlink)
    if (link === null || port.preparedIndex === link.index) return
    port.preparedIndex = link.index
    void this.#preparePort(port.name, link)
  }

  #addPort(name: string): void {
    const { variables } = this.#settings.lan(name)
    const { ndSocket, deadlines, clock, log, random } = this.#around
    const words = new DataView(random.bytes(16).slice().buffer)
    const seed = [words.getUint32(0), words.getUint32(4), words.getUint32(8), words.getUint32(12)] as const
    const advertiser = new Advertiser({
      name,
      variables,
      seed,
      ndSocket,
      outbox: this.#outbox,
      deadlines,
      clock,
      log,
    })
    this.#ports.set(name, new LanPort(name, advertiser))
    if (this.#around.netlink.linkByName(name) === null) {
      log.warn('there is no such port yet; it is served when it comes', { if: name })
    }
  }

  async #preparePort(name: string, link: Link): Promise<void> {
    if (this.#isPrepared) await this.#sysctls.set([name])
    if (!link.up) {
      const [fault] = await this.#around.netlink.apply([{ do: 'setLinkUp', linkIndex: link.index }])
      if (fault) this.#around.log.error(`cannot set the port up: ${formatFault(fault)}`, { if: name })
    }
    if (this.#leases.size === 0 || this.#stopped) return
    await this.#kernel.install(this.#desired())
    if (this.#hasAdvertised) this.advertise()
  }

  #replan(): void {
    const before = this.#plan
    this.#plan = plan({
      delegations: this.#delegations(),
      links: [...this.#ports.values()].map((port, position) => ({
        name: port.name,
        position,
        chosenSubnetId: this.#settings.chosenSubnetIds.get(port.name) ?? null,
        interfaceId: this.#interfaceId(port),
      })),
      subnetIds: before.subnetIds,
    })
    this.#problems.update(this.#plan.problems)
    this.#logAssignments(before)
    void this.#saveSubnetIds(before)
  }

  #delegations(): Delegation[] {
    const now = this.#around.clock.now()
    return this.#wans
      .flatMap(wan => this.#leases.get(wan) ?? [])
      .flatMap(leasedPrefixes)
      .filter(leased => leased.validUntil > now)
      .map(({ prefix, preferredUntil, validUntil, excluded }) => ({
        prefix,
        preferredUntil,
        validUntil,
        ...(excluded === null ? {} : { excluded }),
      }))
  }

  #interfaceId(port: LanPort): bigint {
    const hardwareAddress = this.#around.netlink.linkByName(port.name)?.hardwareAddress ?? new Uint8Array()
    return interfaceId(this.#settings.lan(port.name).routerAddress, hardwareAddress, port.addressesInUse)
  }

  #logAssignments(before: Plan): void {
    for (const { name, prefixes } of this.#plan.links) {
      const had = new Set(before.links.find(link => link.name === name)?.prefixes.map(textOf))
      for (const planned of prefixes) {
        if (had.has(textOf(planned))) continue
        this.#around.log.info(`assigned ${formatIpv6Prefix(planned.prefix)}`, {
          if: name,
          router: formatIpv6Address(planned.routerAddress),
        })
      }
    }
  }

  async #saveSubnetIds(before: Plan): Promise<void> {
    const document = subnetDocument(this.#plan.subnetIds)
    if (JSON.stringify(document) === JSON.stringify(subnetDocument(before.subnetIds))) return
    const fault = await this.#around.store.save(SUBNETS, document)
    if (fault !== null) this.#around.log.error(`the subnet ids could not be stored: ${formatFault(fault)}`)
  }

  #desired(): KernelObject[] {
    const { netlink } = this.#around
    const indexOf = (name: string): number | null => netlink.linkByName(name)?.index ?? null
    const sources = [...this.#settings.routedToServer].flatMap(wan => {
      const lease = this.#leases.get(wan)
      const linkIndex = indexOf(wan)
      return lease === undefined || linkIndex === null ? [] : [{ linkIndex, lease }]
    })
    return desiredObjects(this.#plan, indexOf, sources)
  }

  #giveContents(port: LanPort): void {
    const { onLink, autonomous, sends } = this.#settings.lan(port.name)
    const link = this.#linkPlan(port.name)
    if (link === undefined || !sends) return
    port.advertiser.setContents(
      lanContents(link, [...this.#leases.values()], this.#uplink, { onLink, autonomous }),
    )
  }

  /** RFC 7084 G-4: a default route that does not lead to one of our own LANs. */
  #hasUplink(): boolean {
    const lans = new Set(this.#lanIndexes())
    const { netlink } = this.#around
    return netlink.routes().some(({ destination, type, linkIndex }) => {
      return destination.length === 0 && type === 'unicast' && linkIndex !== null && !lans.has(linkIndex)
    })
  }

  #onKernelEvent(event: KernelEvent): void {
    switch (event.type) {
      case 'link':
      case 'resync':
        return this.#look()
      case 'address':
        return this.#onAddress(event)
      case 'route':
        return this.#onRoute(event)
    }
  }

  #onAddress({ address, removed }: Extract<KernelEvent, { type: 'address' }>): void {
    const port = this.#portAt(address.linkIndex)
    if (port === undefined) return
    if (address.linkLocal) this.#lookAt(port, this.#around.netlink.links.get(address.linkIndex)!)
    else if (this.#kernel.holds(address.address, address.linkIndex)) {
      if (address.dadFailed) this.#moveOn(port)
      else if (removed) this.#repairSoon()
    }
    this.#outbox.flush()
  }

  /** RFC 4862 §5.4.5: somebody else has the address. */
  #moveOn(port: LanPort): void {
    port.addressesInUse++
    this.#around.log.warn("the router's own address is in use by another node; taking the next one", {
      if: port.name,
    })
    this.#replan()
    void this.#kernel
      .install(this.#desired())
      .then(() => this.#kernel.removeAllBut(this.#desired(), this.#lanIndexes()))
  }

  #onRoute({ removed, route }: Extract<KernelEvent, { type: 'route' }>): void {
    if (removed && route.type === 'unreachable') this.#repairSoon()
    if (!this.#hasAdvertised || this.#hasUplink() === this.#uplink) return
    this.#around.log.info(this.#uplink ? 'no default route any more' : 'there is a default route')
    this.advertise()
  }

  #repairSoon(): void {
    const { deadlines, clock } = this.#around
    deadlines.arm(this, 'repair', later(clock.now(), REPAIR_DELAY))
  }
}

function textOf({ prefix, routerAddress }: { prefix: Ipv6Prefix; routerAddress: bigint }): string {
  return `${formatIpv6Prefix(prefix)} ${routerAddress}`
}
