import type { KernelEvent } from '../../../ports/netlink.ts'
import { isFault, type Fault } from '../../../values/fault.ts'
import { RTNLGRP_IPV6_IFADDR, RTNLGRP_IPV6_ROUTE, RTNLGRP_LINK } from '../../../wire/rtnetlink/constants.ts'
import { splitMessages, type NetlinkMessage } from '../../../wire/rtnetlink/message.ts'
import { readNotification, type Notification } from './notification.ts'
import { ObjectReader } from './objectReader.ts'
import { pauseFor } from './pause.ts'
import type { Requests } from './requests.ts'
import { takeSnapshot } from './snapshot.ts'
import type { OpenRtnetlinkSocket, RtnetlinkSocket } from './socket.ts'
import { errno, finding, verdictFault } from './verdict.ts'
import { View } from './view.ts'

export interface MirrorOptions {
  readonly open: OpenRtnetlinkSocket
  readonly littleEndian: boolean
  /** Octets of the kernel's queue of notifications. */
  readonly buffer: number
  readonly kernelRelease: string
}

const GROUPS = [RTNLGRP_LINK, RTNLGRP_IPV6_IFADDR, RTNLGRP_IPV6_ROUTE]
/** Milliseconds until a dump is tried again that failed or was overrun; doubled each time. */
const FIRST_PAUSE = 10
const LONGEST_PAUSE = 1000

/**
 * Keeps a view equal to the kernel's state: a dump, then what the monitor socket hears. Heard during a dump, it is
 * applied after it: no change is missed, and one that the dump showed already does no harm.
 */
export class Mirror {
  readonly view = new View()
  readonly #reader: ObjectReader
  readonly #requests: Requests
  readonly #options: MirrorOptions
  readonly #emit: (event: KernelEvent) => void
  #monitor: RtnetlinkSocket | null = null
  /** `waiting`: a dump is to follow, until when what is heard is of no use. */
  #state: 'waiting' | 'dumping' | 'live' | 'closed' = 'waiting'
  #heard: Notification[] = []
  #lost = false

  constructor(requests: Requests, options: MirrorOptions, emit: (event: KernelEvent) => void) {
    this.#requests = requests
    this.#options = options
    this.#reader = new ObjectReader(options.kernelRelease)
    this.#emit = emit
  }

  /** Listens, then dumps. */
  async open(): Promise<Fault | null> {
    const { open, buffer: receiveBuffer } = this.#options
    const monitor = open(
      { groups: GROUPS, receiveBuffer },
      { onMessages: octets => this.#hear(octets), onLoss: () => this.#lose() },
    )
    if (isFault(monitor)) return monitor
    this.#monitor = monitor
    let fault = await this.#dump()
    for (let pause = FIRST_PAUSE; fault !== null && this.#lost; pause = longer(pause)) {
      await pauseFor(pause)
      fault = await this.#dump()
    }
    if (fault === null) this.#goLive()
    return fault
  }

  close(): void {
    this.#state = 'closed'
    this.#monitor?.close()
    this.#heard = []
  }

  #hear(octets: Uint8Array): void {
    for (const message of splitMessages(octets, this.#options.littleEndian).messages)
      this.#hearMessage(message)
  }

  #hearMessage(message: NetlinkMessage): void {
    if (this.#state !== 'live' && this.#state !== 'dumping') return
    const notification = readNotification(message, this.#reader)
    if (notification === null) return
    if (this.#state === 'dumping') this.#heard.push(notification)
    else this.#deliver(notification)
  }

  #lose(): void {
    this.#lost = true
    if (this.#state === 'live') void this.#resync()
  }

  #deliver(notification: Notification): void {
    const events = this.view.take(notification)
    if (events === null) return this.#lose()
    for (const event of events) this.#emit(event)
  }

  /** One attempt to make the view new. Null when nothing was lost meanwhile. */
  async #dump(): Promise<Fault | null> {
    this.#state = 'dumping'
    this.#heard = []
    this.#lost = false
    const snapshot = await takeSnapshot(this.#requests, this.#reader)
    if (this.#isClosed()) return verdictFault(finding(errno.ECANCELED), 'dump', 'rtnetlink')
    if (!isFault(snapshot) && !this.#hasLost()) {
      this.view.replaceBy(snapshot)
      return null
    }
    this.#state = 'waiting'
    return isFault(snapshot)
      ? snapshot
      : verdictFault(finding(errno.ENOBUFS), 'recvmmsg', 'rtnetlink notifications')
  }

  async #resync(): Promise<void> {
    let fault = await this.#dump()
    for (let pause = FIRST_PAUSE; fault !== null && !this.#isClosed(); pause = longer(pause)) {
      await pauseFor(pause)
      if (!this.#isClosed()) fault = await this.#dump()
    }
    if (fault !== null) return
    this.#emit({ type: 'resync' })
    this.#goLive()
  }

  #goLive(): void {
    if (this.#isClosed()) return
    this.#state = 'live'
    const heard = this.#heard
    this.#heard = []
    for (const notification of heard) {
      // One that needs a new dump, and a listener that closes us, end it.
      if (this.#isLive()) this.#deliver(notification)
    }
  }

  #hasLost(): boolean {
    return this.#lost
  }

  #isClosed(): boolean {
    return this.#state === 'closed'
  }

  #isLive(): boolean {
    return this.#state === 'live'
  }
}

function longer(pause: number): number {
  return Math.min(2 * pause, LONGEST_PAUSE)
}
