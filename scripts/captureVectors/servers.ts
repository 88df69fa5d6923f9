import { mkdirSync, writeFileSync } from 'node:fs'
import { borrowProgram } from '../../test/lab/servers/borrowProgram.ts'
import type { LabProcess } from '../../test/lab/labProcess.ts'
import { RELAYED_SUBNET, SUBNET, UPPER_ADDRESS, type Wire } from './wire.ts'

/** Lifetimes so short that renewing and rebinding are seen within seconds. */
const SHORT = { renew: 2, rebind: 5, preferred: 9, valid: 12 }
const LONG = { renew: 1000, rebind: 2000, preferred: 3000, valid: 4000 }

export interface ServerOptions {
  readonly short?: boolean
  /** Nothing to give away. */
  readonly exhausted?: boolean
  readonly rapidCommit?: boolean
  /** Clients may send to the server's own address; RFC 9915 knows no such thing any more. */
  readonly unicast?: boolean
}

/** Options that Kea sends unasked, so that clients which ask for nothing still show them to us. */
const KEA_OPTIONS = [
  { name: 'dns-servers', data: `${UPPER_ADDRESS}, 2001:db8:ffff::53` },
  { name: 'domain-search', data: 'example.org, lab.example.org' },
  { name: 'sntp-servers', data: '2001:db8:ffff::123' },
  { name: 'preference', data: '255' },
  { name: 'bootfile-url', data: 'tftp://[2001:db8::1]/boot' },
  { name: 'vendor-opts', data: '4491' },
  // This Kea has no names for these.
  raw(82, '00001c20'),
  raw(83, '00001c20'),
  raw(64, '04616674720765 78616d706c65036f726700'),
  raw(56, '0001001020010db8ffff00000000000000000123'),
  raw(56, '00020010ff050000000000000000000000000101'),
  raw(56, '00030011036e7470076578616d706c65036f726700'),
]

function keaOptions({ unicast = false }: ServerOptions) {
  return unicast ? [...KEA_OPTIONS, { name: 'unicast', data: UPPER_ADDRESS }] : KEA_OPTIONS
}

function raw(code: number, hex: string) {
  return { code, 'csv-format': false, data: hex.replaceAll(' ', '') }
}

export async function startKea(wire: Wire, options: ServerOptions = {}): Promise<LabProcess> {
  const lifetimes = options.short === true ? SHORT : LONG
  const { directory } = wire.lab
  const pools = [{ pool: '2001:db8:fffe::1000-2001:db8:fffe::1fff' }]
  const pdPools = [
    {
      prefix: '2001:db8:2000::',
      'prefix-len': 40,
      'delegated-len': 56,
      'excluded-prefix': '2001:db8:2000:f0::',
      'excluded-prefix-len': 64,
    },
  ]
  const configuration = {
    Dhcp6: {
      'data-directory': directory,
      'interfaces-config': { interfaces: ['up0', `up0/${UPPER_ADDRESS}`] },
      'lease-database': { type: 'memfile', persist: false },
      'preferred-lifetime': lifetimes.preferred,
      'valid-lifetime': lifetimes.valid,
      'renew-timer': lifetimes.renew,
      'rebind-timer': lifetimes.rebind,
      'option-data': keaOptions(options).map(option => ({ 'always-send': true, ...option })),
      subnet6: [
        {
          id: 1,
          subnet: SUBNET,
          interface: 'up0',
          'rapid-commit': options.rapidCommit ?? false,
          pools: options.exhausted === true ? [] : pools,
          'pd-pools': options.exhausted === true ? [] : pdPools,
        },
        { id: 2, subnet: RELAYED_SUBNET, pools: [{ pool: RELAYED_SUBNET }] },
      ],
      loggers: [{ name: 'kea-dhcp6', severity: 'INFO', output_options: [{ output: 'stderr' }] }],
    },
  }
  const file = wire.lab.file('kea-dhcp6.conf')
  writeFileSync(file, JSON.stringify(configuration))
  const program = borrowProgram('/usr/sbin/kea-dhcp6', 'kea-dhcp6-server', directory)
  const kea = wire.lab.start(wire.upper, 'kea', [program, '-c', file], {
    KEA_PIDFILE_DIR: directory,
    KEA_LOCKFILE_DIR: directory,
  })
  await kea.logged(/DHCP6_STARTED/)
  return kea
}

export async function startIscDhcpd(wire: Wire, options: ServerOptions = {}): Promise<LabProcess> {
  const lifetimes = options.short === true ? SHORT : LONG
  const ranges = [
    'range6 2001:db8:fffe::1000 2001:db8:fffe::1fff;',
    'prefix6 2001:db8:2000:: 2001:db8:20ff:ff00:: /56;',
  ]
  const lines = [
    'authoritative;',
    `default-lease-time ${lifetimes.valid};`,
    `preferred-lifetime ${lifetimes.preferred};`,
    `option dhcp-renewal-time ${lifetimes.renew};`,
    `option dhcp-rebinding-time ${lifetimes.rebind};`,
    `option dhcp6.name-servers ${UPPER_ADDRESS};`,
    'option dhcp6.domain-search "example.org", "lab.example.org";',
    'option dhcp6.sntp-servers 2001:db8:ffff::123;',
    'option dhcp6.info-refresh-time 3600;',
    'option dhcp6.preference 7;',
    ...(options.rapidCommit === true ? ['option dhcp6.rapid-commit;'] : []),
    `subnet6 ${SUBNET} { ${options.exhausted === true ? '' : ranges.join(' ')} }`,
  ]
  const [file, leases] = [wire.lab.file('dhcpd6.conf'), wire.lab.file('dhcpd6.leases')]
  writeFileSync(file, lines.join('\n') + '\n')
  writeFileSync(leases, '')
  const program = borrowProgram('/usr/sbin/dhcpd', 'isc-dhcp-server', wire.lab.directory)
  const dhcpd = wire.lab.start(wire.upper, 'dhcpd', [
    ...[program, '-6', '-f', '-d', '--no-pid', '-cf', file, '-lf', leases, 'up0'],
  ])
  await dhcpd.logged(/Server starting service/)
  return dhcpd
}

export async function startDnsmasq(wire: Wire): Promise<LabProcess> {
  const file = wire.lab.file('dnsmasq.conf')
  const lines = [
    'port=0',
    'interface=up0',
    'bind-interfaces',
    'user=root',
    'dhcp-authoritative',
    `dhcp-leasefile=${wire.lab.file('dnsmasq.leases')}`,
    'dhcp-range=2001:db8:fffe::1000,2001:db8:fffe::1fff,64,1h',
    'dhcp-option=option6:dns-server,[2001:db8:ffff::53]',
    'dhcp-option=option6:domain-search,example.org,lab.example.org',
    'dhcp-option=option6:ntp-server,[2001:db8:ffff::123]',
    'enable-ra',
    'ra-param=up0,mtu:1400,high,10,1200',
  ]
  writeFileSync(file, lines.join('\n') + '\n')
  const command = ['dnsmasq', '--keep-in-foreground', '--log-facility=-', `--conf-file=${file}`]
  const dnsmasq = wire.startApart(wire.upper, 'dnsmasq', ['/run'], command)
  await dnsmasq.logged(/started/)
  return dnsmasq
}

export async function startRadvd(wire: Wire, lines: readonly string[]): Promise<LabProcess> {
  const file = wire.lab.file('radvd.conf')
  writeFileSync(file, `interface up0 {\nAdvSendAdvert on;\n${lines.join('\n')}\n};\n`)
  const radvd = wire.lab.start(wire.upper, 'radvd', [
    ...['radvd', '--nodaemon', '--config', file, '--pidfile', wire.lab.file('radvd.pid')],
    ...['--logmethod', 'stderr', '--debug', '1'],
  ])
  await radvd.logged(/started/)
  return radvd
}

export async function startBird(wire: Wire): Promise<LabProcess> {
  const file = wire.lab.file('bird.conf')
  writeFileSync(
    file,
    `router id 192.0.2.1;
log stderr all;
protocol device {}
protocol static {
  ipv6;
  route 2001:db8:abcd::/48 unreachable;
  route 2001:db8:0:0:8000::/65 unreachable;
}
protocol radv {
  propagate routes yes;
  ipv6 { export all; };
  interface "up0" {
    min ra interval 3;
    max ra interval 4;
    managed yes;
    link mtu 1450;
    reachable time 30000;
    retrans timer 1000;
    default preference low;
    route preference high;
    prefix ${SUBNET} { valid lifetime 7200; preferred lifetime 3600; };
  };
  rdnss 2001:db8:ffff::53;
  dnssl "example.org";
}
`,
  )
  mkdirSync(wire.lab.file('bird'), { recursive: true })
  const bird = wire.lab.start(wire.upper, 'bird', [
    ...['bird', '-f', '-c', file, '-s', wire.lab.file('bird/socket'), '-P', wire.lab.file('bird/pid')],
  ])
  await bird.logged(/Started/)
  return bird
}
