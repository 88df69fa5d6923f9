import type { HostState } from '../../test/lab/hostWatch.ts'
import { FAR_MACHINE } from '../../test/lab/isp.ts'
import type { Host } from '../../test/lab/network.ts'

/** A line per host, with a head: its address, default route, ping and when it came online after `launched`. */
export function hostTable(
  hosts: readonly Host[],
  states: ReadonlyMap<string, HostState>,
  pings: ReadonlyMap<string, number | null>,
  launched: number,
): string[] {
  const head = ['host', 'address', 'default route', `ping ${FAR_MACHINE}`, 'online after']
  const rows = hosts.map(({ lan, namespace }) => {
    const { addresses, gateways, onlineAt } = states.get(namespace.name)!
    const ping = pings.get(namespace.name) ?? null
    return [
      namespace.role,
      list(addresses),
      gateways.size === 0 ? 'none' : `${list(gateways)} (lan${lan})`,
      ping === null ? 'no answer' : `${ping.toFixed(3)} ms`,
      onlineAt === null ? 'not online' : `${Math.round(onlineAt - launched)} ms`,
    ]
  })
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map(row => row[i]!.length)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('  ')
      .trimEnd()
  return [line(head), line(widths.map(width => '-'.repeat(width))), ...rows.map(line)]
}

function list(items: ReadonlySet<string>): string {
  return items.size === 0 ? 'none' : [...items].join(' ')
}
