import { readFileSync } from 'node:fs'
import type { Lab } from './lab.ts'
import type { LabProcess } from './labProcess.ts'
import type { Namespace } from './namespace.ts'
import { readPacket, type Packet } from './packet.ts'
import { readPcap } from './pcap.ts'

let captures = 0

/** A capture of the IPv6 packets on all ports of a namespace, ports that come later included, by tcpdump. */
export class Capture {
  readonly file: string
  readonly #process: LabProcess
  #offset = 0

  private constructor(file: string, child: LabProcess) {
    this.file = file
    this.#process = child
  }

  /** `filter` is pcap-filter(7)'s, within IPv6. */
  static async start(lab: Lab, namespace: Namespace, filter = ''): Promise<Capture> {
    const name = `capture-${++captures}`
    const file = lab.file(`${name}.pcap`)
    const child = lab.start(namespace, name, [
      ...['tcpdump', '--interface', 'any', '--immediate-mode', '--packet-buffered', '--no-promiscuous-mode'],
      // -Z: tcpdump would otherwise give up root and then lack the right to write into our directory.
      ...['--time-stamp-precision', 'nano', '-Z', 'root', '-w', file],
      filter === '' ? 'ip6' : `ip6 and (${filter})`,
    ])
    await child.logged(/listening on/)
    return new Capture(file, child)
  }

  /** All IPv6 packets captured so far. */
  packets(): Packet[] {
    return this.#read(0).packets
  }

  /** Those that came since the last call of this. */
  fresh(): Packet[] {
    const { packets, offset } = this.#read(this.#offset)
    this.#offset = offset
    return packets
  }

  async stop(): Promise<void> {
    await this.#process.stop()
  }

  #read(from: number): { packets: Packet[]; offset: number } {
    const { linkType, frames, offset } = readPcap(readFileSync(this.file), from)
    const packets = frames.map(frame => readPacket(frame, linkType)).filter(packet => packet !== null)
    return { packets, offset }
  }
}
