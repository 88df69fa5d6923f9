import { readFileSync } from 'node:fs'
import type { Lab } from '../../test/lab/lab.ts'
import type { LabProcess } from '../../test/lab/labProcess.ts'
import type { Namespace } from '../../test/lab/namespace.ts'
import { readPcap } from '../../test/lab/pcap.ts'
import { until } from '../../test/lab/waiting.ts'
import { payloadOf, type Payload } from './payload.ts'

/** The prefix of the cable, of which the upper end has the first address. */
export const SUBNET = '2001:db8:fffe::/64'
export const UPPER_ADDRESS = '2001:db8:fffe::1'
export const LOWER_ADDRESS = '2001:db8:fffe::2'
/** The link of clients behind a relay. */
export const RELAYED_SUBNET = '2001:db8:fffd::/64'
export const RELAYED_ADDRESS = '2001:db8:fffd::1'

/** A cable between a server's namespace and a client's, with all that goes over it in a file. */
export class Wire {
  readonly lab: Lab
  /** Port `up0`. */
  readonly upper: Namespace
  /** Port `down0`, down until {@link plug}. */
  readonly lower: Namespace
  readonly #file: string

  private constructor(lab: Lab, upper: Namespace, lower: Namespace) {
    this.lab = lab
    this.upper = upper
    this.lower = lower
    this.#file = lab.file('wire.pcap')
  }

  static async lay(lab: Lab): Promise<Wire> {
    const [upper, lower] = await lab.addNamespaces(['upper', 'lower'])
    const wire = new Wire(lab, upper!, lower!)
    for (const namespace of [upper!, lower!]) {
      await namespace.configure({ 'net/ipv6/conf/default/dad_transmits': 0 }, ['ip link set lo up'])
    }
    // A router sends no RS, and the lower end's are a scenario of their own.
    await upper!.configure({ 'net/ipv6/conf/all/forwarding': 1 })
    await lower!.configure({ 'net/ipv6/conf/default/router_solicitations': 0 })
    await lab.connect([
      [
        { namespace: upper!, name: 'up0', mac: UPPER_MAC },
        { namespace: lower!, name: 'down0', mac: LOWER_MAC },
      ],
    ])
    await upper!.configure({}, ['ip link set up0 up', `ip address add ${UPPER_ADDRESS}/64 dev up0 nodad`])
    const tcpdump = lab.start(upper!, 'tcpdump', [
      ...['tcpdump', '--interface', 'up0', '--immediate-mode', '--packet-buffered', '-Z', 'root'],
      ...['-w', wire.#file, 'ip6'],
    ])
    await tcpdump.logged(/listening on/)
    return wire
  }

  /** Sets the lower end up, so that both ends get their link-local addresses. */
  async plug(): Promise<void> {
    await this.lower.ip('link set down0 up')
    await linkLocal(this.lower, 'down0')
    await linkLocal(this.upper, 'up0')
  }

  payloads(): Payload[] {
    const { frames } = readPcap(readFileSync(this.#file))
    return frames.map(frame => payloadOf(frame.bytes)).filter(payload => payload !== null)
  }

  /** Waits for messages of these types, in this order, others between them. */
  async carries(...types: readonly number[]): Promise<void> {
    await until(`messages ${types.join(', ')} among ${this.#seen()}`, 25_000, () => {
      let found = 0
      for (const { type } of this.payloads()) if (type === types[found]) found++
      return found === types.length
    }).catch((error: unknown) => {
      throw new Error(`${String(error)}; seen at last: ${this.#seen()}\n${this.#logs()}`)
    })
  }

  /** Starts a program with /run and other directories of its own: many keep files under fixed names there. */
  startApart(
    where: Namespace,
    name: string,
    directories: readonly string[],
    command: readonly string[],
  ): LabProcess {
    const mounts = directories.map(directory => `mount -t tmpfs tmpfs ${directory}`)
    const script = ['mount --make-rprivate /', ...mounts, 'exec "$@"'].join(' && ')
    return this.lab.start(where, name, ['unshare', '--mount', 'sh', '-c', script, 'sh', ...command])
  }

  fromUpper(payload: Payload): boolean {
    return payload.sourceMac === UPPER_MAC.replaceAll(':', '')
  }

  #seen(): string {
    return this.payloads()
      .map(({ type }) => type)
      .join(' ')
  }

  #logs(): string {
    const tail = (text: string): string => text.split('\n').slice(-15).join('\n')
    return this.lab.processes
      .map(each => `${each.command.join(' ')}\n${tail(each.log())}${tail(each.output())}`)
      .join('\n')
  }
}

/** Waits until a port's link-local address can be sent from. */
export async function linkLocal(namespace: Namespace, port: string): Promise<void> {
  await until(`the link-local address of ${port}`, 5000, async () => {
    return (await namespace.ip(`-6 address show dev ${port} scope link -tentative`)).includes('inet6')
  })
}

const UPPER_MAC = '02:00:00:00:00:02'
const LOWER_MAC = '02:00:00:00:00:01'
