import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { HostWatch } from '../../test/lab/hostWatch.ts'
import { Kd6 } from '../../test/lab/kd6.ts'
import { withLab } from '../../test/lab/lab.ts'
import { Network } from '../../test/lab/network.ts'
import { startNetworkd } from '../../test/lab/networkd.ts'
import { pause } from '../../test/lab/waiting.ts'
import { table } from './figures.ts'

const USAGE = `usage: node --import=tsx scripts/bench/footprint.ts [options]     (as root)

Memory of a router a minute after its hosts came online, and the CPU time of the idle minute after that.
  --lans N         LAN ports, a host on each (8)
  --seconds N      length of both waits (60)
  --routers R,R    kd6, networkd or both (kd6)
  --node PATH      the Node that runs kd6 (the one that runs this)
`

interface Footprint {
  /** kB */
  readonly rss: number
  /** Pages that no other process shares, kB. */
  readonly private: number
  /** Seconds. */
  readonly cpu: number
}

/** Clock ticks a second in /proc/PID/stat: USER_HZ, the same on all platforms that Node runs on. */
const TICKS = 100

function memory(pid: number): { rss: number; private: number } {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  const field = (name: string): number => Number(new RegExp(`^${name}: +(\\d+) kB`, 'm').exec(text)![1])
  return { rss: field('Rss'), private: field('Private_Clean') + field('Private_Dirty') }
}

/** User and system time of all its threads, in seconds. */
function cpuTime(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The second field, the program's name, may hold blanks.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / TICKS
}

function measure(router: string, lans: number, seconds: number, node: string): Promise<Footprint> {
  return withLab(async lab => {
    const network = await Network.create(lab, { lans })
    const watch = await HostWatch.start(
      lab,
      network.hosts.map(host => host.namespace),
    )
    const program = router === 'networkd' ? await startNetworkd(network) : new Kd6(network, { node }).start()
    await watch.allUsable(60_000)
    await pause(seconds * 1000)
    const { pid } = program
    const before = cpuTime(pid)
    const held = memory(pid)
    await pause(seconds * 1000)
    return { ...held, cpu: cpuTime(pid) - before }
  })
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      lans: { type: 'string', default: '8' },
      seconds: { type: 'string', default: '60' },
      routers: { type: 'string', default: 'kd6' },
      node: { type: 'string', default: process.execPath },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    process.stdout.write(USAGE)
    return
  }
  const rows = []
  for (const router of values.routers.split(',')) {
    const {
      rss,
      private: own,
      cpu,
    } = await measure(router, Number(values.lans), Number(values.seconds), values.node)
    rows.push([router, values.lans, (rss / 1000).toFixed(1), (own / 1000).toFixed(1), cpu.toFixed(2)])
  }
  const head = ['router', 'LANs', 'RSS MB', 'private MB', `CPU s in ${values.seconds} s`]
  process.stdout.write(table(head, rows) + '\n')
}

await main()
