import type { Row, Section } from '../row.ts'
import { ceRouter } from './ceRouter.ts'
import { changes } from './changes.ts'
import { dhcpv6, validation } from './dhcpv6.ts'
import { dhcpv6Client } from './dhcpv6Client.ts'
import { dhcpv6Server, relay } from './dhcpv6Server.ts'
import { lanDelegation } from './lanDelegation.ts'
import { module } from './module.ts'
import { neighborDiscovery, routerVariables } from './neighborDiscovery.ts'
import { host, raOptions, slaac } from './raOptions.ts'
import { renumbering } from './renumbering.ts'
import { retransmission } from './retransmission.ts'

/** Every requirement that kd6 measures itself by, in the order of docs/conformance.md. */
export const sections: readonly Section[] = [
  changes,
  ceRouter,
  renumbering,
  lanDelegation,
  retransmission,
  dhcpv6,
  validation,
  dhcpv6Client,
  dhcpv6Server,
  relay,
  routerVariables,
  neighborDiscovery,
  raOptions,
  slaac,
  host,
  module,
]

export const rows: readonly Row[] = sections.flatMap(section => section.rows)
