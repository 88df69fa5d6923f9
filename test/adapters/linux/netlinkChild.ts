import { readFileSync } from 'node:fs'

import netlink from 'netlink'

import { createSocket } from '#dgram-plus'

import { LinuxNetlink, type LinuxNetlinkOptions } from '../../../src/adapters/linux/netlink.ts'
import type { KernelChange, Link, LinkAddress, Route } from '../../../src/ports/netlink.ts'
import type { Fault } from '../../../src/values/fault.ts'

/** All that the port shows. */
export interface KernelView {
  readonly links: readonly Link[]
  readonly addresses: readonly LinkAddress[]
  readonly routes: readonly Route[]
}

/** What the `netlink` package dumps. */
export interface OracleDump {
  readonly links: ReturnType<typeof netlink.rt.parseLinkMessage>[]
  readonly addresses: ReturnType<typeof netlink.rt.parseAddressMessage>[]
  readonly routes: ReturnType<typeof netlink.rt.parseRouteMessage>[]
}

const AF_INET6 = 10
let subject: LinuxNetlink | null = null

/** What {@link RemoteNetlink} can ask this process for, which runs in the namespace under test. */
const calls = {
  async start(options: LinuxNetlinkOptions): Promise<Fault | null> {
    subject = new LinuxNetlink(options)
    subject.subscribe(event => process.send!({ event }))
    return subject.start()
  },
  apply: async (changes: readonly KernelChange[]): Promise<(Fault | null)[]> => {
    const faults = await subject!.apply(changes)
    // The notifications are there; they are read before the second check phase of the event loop from now.
    await new Promise(resolve => setImmediate(resolve))
    await new Promise(resolve => setImmediate(resolve))
    return faults
  },
  view: (): KernelView => viewOf(subject!),
  async freshView(): Promise<KernelView> {
    const other = new LinuxNetlink()
    const fault = await other.start()
    if (fault !== null) throw new Error(fault.message)
    const view = viewOf(other)
    other.close()
    return view
  },
  async oracleDump(): Promise<OracleDump> {
    const socket = netlink.createRtNetlink()
    const links = await socket.getLinks()
    const addresses = await socket.getAddresses({ family: AF_INET6 })
    const routes = await socket.getRoutes({ family: AF_INET6 })
    socket.socket.close()
    return { links, addresses, routes }
  },
  /** Sends octets to every netlink socket of this process, as any process of the machine could. */
  forge(octets: Uint8Array): number {
    const ports = readFileSync('/proc/net/netlink', 'utf8').split('\n').slice(1)
    const own = ports
      .map(line => line.trim().split(/\s+/))
      .filter(([, family, port]) => family === '0' && port !== '0')
    const socket = createSocket({ type: 'netlink', protocol: 0 })
    const sent = own.filter(([, , port]) => socket.send({ message: octets, port: Number(port) }) === null)
    socket.close()
    return sent.length
  },
  end(): void {
    subject!.close()
  },
  leave(): void {
    process.disconnect()
  },
}

export type Calls = typeof calls

function viewOf(port: LinuxNetlink): KernelView {
  const links = [...port.links.values()]
  return { links, addresses: links.flatMap(({ index }) => port.addressesOf(index)), routes: port.routes() }
}

interface Request {
  readonly id: number
  readonly call: keyof Calls
  readonly argument: never
}

process.on('message', ({ id, call, argument }: Request) => {
  void Promise.resolve(calls[call](argument)).then(result => {
    if (process.connected) process.send!({ id, result })
  })
})
