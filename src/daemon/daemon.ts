import { linkCounters } from '../adapters/linux/linkCounters.ts'
import { forPort, type Settings } from '../config/settings.ts'
import type { Clock } from '../ports/clock.ts'
import type { Dhcpv6Sockets } from '../ports/dhcpv6Socket.ts'
import type { Log } from '../ports/log.ts'
import type { NdSocket } from '../ports/ndSocket.ts'
import type { KernelEvent, Netlink } from '../ports/netlink.ts'
import type { RandomSource } from '../ports/randomSource.ts'
import type { Store } from '../ports/store.ts'
import type { Sysctl } from '../ports/sysctl.ts'
import { Deadlines } from '../roles/deadlines.ts'
import { LanRouter } from '../roles/lanRouter.ts'
import { selectedPorts } from '../roles/lanRouter/portSelection.ts'
import { SysctlKeeper } from '../roles/lanRouter/sysctlKeeper.ts'
import { RequestingRouter } from '../roles/requestingRouter.ts'
import type { Downstream } from '../roles/requestingRouter/types.ts'
import { RouterSolicitor } from '../roles/routerSolicitor.ts'
import { drawSeed } from '../roles/seed.ts'
import { formatFault } from '../values/fault.ts'
import { IDENTITY, identityDocument, identityFor, withIaids, type Identity } from './identity.ts'
import { lanRouterSettings, requestingRouterSettings } from './roleSettings.ts'
import { BOOT, earlierDelegations, type State } from './state.ts'

/** Everything of the outside world that the roles see, behind its ports. */
export interface Adapters {
  readonly clock: Clock
  readonly netlink: Netlink
  readonly dhcpv6Sockets: Dhcpv6Sockets
  /** Hands its messages to `Daemon.onNdMessage`. */
  readonly ndSocket: NdSocket
  readonly sysctl: Sysctl
  readonly store: Store
  readonly random: RandomSource
  readonly log: Log
}

/** The roles of one process, put together: an RR for each WAN port, and the LAN side that they share. */
export class Daemon {
  readonly #settings: Settings
  readonly #adapters: Adapters
  readonly #deadlines: Deadlines
  readonly #state: State
  readonly #requestingRouters = new Map<string, RequestingRouter>()
  readonly #solicitors: RouterSolicitor[] = []
  readonly lanRouter: LanRouter
  readonly startedAt: number
  #tellAdvertised: () => void = () => undefined
  /** Resolves with the first Router Advertisements of a delegation. */
  readonly advertised = new Promise<void>(resolve => (this.#tellAdvertised = resolve))
  #identity: Identity
  #isSettled = false
  #settling: Promise<void> = Promise.resolve()
  #unsubscribe: () => void = () => undefined
  #stopping: 'withdraw' | 'leave' | null = null

  constructor(settings: Settings, adapters: Adapters, state: State, wans: readonly string[]) {
    const { clock, netlink, random, log, store } = adapters
    this.#settings = settings
    this.#adapters = adapters
    this.#state = state
    this.#deadlines = new Deadlines(clock)
    this.startedAt = clock.wallTime()
    this.#identity = identityFor(state.identity, wans, netlink, clock, random)
    const sysctls = new SysctlKeeper(adapters.sysctl, store, log, state.sysctlJournal)
    this.lanRouter = new LanRouter(
      lanRouterSettings(settings, wans),
      { ...adapters, deadlines: this.#deadlines, sysctls },
      { subnetIds: state.subnetIds, delegations: earlierDelegations(state) },
    )
    for (const wan of wans) this.#addWan(wan)
  }

  get requestingRouters(): readonly RequestingRouter[] {
    return [...this.#requestingRouters.values()]
  }

  get clock(): Clock {
    return this.#adapters.clock
  }

  get identity(): Identity {
    return this.#identity
  }

  /** The first Solicits leave in here, where their ports are ready and no random delay is asked for. */
  start(): void {
    this.lanRouter.start()
    for (const router of this.requestingRouters) router.start(this.#state.leases.get(router.linkName) ?? null)
    this.#unsubscribe = this.#adapters.netlink.subscribe(event => this.#onKernelEvent(event))
  }

  /**
   * What takes milliseconds, and is needed before hosts send their first packets through us: after the first
   * advertisements, or while we wait for them.
   */
  settle(): Promise<void> {
    this.#settling = this.#settle()
    return this.#settling
  }

  async #settle(): Promise<void> {
    if (this.#isEnding()) return
    await this.lanRouter.prepareKernel()
    if (this.#isEnding()) return
    this.#isSettled = true
    for (const wan of this.#requestingRouters.keys()) this.#solicitRouters(wan)
    await this.#save(IDENTITY, identityDocument(this.#identity))
    await this.#save(BOOT, { bootId: this.#adapters.clock.bootId })
  }

  /** Ends everything; `release` gives the delegations back, null leaves that to the settings. */
  async stop(release: boolean | null): Promise<void> {
    if (this.#stopping === 'leave') return
    this.#stopping = 'withdraw'
    for (const router of this.requestingRouters) router.stop(release ?? undefined)
    await Promise.all([this.#settling, ...this.requestingRouters.map(router => router.ended)])
    this.#letGo()
    await this.lanRouter.stop({ withdraw: true })
  }

  /** Ends, and leaves addresses, routes and what hosts were told in place for the next start. */
  async leave(): Promise<void> {
    if (this.#stopping !== null) return
    this.#stopping = 'leave'
    for (const router of this.requestingRouters) router.leave()
    await this.#settling
    this.#letGo()
    await this.lanRouter.stop({ withdraw: false })
  }

  #addWan(wan: string): void {
    const { clock } = this.#adapters
    const iaid = this.#identity.iaids.get(wan)!
    const { isFirstOfBoot } = this.#state
    const settings = requestingRouterSettings(this.#settings, wan, iaid, isFirstOfBoot, clock.now())
    const around = {
      ...this.#adapters,
      client: this.#identity.duid,
      deadlines: this.#deadlines,
      sockets: this.#adapters.dhcpv6Sockets,
      counters: linkCounters,
      downstream: this.#downstream(),
    }
    this.#requestingRouters.set(wan, new RequestingRouter(settings, around, drawSeed(this.#adapters.random)))
  }

  #downstream(): Downstream {
    return {
      install: (wan, lease) => this.lanRouter.install(wan, lease),
      withdraw: (wan, why) => this.lanRouter.withdraw(wan, why),
      advertise: () => {
        this.lanRouter.advertise()
        this.#tellAdvertised()
      },
    }
  }

  /** With every eligible port a WAN, one that comes later is one too. */
  #onKernelEvent(event: KernelEvent): void {
    if (this.#settings.wanPorts.kind !== 'eligible' || event.type !== 'link' || event.removed) return
    const wans = selectedPorts(this.#settings.wanPorts, this.#adapters.netlink.links)
    const fresh = wans.filter(wan => !this.#requestingRouters.has(wan))
    if (fresh.length === 0 || this.#stopping !== null) return
    this.#identity = withIaids(this.#identity, wans)
    void this.#save(IDENTITY, identityDocument(this.#identity))
    for (const wan of fresh) {
      this.#adapters.log.info('a new WAN port', { if: wan })
      this.lanRouter.addWan(wan)
      this.#addWan(wan)
      this.#requestingRouters.get(wan)!.start(null)
      if (this.#isSettled) this.#solicitRouters(wan)
    }
  }

  #isEnding(): boolean {
    return this.#stopping !== null
  }

  #solicitRouters(wan: string): void {
    if (forPort(this.#settings.wan, wan).defaultRoute === 'none') return
    const around = { ...this.#adapters, deadlines: this.#deadlines }
    this.#solicitors.push(new RouterSolicitor(wan, around, drawSeed(this.#adapters.random)))
  }

  #letGo(): void {
    this.#unsubscribe()
    for (const solicitor of this.#solicitors) solicitor.stop()
  }

  async #save(name: string, document: Parameters<Store['save']>[1]): Promise<void> {
    const fault = await this.#adapters.store.save(name, document)
    if (fault !== null) this.#adapters.log.error(`${name} could not be stored: ${formatFault(fault)}`)
  }
}
