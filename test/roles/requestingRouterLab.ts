import assert from 'node:assert/strict'
import type { StateId } from '../../machines/states.ts'
import { Deadlines, type DeadlineOwner } from '../../src/roles/deadlines.ts'
import { RequestingRouter } from '../../src/roles/requestingRouter.ts'
import { leaseName, readLeaseDocument } from '../../src/roles/requestingRouter/leaseDocument.ts'
import type { Downstream, RequestingRouterSettings } from '../../src/roles/requestingRouter/types.ts'
import { leasedPrefixes, type Lease } from '../../src/rules/dhcpv6/lease.ts'
import { messageTitle } from '../../src/rules/dhcpv6/messageTitle.ts'
import { isFault } from '../../src/values/fault.ts'
import type { Ipv6Address } from '../../src/values/ipv6Address.ts'
import { formatIpv6Prefix } from '../../src/values/ipv6Prefix.ts'
import { instant, later, type Instant } from '../../src/values/time.ts'
import { decodeDhcpv6, encodeDhcpv6, type Dhcpv6Message } from '../../src/wire/dhcpv6/message.ts'
import { FakeDhcpv6Sockets, type SentDatagram } from '../fakes/dhcpv6Sockets.ts'
import { FakeLinkCounters } from '../fakes/linkCounters.ts'
import { MemoryLog } from '../fakes/memoryLog.ts'
import { MemoryStore } from '../fakes/memoryStore.ts'
import { FakeNetlink } from '../fakes/netlink.ts'
import { rest, TestClock } from '../fakes/testClock.ts'
import { address, CLIENT } from '../rules/dhcpv6/messages.ts'

export const WAN = 'wan0'
export const WAN_ADDRESS = address('fe80::2')
/** Until a server's answer is here, seconds. */
export const LATENCY = 0.01

/** Answers what it hears; null is silence. */
export interface Server {
  readonly address: Ipv6Address
  answer(message: Dhcpv6Message): Dhcpv6Message | null
}

export interface Sent {
  readonly at: Instant
  readonly name: string
  readonly message: Dhcpv6Message
  readonly datagram: SentDatagram
}

/** What a restart leaves of a machine. */
export interface Remains {
  readonly clock?: TestClock
  readonly store?: MemoryStore
  readonly settings?: Partial<RequestingRouterSettings>
}

/** One requesting router on a WAN port, servers behind it, and a LAN side that only takes notes. */
export class RouterLab implements DeadlineOwner {
  readonly clock: TestClock
  readonly store: MemoryStore
  readonly deadlines: Deadlines
  readonly netlink = new FakeNetlink()
  readonly sockets = new FakeDhcpv6Sockets()
  readonly counters = new FakeLinkCounters()
  readonly log = new MemoryLog()
  readonly sent: Sent[] = []
  /** What the LAN side and the disk were told, in order. */
  readonly story: string[] = []
  servers: Server[] = []
  /** How many changes the kernel refuses. */
  refusedChanges = 0
  readonly router: RequestingRouter
  #mail = new Map<string, { from: Ipv6Address; payload: Uint8Array }>()
  #posted = 0
  hasEnded = false

  constructor({ clock = new TestClock(), store = new MemoryStore(), settings = {} }: Remains = {}) {
    this.clock = clock
    this.store = store
    this.deadlines = new Deadlines(clock)
    this.netlink.addLink(WAN)
    this.netlink.setAddress(WAN, WAN_ADDRESS)
    this.sockets.onSent = datagram => this.#onSent(datagram)
    this.#watchStore()
    const around = {
      client: CLIENT,
      clock,
      deadlines: this.deadlines,
      sockets: this.sockets,
      netlink: this.netlink,
      counters: this.counters,
      store,
      log: this.log,
      downstream: this.#downstream(),
    }
    const own: RequestingRouterSettings = {
      linkName: WAN,
      iaid: 1,
      prefixHint: 56,
      rapidCommit: false,
      releaseOnStop: false,
      firstSolicitDelay: 0,
      laterSolicitDelay: 0,
      ...settings,
    }
    this.router = new RequestingRouter(own, around, [1, 2, 3, 4])
    void this.router.ended.then(() => (this.hasEnded = true))
  }

  /** With whatever lease is on disk. */
  start(): this {
    this.router.start(this.storedLease())
    return this
  }

  /** The same machine, another process; `booted`: another boot, too. */
  restart({
    booted = false,
    settings = {},
  }: { booted?: boolean; settings?: Partial<RequestingRouterSettings> } = {}): RouterLab {
    this.router.leave()
    const store = new MemoryStore(this.store.files)
    const clock = booted ? new TestClock(5_000, this.clock.wallTime()) : this.clock
    if (booted) clock.bootId = `${this.clock.bootId}+`
    return new RouterLab({ clock, store, settings })
  }

  storedLease(): Lease | null {
    const document = this.store.load(leaseName(WAN))
    assert.ok(!isFault(document))
    return document === null ? null : readLeaseDocument(document, this.clock)
  }

  async pass(seconds: number): Promise<void> {
    await this.clock.stroll(seconds)
    await rest()
  }

  async suspend(seconds: number): Promise<void> {
    this.clock.suspend(seconds)
    await rest()
  }

  get state(): StateId {
    return this.router.state
  }

  get detail(): string | null {
    return this.router.status().detail
  }

  get lease(): Lease | null {
    return this.router.status().lease
  }

  get prefixes(): string[] {
    return this.lease === null ? [] : leasedPrefixes(this.lease).map(({ prefix }) => formatIpv6Prefix(prefix))
  }

  /** The names of what was sent since the last call. */
  takeSent(): string[] {
    return this.sent.splice(0).map(({ name }) => name)
  }

  takeStory(): string[] {
    return this.story.splice(0)
  }

  /** Octets arrive, from nowhere in particular. */
  deliver(payload: Uint8Array, from = address('fe80::1')): void {
    this.sockets.deliver(WAN, { payload, source: from, sourcePort: 547, destination: WAN_ADDRESS })
  }

  unplug(): void {
    this.netlink.changeLink(WAN, { running: false })
  }

  plugIn(): void {
    this.netlink.changeLink(WAN, { running: true })
  }

  onDeadline(name: string): void {
    const { payload, from } = this.#mail.get(name)!
    this.#mail.delete(name)
    this.deliver(payload, from)
  }

  /** Leaves a datagram to arrive after `delay` seconds. */
  post(payload: Uint8Array, from: Ipv6Address, delay = LATENCY): void {
    const name = `letter ${this.#posted++}`
    this.#mail.set(name, { payload, from })
    this.deadlines.arm(this, name, later(this.clock.now(), delay))
  }

  #onSent(datagram: SentDatagram): void {
    const decoded = decodeDhcpv6(datagram.payload)
    assert.ok(decoded.ok && 'transactionId' in decoded.value)
    const message = decoded.value
    this.sent.push({ at: this.clock.now(), name: messageTitle(message.type), message, datagram })
    for (const [place, server] of this.servers.entries()) {
      const answer = server.answer(message)
      if (answer !== null) this.post(encodeDhcpv6(answer), server.address, LATENCY * (place + 1))
    }
  }

  #downstream(): Downstream {
    return {
      install: (_wan, lease) => {
        const prefixes = leasedPrefixes(lease).filter(({ validUntil }) => validUntil > this.clock.now())
        this.story.push(`install ${prefixes.map(({ prefix }) => formatIpv6Prefix(prefix)).join(' ')}`)
        return Promise.resolve(this.refusedChanges)
      },
      withdraw: (_wan, why) => void this.story.push(`withdraw ${why}`),
      advertise: () => void this.story.push('advertise'),
    }
  }

  #watchStore(): void {
    const { store } = this
    const save = store.save.bind(store)
    const remove = store.remove.bind(store)
    store.save = (name, value) => {
      this.story.push('save')
      return save(name, value)
    }
    store.remove = name => {
      this.story.push('forget')
      return remove(name)
    }
  }
}

/** Seconds between what was sent, one after the other. */
export function gaps(sent: readonly Sent[]): number[] {
  return sent.slice(1).map(({ at }, i) => (at - sent[i]!.at) / 1000)
}

/** The most messages that were sent within any 20 s. */
export function mostIn20Seconds(sent: readonly Sent[]): number {
  return Math.max(
    0,
    ...sent.map(({ at: from }) => sent.filter(({ at }) => at >= from && at <= instant(from + 20_000)).length),
  )
}
