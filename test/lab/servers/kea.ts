import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { borrowProgram } from './borrowProgram.ts'
import type { Delegation, PreparedServer, ServerPlace } from './delegation.ts'

/** Kea's own configuration file, as its manual gives it. */
export function keaConfiguration(place: ServerPlace, delegation: Delegation): string {
  const subnet = {
    id: 1,
    subnet: place.subnet,
    interface: place.port,
    'rapid-commit': delegation.rapidCommit,
    'pd-pools': [
      {
        prefix: delegation.pool,
        'prefix-len': delegation.poolLength,
        'delegated-len': delegation.delegatedLength,
      },
    ],
  }
  const configuration = {
    Dhcp6: {
      'data-directory': place.directory,
      'interfaces-config': { interfaces: [place.port] },
      'lease-database': {
        type: 'memfile',
        persist: true,
        name: join(place.directory, 'kea-leases6.csv'),
        'lfc-interval': 0,
      },
      'preferred-lifetime': delegation.preferred,
      'valid-lifetime': delegation.valid,
      'renew-timer': delegation.renew,
      'rebind-timer': delegation.rebind,
      'option-data': [{ name: 'dns-servers', data: place.nameServer }],
      subnet6: [subnet],
      loggers: [{ name: 'kea-dhcp6', severity: 'INFO', output_options: [{ output: 'stderr' }] }],
    },
  }
  return JSON.stringify(configuration, null, 2) + '\n'
}

export function prepareKea(place: ServerPlace, delegation: Delegation): PreparedServer {
  const file = join(place.directory, 'kea-dhcp6.conf')
  writeFileSync(file, keaConfiguration(place, delegation))
  return {
    command: [borrowProgram('/usr/sbin/kea-dhcp6', 'kea-dhcp6-server', place.directory), '-c', file],
    environment: { KEA_PIDFILE_DIR: place.directory, KEA_LOCKFILE_DIR: place.directory },
    ready: /DHCP6_STARTED/,
  }
}
