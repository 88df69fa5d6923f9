import { statSync } from 'node:fs'
import type { Capture } from '../../test/lab/capture.ts'
import type { HostWatch } from '../../test/lab/hostWatch.ts'
import { readKd6Log } from '../../test/lab/kd6.ts'
import type { LabProcess } from '../../test/lab/labProcess.ts'
import type { Network } from '../../test/lab/network.ts'
import { monotonicNow } from '../../test/lab/waiting.ts'
import { describePacket } from './describePacket.ts'

export interface Scene {
  readonly network: Network
  readonly watch: HostWatch
  readonly capture: Capture
  readonly program: LabProcess
  /** CLOCK_MONOTONIC, milliseconds. */
  readonly launched: number
  readonly say: (line: string) => void
}

interface Event {
  readonly at: number
  readonly text: string
}

/** Tells what happened since it was last asked: packets of the router, hosts coming online, lines of kd6's log. */
export class Narrator {
  readonly #scene: Scene
  readonly #ports: ReadonlyMap<number, string>
  #toldHostEvents = 0
  #toldLogLines = 0
  #logSize = 0

  constructor(scene: Scene) {
    this.#scene = scene
    this.#ports = new Map(scene.network.ports.map((name, i) => [i + FIRST_INDEX, name]))
  }

  tell(): void {
    const { launched, say } = this.#scene
    const events = [...this.#packets(), ...this.#hosts(), ...this.#log()].sort((a, b) => a.at - b.at)
    for (const { at, text } of events) say(`${((at - launched) / 1000).toFixed(3).padStart(8)}  ${text}`)
  }

  #packets(): Event[] {
    const { capture, watch } = this.#scene
    return capture.fresh().flatMap(packet => {
      const text = describePacket(packet, this.#ports.get(packet.linkIndex) ?? `port ${packet.linkIndex}`)
      return text === null ? [] : [{ at: packet.at - watch.wallOffset, text }]
    })
  }

  #hosts(): Event[] {
    const { watch, network } = this.#scene
    const roles = new Map(network.hosts.map(({ namespace }) => [namespace.name, namespace.role]))
    const events = watch.events()
    const fresh = events.slice(this.#toldHostEvents)
    this.#toldHostEvents = events.length
    return fresh
      .filter(({ what }) => what !== 'prefix')
      .map(({ at, host, what, change, subject }) => {
        const thing = what === 'address' ? `address ${subject}` : `default route via ${subject}`
        return { at, text: `${roles.get(host)!.padEnd(9)} ${change === 'add' ? 'has' : 'loses'} ${thing}` }
      })
  }

  /** A log line is told when it was read: at most one round late. */
  #log(): Event[] {
    const { program } = this.#scene
    const size = statSync(program.logFile).size
    if (size === this.#logSize) return []
    this.#logSize = size
    const text = program.log()
    const lines = readKd6Log(text.slice(0, text.lastIndexOf('\n') + 1))
    const fresh = lines.slice(this.#toldLogLines)
    this.#toldLogLines = lines.length
    const at = monotonicNow()
    return fresh.map(({ level, message, if: port }) => {
      const where = typeof port === 'string' ? ` if=${port}` : ''
      return { at, text: `[KD6]${where} ${level === 'info' ? '' : `${level}: `}${message}` }
    })
  }
}

/** Ports of a fresh namespace count from 2, after the loopback, in the order of their making: wan0, lan0, lan1 … */
const FIRST_INDEX = 2
