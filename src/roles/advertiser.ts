import type { Effect } from '../../machines/effects.ts'
import {
  routerAdvertiser,
  type AdvertiserDeadline,
  type AdvertiserEffects,
  type AdvertiserEvent,
} from '../../machines/routerAdvertiser.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { NdMessage, NdSocket } from '../ports/ndSocket.ts'
import { NOTHING_ANNOUNCED, type Announced } from '../rules/nd/announced.ts'
import { changedContents, type ContentsChange } from '../rules/nd/changedContents.ts'
import type { AdvertisedContents } from '../rules/nd/contents.ts'
import { validateRouterSolicitation } from '../rules/nd/validateRouterSolicitation.ts'
import type { AdvertiserVariables } from '../rules/nd/variables.ts'
import { sameBytes } from '../values/bytes.ts'
import { formatFault } from '../values/fault.ts'
import { ALL_ROUTERS, formatIpv6Address } from '../values/ipv6Address.ts'
import { seedRandom, type RandomState } from '../values/random.ts'
import type { Instant } from '../values/time.ts'
import { decodeNd } from '../wire/nd/message.ts'
import { Announcer, type AdvertiserLink } from './advertiser/announcer.ts'
import { newCounters, type AdvertiserCounters, type SolicitationDrop } from './advertiser/counters.ts'
import type { RaOutbox } from './advertiser/raOutbox.ts'
import type { DeadlineOwner, Deadlines } from './deadlines.ts'
import { Stepper } from './stepper.ts'

export type { AdvertiserLink } from './advertiser/announcer.ts'

export interface AdvertiserOptions {
  /** The port's name, for people. */
  readonly name: string
  readonly variables: AdvertiserVariables
  /** Four 32-bit words from the system's CSPRNG. */
  readonly seed: RandomState
  readonly ndSocket: NdSocket
  readonly outbox: RaOutbox
  readonly deadlines: Deadlines
  readonly clock: Clock
  readonly log: Log
  /** What the link was told by an earlier life of the daemon. */
  readonly announced?: Announced
  /** Nothing more will be put into the outbox; what is in it has yet to be flushed. */
  readonly onCeased?: () => void
}

export interface AdvertiserStatus extends Readonly<AdvertiserCounters> {
  readonly state: 'idle' | 'advertising' | 'ceasing' | 'stopped'
  readonly nextMulticast: Instant | null
}

/**
 * The advertiser of one link: takes what the kernel and the plan say, runs the machine, and builds each Router
 * Advertisement when it leaves. What is to be sent waits in the outbox for its flush.
 */
export class Advertiser implements DeadlineOwner {
  readonly #options: AdvertiserOptions
  readonly #stepper: Stepper<typeof routerAdvertiser, AdvertiserEffects>
  readonly #announcer: Announcer
  readonly #counters = newCounters()
  readonly #due = new Set<AdvertiserDeadline>()
  #link: AdvertiserLink | null = null
  #contents: AdvertisedContents | null = null
  #ceased = false

  constructor(options: AdvertiserOptions) {
    this.#options = options
    this.#announcer = new Announcer({
      ...options,
      counters: this.#counters,
      announced: options.announced ?? NOTHING_ANNOUNCED,
      onMulticastFault: () => this.#send({ type: 'MULTICAST_FAILED', at: this.#now }),
    })
    this.#stepper = new Stepper(routerAdvertiser, {
      timing: options.variables,
      random: seedRandom(options.seed),
    })
    this.#run(this.#stepper.start())
  }

  /** What hosts may believe because of us: the journal of the link. */
  get announced(): Announced {
    return this.#announcer.announced
  }

  /** The port is ready, or differs from what it was; a new index or link-local address begins anew. */
  setLink(link: AdvertiserLink): void {
    const before = this.#link
    const isAnother = before !== null && (before.index !== link.index || before.source !== link.source)
    if (isAnother) this.linkLost()
    this.#link = link
    if (before === null || isAnother) this.#send({ type: 'LINK_READY', at: this.#now })
    else if (!sameBytes(before.linkLayerAddress, link.linkLayerAddress)) this.#tellChange()
  }

  /** The port is down, gone, or without a link-local address. */
  linkLost(): void {
    if (this.#link === null) return
    this.#send({ type: 'LINK_LOST', at: this.#now })
    this.#link = null
  }

  /** The first contents start the advertising. Returns why hosts are told at once, or null when they are not. */
  setContents(contents: AdvertisedContents): ContentsChange | null {
    const now = this.#now
    const { deadlines, variables } = this.#options
    const nextMulticast = deadlines.deadline(this, 'multicast') ?? now
    const judgement = { announced: this.announced, variables, nextMulticast, now }
    const change = changedContents(this.#contents, contents, judgement)
    this.#contents = contents
    if (change !== null) this.#tellChange()
    return change
  }

  onRouterSolicitation(message: NdMessage): void {
    this.#counters.solicitationsReceived++
    const decoded = decodeNd(message.payload)
    if (!decoded.ok) return this.#drop('malformed', message)
    const verdict = validateRouterSolicitation(decoded.value, message)
    if (!verdict.accept) return this.#drop(verdict.reason, message)
    const { hasSourceLinkLayerAddress } = verdict
    const { source } = message
    this.#send({ type: 'ROUTER_SOLICITATION', source, hasSourceLinkLayerAddress, at: this.#now })
  }

  /** Another router advertises itself on this link until then: answers are spread over RFC 4861's half second. */
  onOtherRouter(until: Instant): void {
    this.#send({ type: 'OTHER_ROUTER', until, at: this.#now })
  }

  /**
   * Ends it. With `withdraw`, `finals` (1 to 3) Router Advertisements say that the router is gone: the first at once,
   * the others 3 s apart. A second stop does not wait for those.
   */
  stop({ withdraw, finals = 1 }: { readonly withdraw: boolean; readonly finals?: number }): void {
    this.#send({ type: 'STOP', withdraw, finals, at: this.#now })
  }

  status(): AdvertiserStatus {
    const { value } = this.#stepper.snapshot
    const state = typeof value === 'string' ? value : Object.keys(value)[0]
    return {
      ...structuredClone(this.#counters),
      state: state as AdvertiserStatus['state'],
      nextMulticast: this.#options.deadlines.deadline(this, 'multicast'),
    }
  }

  onDeadline(name: string, now: Instant): void {
    this.#send({ type: 'DEADLINE', name: name as AdvertiserDeadline, at: now })
  }

  get #now(): Instant {
    return this.#options.clock.now()
  }

  #tellChange(): void {
    this.#send({ type: 'CONTENTS_CHANGED', at: this.#now })
  }

  #drop(reason: SolicitationDrop, { source }: NdMessage): void {
    const { log, name } = this.#options
    // A flood of them must not become a flood of lines.
    if (this.#counters.solicitationsDropped[reason]++ > 0) return
    log.info('dropped Router Solicitation', { if: name, reason, from: formatIpv6Address(source) })
  }

  #send(event: AdvertiserEvent): void {
    if (this.#ceased) return
    this.#run(this.#stepper.send(event))
    for (const name of this.#due) {
      this.#due.delete(name)
      this.#send({ type: 'DEADLINE', name, at: this.#now })
    }
  }

  #run(effects: readonly Effect<AdvertiserEffects>[]): void {
    for (const effect of effects) this.#runEffect(effect)
  }

  #runEffect(effect: Effect<AdvertiserEffects>): void {
    switch (effect.type) {
      case 'joinAllRouters':
        return this.#join()
      case 'leaveAllRouters':
        return this.#options.ndSocket.leave(ALL_ROUTERS, this.#link!.index)
      case 'advertise':
        return this.#announcer.advertise(effect, this.#link!, this.#contents!)
      case 'arm':
        return this.#arm(effect.name, effect.at)
      case 'disarm':
        return this.#disarm(effect.name)
      case 'report':
        return this.#report(effect.what)
    }
  }

  #join(): void {
    const { ndSocket, log, name } = this.#options
    const fault = ndSocket.join(ALL_ROUTERS, this.#link!.index)
    if (fault !== null) log.warn('cannot join ff02::2', { if: name, fault: formatFault(fault) })
  }

  /** What is due already needs no alarm: it follows within the same call. */
  #arm(name: AdvertiserDeadline, at: Instant): void {
    const isDue = at <= this.#now
    this.#disarm(name)
    if (isDue) this.#due.add(name)
    else this.#options.deadlines.arm(this, name, at)
  }

  #disarm(name: AdvertiserDeadline): void {
    this.#due.delete(name)
    this.#options.deadlines.disarm(this, name)
  }

  #report(what: AdvertiserEffects['report']['what']): void {
    const { log, name, onCeased } = this.#options
    log.debug(what === 'advertising' ? 'advertising begins' : 'advertising has ended', { if: name })
    if (what !== 'ceased') return
    this.#ceased = true
    onCeased?.()
  }
}
