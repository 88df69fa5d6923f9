import assert from 'node:assert/strict'

import { LinuxNetlink } from '../../../src/adapters/linux/netlink.ts'
import { MAIN_TABLE, type KernelEvent } from '../../../src/ports/netlink.ts'
import * as k from '../../../src/wire/rtnetlink/constants.ts'
import type { LinkMessage } from '../../../src/wire/rtnetlink/link.ts'
import type { RouteMessage } from '../../../src/wire/rtnetlink/route.ts'
import { ip } from './kernelObjects.ts'
import { FakeKernel } from './fakeKernel.ts'

export const LAN0: Partial<LinkMessage> = {
  index: 3,
  name: 'lan0',
  mtu: 1500,
  flags: k.IFF_UP | k.IFF_RUNNING,
  hardwareType: 1,
}

/** As learnt from an RA, through lan0. */
export function defaultRoute(gateway: string, metric = 1024): Partial<RouteMessage> {
  return { table: MAIN_TABLE, protocol: 9, type: k.RTN_UNICAST, gateway: ip(gateway), linkIndex: 3, metric }
}

export interface FakeKernelFixture {
  readonly kernel: FakeKernel
  readonly netlink: LinuxNetlink
  /** Those that nobody has taken yet. */
  readonly events: KernelEvent[]
  /** Takes the next event, or the one that has come already. */
  event(): Promise<KernelEvent>
}

/** Gives each test a kernel with lo and lan0, and a port to it; with `started` one that has been started. */
export function fakeKernelFixture(started: 'started' | 'not started'): FakeKernelFixture {
  let kernel: FakeKernel
  let netlink: LinuxNetlink
  let events: KernelEvent[]

  beforeEach(async () => {
    kernel = new FakeKernel()
    kernel.links = [{ index: 1, name: 'lo', mtu: 65536, flags: k.IFF_LOOPBACK }, LAN0]
    netlink = new LinuxNetlink({ open: kernel.open, littleEndian: true })
    events = []
    netlink.subscribe(event => events.push(event))
    if (started === 'started') assert.equal(await netlink.start(), null)
  })

  afterEach(() => netlink.close())

  return {
    get kernel() {
      return kernel
    },
    get netlink() {
      return netlink
    },
    get events() {
      return events
    },
    event() {
      const first = events.shift()
      if (first !== undefined) return Promise.resolve(first)
      return new Promise(resolve => {
        const end = netlink.subscribe(() => {
          end()
          resolve(events.shift()!)
        })
      })
    },
  }
}
