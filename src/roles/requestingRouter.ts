import { requestingRouterMachine } from '../../machines/requestingRouter.ts'
import {
  type Report,
  type RequestingRouterContext,
  type RequestingRouterEffects,
  type RequestingRouterEvent,
} from '../../machines/requestingRouter/types.ts'
import type { Effect } from '../../machines/effects.ts'
import type { DeadlineName, StateId } from '../../machines/states.ts'
import type { Log, LogFields } from '../ports/log.ts'
import type { KernelEvent } from '../ports/netlink.ts'
import type { ClientMessage } from '../rules/dhcpv6/clientMessage.ts'
import { interpretAdvertise } from '../rules/dhcpv6/interpretAdvertise.ts'
import { interpretReply } from '../rules/dhcpv6/interpretReply.ts'
import { leaseExpiry, type Lease } from '../rules/dhcpv6/lease.ts'
import { formatFault } from '../values/fault.ts'
import type { Ipv6Address } from '../values/ipv6Address.ts'
import type { RandomState } from '../values/random.ts'
import { later, type Instant, type Seconds } from '../values/time.ts'
import { MessageType, type Dhcpv6Message } from '../wire/dhcpv6/message.ts'
import { Counters } from './counters.ts'
import type { DeadlineOwner } from './deadlines.ts'
import { ClientChannel } from './requestingRouter/clientChannel.ts'
import { LeaseKeeper } from './requestingRouter/leaseKeeper.ts'
import { reportLine, unansweredLine } from './requestingRouter/reports.ts'
import type {
  RequestingRouterSettings,
  RequestingRouterStatus,
  RequestingRouterSurroundings,
} from './requestingRouter/types.ts'
import { formatLack, upstreamState, type UpstreamState } from './requestingRouter/upstreamLink.ts'
import { Stepper } from './stepper.ts'

/** Of the driver's own: the socket that the system refused is asked for again. */
const REOPEN = 'REOPEN'
const REOPEN_DELAY: Seconds = 10

/** The role RR on one WAN port: runs its chart, carries out its effects, and feeds it what happens. */
export class RequestingRouter implements DeadlineOwner {
  readonly #settings: RequestingRouterSettings
  readonly #around: RequestingRouterSurroundings
  readonly #stepper: Stepper<typeof requestingRouterMachine, RequestingRouterEffects>
  readonly #counters = new Counters()
  readonly #channel: ClientChannel
  readonly #keeper: LeaseKeeper
  readonly #due = new Set<DeadlineName>()
  readonly #log: Log
  #upstream: UpstreamState = { ready: false, lacks: 'port' }
  #since: Instant
  #hasSpoken = false
  #setUpIndex: number | null = null
  #arrivedBefore: number | null = null
  #unsubscribe: () => void = () => undefined
  #ended: () => void = () => undefined
  /** Resolves when the chart has reached its end. */
  readonly ended = new Promise<void>(resolve => (this.#ended = resolve))

  constructor(settings: RequestingRouterSettings, around: RequestingRouterSurroundings, seed: RandomState) {
    this.#settings = settings
    this.#around = around
    this.#log = around.log
    this.#keeper = new LeaseKeeper(settings.linkName, around, this.#counters)
    this.#channel = new ClientChannel(settings.linkName, around, this.#counters, {
      transactionId: () => this.#context.exchange?.message.transactionId ?? null,
      onMessage: (message, from) => this.#interpret(message, from),
    })
    this.#since = around.clock.now()
    this.#stepper = new Stepper(requestingRouterMachine, {
      seed,
      iaids: [settings.iaid],
      hintLength: settings.prefixHint,
      rapidCommit: settings.rapidCommit,
    })
  }

  get linkName(): string {
    return this.#settings.linkName
  }

  /** `lease` is what an earlier run left, if any of it is still valid. */
  start(lease: Lease | null): void {
    const at = this.#now()
    this.#stepper.start()
    this.#unsubscribe = this.#around.netlink.subscribe(event => this.#onKernelEvent(event))
    const resumes = lease !== null && leaseExpiry(lease) > at
    this.#send(resumes ? { type: 'START_WITH_LEASE', at, lease } : { type: 'START', at })
    this.#look()
  }

  /** Withdraws everything and ends; `ended` tells when. */
  stop(release: boolean = this.#settings.releaseOnStop): void {
    this.#send({ type: 'STOP', at: this.#now(), release })
  }

  /** Ends and leaves everything in place for the next start. */
  leave(): void {
    this.#send({ type: 'LEAVE', at: this.#now() })
  }

  onDeadline(name: string, at: Instant): void {
    if (name === REOPEN) return this.#look()
    this.#send({ type: 'DEADLINE', name: name as DeadlineName, at })
  }

  status(): RequestingRouterStatus {
    const context = this.#context
    return {
      linkName: this.linkName,
      state: this.state,
      detail: this.#detail,
      since: this.#since,
      waitingFor: this.#upstream.ready ? null : formatLack(this.#upstream),
      iaid: this.#settings.iaid,
      lease: context.lease,
      counters: this.#counters.toObject(),
    }
  }

  /** The chart's state, by its name in the v0.5 table's code. */
  get state(): StateId {
    const value: unknown = this.#stepper.snapshot.value
    return (typeof value === 'string' ? value : Object.keys(value as object)[0]) as StateId
  }

  get #detail(): string | null {
    const value: unknown = this.#stepper.snapshot.value
    return typeof value === 'string' ? null : (Object.values(value as Record<string, string>)[0] ?? null)
  }

  get #context(): RequestingRouterContext {
    return this.#stepper.snapshot.context
  }

  #now(): Instant {
    return this.#around.clock.now()
  }

  #send(event: RequestingRouterEvent): void {
    const before = this.state
    const effects = this.#stepper.send(event)
    if (this.state !== before) this.#since = event.at
    this.#run(effects)
    for (const name of this.#due) {
      this.#due.delete(name)
      this.#send({ type: 'DEADLINE', name, at: this.#now() })
    }
    if (this.state === 'end') this.#end()
  }

  /** What is due already follows within the same call: the first Solicit waits for no turn of the event loop. */
  #arm(name: DeadlineName, at: Instant): void {
    this.#disarm(name)
    if (at <= this.#now()) this.#due.add(name)
    else this.#around.deadlines.arm(this, name, at)
  }

  #disarm(name: DeadlineName): void {
    this.#due.delete(name)
    this.#around.deadlines.disarm(this, name)
  }

  #end(): void {
    this.#unsubscribe()
    this.#around.deadlines.disarmAll(this)
    this.#ended()
  }

  #run(effects: readonly Effect<RequestingRouterEffects>[]): void {
    for (const effect of effects) this.#carryOut(effect)
  }

  #carryOut(effect: Effect<RequestingRouterEffects>): void {
    switch (effect.type) {
      case 'arm':
        return this.#arm(effect.name, effect.at)
      case 'disarm':
        return this.#disarm(effect.name)
      case 'openPorts':
        return this.#openPorts()
      case 'transmit':
        return this.#transmit(effect.message, effect.transmissions)
      case 'installPlan':
        return this.#install(effect.lease, effect.generation)
      case 'advertise':
        return this.#around.downstream.advertise()
      case 'withdrawPlan':
        return this.#around.downstream.withdraw(this.linkName, effect.why)
      case 'saveLease':
        return this.#keeper.save(effect.lease)
      case 'forgetLease':
        return this.#keeper.forget()
      case 'closePorts':
        return this.#closePorts()
      case 'report':
        return this.#report(effect)
    }
  }

  /** Once for each port that comes; one that an administrator takes down later stays down. */
  #openPorts(): void {
    const link = this.#around.netlink.linkByName(this.linkName)
    if (link === null || link.index === this.#setUpIndex) return
    this.#setUpIndex = link.index
    if (link.up) return
    void this.#around.netlink.apply([{ do: 'setLinkUp', linkIndex: link.index }]).then(([fault]) => {
      if (fault) this.#log.error(`cannot set the port up: ${formatFault(fault)}`, this.#fields())
    })
  }

  #closePorts(): void {
    this.#channel.close()
    if (this.state === 'closeDevs') this.#send({ type: 'PORTS_CLOSED', at: this.#now() })
  }

  #install(lease: Lease, generation: number): void {
    void this.#around.downstream.install(this.linkName, lease).then(faults => {
      if (this.state === 'end') return
      const type = faults === 0 ? 'PLAN_INSTALLED' : 'INSTALL_FAILED'
      this.#send({ type, at: this.#now(), generation, faults })
    })
  }

  #report(report: Report): void {
    if (report.what === 'portsTimeout') {
      this.#log.warn(`still waiting: ${formatLack(this.#upstream)}`, this.#fields())
      return
    }
    const line =
      report.what === 'unanswered' ? unansweredLine(report, this.#arrived()) : reportLine(report, this.#now())
    this.#log[line.level](line.message, this.#fields(line.fields))
  }

  /** IPv6 packets since the exchange began. */
  #arrived(): number | null {
    const now = this.#around.counters.ipv6Received(this.linkName)
    return now === null || this.#arrivedBefore === null ? null : now - this.#arrivedBefore
  }

  #fields(more: LogFields = {}): LogFields {
    return { if: this.linkName, ...more }
  }

  #onKernelEvent(event: KernelEvent): void {
    if (event.type !== 'route') this.#look()
  }

  /** Level-triggered: compares what the port is now with what was last told to the chart. */
  #look(): void {
    const before = this.#upstream
    const now = upstreamState(this.#around.netlink, this.linkName)
    this.#upstream = now
    if (now.ready) {
      const known = before.ready && before.linkIndex === now.linkIndex && this.#channel.isOpen
      if (!known) this.#becomeReady(now.linkIndex)
      return
    }
    if (!before.ready && before.lacks === now.lacks) return
    this.#log.info(`waiting: ${formatLack(now)}`, this.#fields())
    if (now.lacks === 'up') this.#openPorts()
    if (before.ready) this.#becomeLost()
  }

  #becomeReady(linkIndex: number): void {
    if (!this.#channel.open(linkIndex)) {
      this.#around.deadlines.arm(this, REOPEN, later(this.#now(), REOPEN_DELAY))
      return
    }
    const maxDelay = this.#hasSpoken ? this.#settings.laterSolicitDelay : this.#settings.firstSolicitDelay
    this.#send({ type: 'PORTS_READY', at: this.#now(), maxDelay })
  }

  #becomeLost(): void {
    this.#channel.close()
    this.#send({ type: 'PORTS_LOST', at: this.#now() })
  }

  #interpret(message: Dhcpv6Message, from: Ipv6Address): void {
    const at = this.#now()
    const iaids = [this.#settings.iaid]
    if (message.type === MessageType.ADVERTISE) {
      this.#send({ type: 'ADVERTISE', at, ...interpretAdvertise(message, from, iaids, at) })
      return
    }
    const { exchange, lease } = this.#context
    const context = { iaids, lease, exchange: exchange!.message }
    this.#send({ type: 'REPLY', at, outcome: interpretReply(message, from, context, at) })
  }

  #transmit(message: ClientMessage, transmissions: number): void {
    if (transmissions === 1) this.#arrivedBefore = this.#around.counters.ipv6Received(this.linkName)
    const linkLocal = this.#upstream.ready ? this.#upstream.linkLocal : null
    if (this.#channel.transmit(message, transmissions, linkLocal)) this.#hasSpoken = true
  }
}
