import type { LanStatus, LeaseStatus, Remaining, Status, WanStatus } from './status.ts'

const ROLES = { CT: 'client', RR: 'requesting router', SR: 'server' }

/** A status as `kd6 status` prints it, with a line end. */
export function renderStatus(status: Status): string {
  const lines = [
    `kd6 ${status.version}, ${ROLES[status.role]} (${status.role}), pid ${status.pid}, since ${status.since}`,
  ]
  for (const wan of status.wans) lines.push('', ...renderWan(wan))
  if (status.lans.length > 0) lines.push('', ...renderLans(status.lans))
  const counters = renderCounters(status.counters)
  if (counters !== '') lines.push('', `counted: ${counters}`)
  if (status.problems.length > 0) lines.push('', 'problems:', ...status.problems.map(line => `  ${line}`))
  return `${lines.join('\n')}\n`
}

function renderWan(wan: WanStatus): string[] {
  const lines = [`${wan.name}: ${wan.state} since ${wan.since}`]
  if (wan.lease === null) lines.push('  no lease')
  else lines.push(...renderLease(wan.lease))
  const counters = renderCounters(wan.counters)
  if (counters !== '') lines.push(`  counted: ${counters}`)
  return lines
}

function renderLease(lease: LeaseStatus): string[] {
  const rows = lease.prefixes.map(({ prefix, preferred, valid, excluded }) => [
    prefix,
    formatRemaining(preferred),
    formatRemaining(valid),
    excluded ?? '',
  ])
  const titles = ['  PREFIX', 'PREFERRED', 'VALID', rows.some(row => row[3] !== '') ? 'EXCLUDED' : '']
  return [
    `  lease from server ${lease.server}`,
    `  renewal ${formatDue(lease.t1)}, rebinding ${formatDue(lease.t2)}`,
    ...table([titles, ...rows.map(([prefix, ...others]) => [`  ${prefix}`, ...others])]),
  ]
}

function renderLans(lans: readonly LanStatus[]): string[] {
  const rows = lans.flatMap(lan => {
    const counts = [lan.lastRa ?? 'never', String(lan.sent), String(lan.received)]
    const [first, ...others] = lan.prefixes.map(p => [
      p.prefix,
      p.routerAddress,
      formatRemaining(p.preferred),
      formatRemaining(p.valid),
    ])
    return [
      [lan.name, ...(first ?? ['none', '-', '-', '-']), ...counts],
      ...others.map(cells => ['', ...cells, '', '', '']),
    ]
  })
  return table([
    ['LAN', 'PREFIX', 'ROUTER', 'PREFERRED', 'VALID', 'LAST RA', 'RA SENT', 'RS RECEIVED'],
    ...rows,
  ])
}

function renderCounters(counters: Readonly<Record<string, number>>): string {
  return Object.entries(counters)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')
}

/** Columns as wide as their widest cell, two blanks apart. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map(row => row[column]!.length)))
  return rows.map(row => {
    const cells = row.map((cell, column) => cell.padEnd(widths[column]!))
    return cells.join('  ').trimEnd()
  })
}

function formatDue(remaining: Remaining): string {
  return remaining === 'infinity' ? 'never' : `in ${formatRemaining(remaining)}`
}

/** `1d 2h`, `59m 58s`, `0s`: the two largest units, rounded down. */
export function formatRemaining(remaining: Remaining): string {
  if (remaining === 'infinity') return 'for ever'
  const seconds = Math.max(0, Math.floor(remaining))
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3_600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ] as const
  const first = parts.findIndex(([count]) => count > 0)
  if (first < 0) return '0s'
  const shown = parts.slice(first, first + 2).filter(([count]) => count > 0)
  return shown.map(([count, unit]) => `${count}${unit}`).join(' ')
}
