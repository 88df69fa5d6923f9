import type { Plan } from '../planner/plan.ts'
import { KD6_PROTOCOL, type KernelEvent } from '../ports/netlink.ts'
import type { NdMessage } from '../ports/ndSocket.ts'
import type { Lease } from '../rules/dhcpv6/lease.ts'
import { formatFault } from '../values/fault.ts'
import { later, type Seconds } from '../values/time.ts'
import { RaOutbox } from './advertiser/raOutbox.ts'
import { Counters } from './counters.ts'
import type { DeadlineOwner } from './deadlines.ts'
import { lanContents } from './lanRouter/contents.ts'
import { desiredObjects, type KernelObject } from './lanRouter/desired.ts'
import { LanKernel } from './lanRouter/lanKernel.ts'
import type { LanPort } from './lanRouter/lanPort.ts'
import { LanPorts } from './lanRouter/lanPorts.ts'
import { logAssignments, planFor } from './lanRouter/planning.ts'
import { ProblemLog } from './lanRouter/problemLog.ts'
import { RouterSysctls } from './lanRouter/routerSysctls.ts'
import { SUBNETS, subnetDocument } from './lanRouter/subnetDocument.ts'
import type {
  LanRouterMemory,
  LanRouterSettings,
  LanRouterStatus,
  LanRouterSurroundings,
} from './lanRouter/types.ts'
import type { Downstream } from './requestingRouter/types.ts'

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
  readonly #ports: LanPorts
  readonly #sysctls: RouterSysctls
  readonly #problems: ProblemLog
  readonly #counters = new Counters()
  readonly #leases = new Map<string, Lease>()
  readonly #unsubscribe: () => void
  readonly #wans: string[]
  #plan: Plan
  /** The last one that people were told of. */
  #toldPlan: Plan
  #hasAdvertised = false
  #uplink = false
  #isPrepared = false
  #stopped = false

  constructor(settings: LanRouterSettings, around: LanRouterSurroundings, memory: LanRouterMemory) {
    this.#settings = settings
    this.#around = around
    this.#wans = [...settings.wans]
    this.#kernel = new LanKernel(around, memory.delegations, this.#counters)
    this.#outbox = new RaOutbox(around.ndSocket, around.deadlines, around.clock)
    this.#ports = new LanPorts(settings, around, this.#outbox, name => void this.#onPortUp(name))
    this.#sysctls = new RouterSysctls(around.sysctls, around.netlink, this.#wans)
    this.#problems = new ProblemLog(around.log)
    this.#plan = { links: [], unreachable: [], subnetIds: memory.subnetIds, problems: [] }
    this.#toldPlan = this.#plan
    this.#unsubscribe = around.netlink.subscribe(event => this.#onKernelEvent(event))
  }

  /** Looks for the LAN ports and sets them up. */
  start(): void {
    this.#look()
    this.#uplink = this.#hasUplink()
  }

  /** Sets the kernel's settings, which takes milliseconds: after the first Router Advertisements, or while waiting. */
  async prepareKernel(): Promise<void> {
    if (this.#isPrepared || !this.#settings.manageSysctl) return
    this.#isPrepared = true
    await this.#sysctls.set(this.#ports.names)
  }

  /** A WAN that came later; the delegations of earlier ones come first. */
  addWan(wan: string): void {
    if (!this.#wans.includes(wan)) this.#wans.push(wan)
  }

  async install(wan: string, lease: Lease): Promise<number> {
    this.#leases.set(wan, lease)
    if (this.#ports.names.length === 0) this.#ports.look()
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
    for (const port of this.#ports) this.#giveContents(port)
    this.#outbox.flush()
    void this.#kernel.removeAllBut(this.#desired(), this.#ports.linkIndexes)
    this.#tellPlan()
  }

  /**
   * Ends it. With `withdraw` hosts are told that the router goes, and what is ours is taken out of the kernel; without,
   * everything stays for the next start.
   */
  async stop({ withdraw }: { readonly withdraw: boolean }): Promise<void> {
    this.#stopped = true
    this.#unsubscribe()
    this.#around.deadlines.disarmAll(this)
    for (const { advertiser } of this.#ports) advertiser.stop({ withdraw })
    this.#outbox.flush()
    if (!withdraw) return
    await this.#kernel.removeAllBut([], this.#ports.linkIndexes)
    if (this.#settings.manageSysctl) await this.#sysctls.restore(this.#ports.names)
  }

  onNdMessage(message: NdMessage): void {
    const port = this.#ports.at(message.linkIndex)
    if (port === undefined) return
    if (message.payload[0] === ROUTER_SOLICITATION) port.advertiser.onRouterSolicitation(message)
    this.#outbox.flush()
  }

  onDeadline(): void {
    void this.#reconcile()
  }

  status(): LanRouterStatus {
    const lans = [...this.#ports].map(({ name, advertiser }) => ({
      name,
      present: this.#around.netlink.linkByName(name) !== null,
      prefixes: this.#linkPlan(name)?.prefixes ?? [],
      advertiser: advertiser.status(),
    }))
    const { present: problems } = this.#problems
    return { lans, uplink: this.#uplink, counters: this.#counters.toObject(), problems }
  }

  #linkPlan(name: string): Plan['links'][number] | undefined {
    return this.#plan.links.find(link => link.name === name)
  }

  #look(): void {
    if (this.#ports.look() && this.#leases.size > 0) this.#replan()
    this.#outbox.flush()
  }

  async #onPortUp(name: string): Promise<void> {
    if (this.#isPrepared) await this.#sysctls.set([name])
    this.#reconcileIn(0)
  }

  #replan(): void {
    const { clock, netlink } = this.#around
    const leases = this.#wans.flatMap(wan => this.#leases.get(wan) ?? [])
    this.#plan = planFor([...this.#ports], leases, this.#plan.subnetIds, this.#settings, netlink, clock.now())
  }

  /** To people and to the disk, once hosts have been told. */
  #tellPlan(): void {
    this.#problems.update(this.#plan.problems)
    logAssignments(this.#toldPlan, this.#plan, this.#around.log)
    void this.#saveSubnetIds(this.#toldPlan)
    this.#toldPlan = this.#plan
  }

  async #saveSubnetIds(before: Plan): Promise<void> {
    const document = subnetDocument(this.#plan.subnetIds)
    if (JSON.stringify(document) === JSON.stringify(subnetDocument(before.subnetIds))) return
    const fault = await this.#around.store.save(SUBNETS, document)
    if (fault !== null) this.#around.log.error(`the subnet ids could not be stored: ${formatFault(fault)}`)
  }

  #desired(): KernelObject[] {
    const { netlink } = this.#around
    const indexOf = (name: string): number | null => {
      const link = netlink.linkByName(name)
      return link?.up === true ? link.index : null
    }
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
    const leases = [...this.#leases.values()]
    port.advertiser.setContents(lanContents(link, leases, this.#uplink, { onLink, autonomous }))
  }

  /** RFC 7084 G-4: a default route that does not lead to one of our own LANs. */
  #hasUplink(): boolean {
    const lans = new Set(this.#ports.linkIndexes)
    return this.#around.netlink.routes().some(({ destination, type, linkIndex }) => {
      return destination.length === 0 && type === 'unicast' && linkIndex !== null && !lans.has(linkIndex)
    })
  }

  #onKernelEvent(event: KernelEvent): void {
    switch (event.type) {
      case 'link':
        return this.#look()
      case 'resync':
        this.#look()
        return this.#reconcileIn(REPAIR_DELAY)
      case 'address':
        return this.#onAddress(event)
      case 'route':
        return this.#onRoute(event)
    }
  }

  #onAddress({ address, removed }: Extract<KernelEvent, { type: 'address' }>): void {
    const port = this.#ports.at(address.linkIndex)
    if (port === undefined) return
    if (address.linkLocal) this.#ports.lookAt(port)
    else if (this.#kernel.holds(address.address, address.linkIndex)) {
      if (address.dadFailed) this.#moveOn(port)
      else if (removed) this.#reconcileIn(REPAIR_DELAY)
    }
    this.#outbox.flush()
  }

  /** RFC 4862 §5.4.5: somebody else has the address. */
  #moveOn(port: LanPort): void {
    port.addressesInUse++
    const warning = "the router's own address is in use by another node; taking the next one"
    this.#around.log.warn(warning, { if: port.name })
    this.#replan()
    const desired = this.#desired()
    void this.#kernel
      .install(desired)
      .then(() => this.#kernel.removeAllBut(this.#desired(), this.#ports.linkIndexes))
  }

  #onRoute({ removed, route }: Extract<KernelEvent, { type: 'route' }>): void {
    if (removed && route.protocol === KD6_PROTOCOL) this.#reconcileIn(REPAIR_DELAY)
    if (!this.#hasAdvertised || route.destination.length > 0 || this.#hasUplink() === this.#uplink) return
    this.#around.log.info(this.#uplink ? 'no default route any more' : 'there is a default route')
    this.advertise()
  }

  /** Once for all that has happened until then. */
  #reconcileIn(delay: Seconds): void {
    if (this.#leases.size === 0 || this.#stopped) return
    const { deadlines, clock } = this.#around
    deadlines.arm(this, 'reconcile', later(clock.now(), delay))
  }

  async #reconcile(): Promise<void> {
    await this.#kernel.install(this.#desired())
    if (this.#hasAdvertised) this.advertise()
  }
}
