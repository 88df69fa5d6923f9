import type { Row } from './row.ts'

/** Rows that are not ours to meet. The list is closed: nothing is added to it. */
export const notApplicable: Readonly<Record<string, string>> = {
  'CE-G1': "the kernel is the node; kd6 doesn't replace its stack",
  'CE-G2': "ICMPv6 errors are the kernel's",
  'CE-W6': 'port control is outside the scope of kd6',
  'CE-TT': 'transition tunnels are outside the scope of kd6',
  'SL-4': "loopback detection and optimistic DAD are the kernel's",
  'SV-21': 'leasequery is not built',
  'SV-22': 'address registration is not built',
  'SV-23': 'failover by protocol is not built',
  'RL-3': 'a relay agent of our own is not built',
  'RL-4': 'a relay agent of our own is not built',
  'RL-5': 'a relay agent of our own is not built',
  'RL-6': 'a relay agent of our own is not built',
  'RL-7': 'a relay agent of our own is not built',
  'RO-12': 'provisioning domains are not built',
}

/** Rows that tests name but that are not wholly met: what is still missing. It outweighs the tests. */
export const incomplete: Readonly<Record<string, string>> = {
  'CE-L2': 'a /64 of each delegation; there is no ULA yet',
  'CE-WPD5': 'the unreachable route is there; nothing is delegated further yet',
  'CHG-1': "the client's half is right; the server (SR) is not built yet",
  'CHG-2': "the client's half is right; the server (SR) is not built yet",
  'CHG-3': "the client's half is right; the server (SR) is not built yet",
  'CHG-4': "the client's half is right; the server (SR) is not built yet",
  'CHG-5': "the client's half is right; the server (SR) is not built yet",
  'CL-13':
    'with a delegated prefix a Rebind, as it must be; Confirm and Information-request come with the full client protocol',
  'CL-30':
    'length hints, and exact prefixes in Renew and Rebind; a Solicit with the exact prefix comes with the full client protocol',
  'CL-5': 'SOL_MAX_RT is heard; INF_MAX_RT comes with Information-request',
  'DC-15': 'in Solicit, Request, Renew and Rebind; Information-request is not sent yet',
  'DC-18': 'so for SOL_MAX_RT; INF_MAX_RT comes with Information-request',
  'DC-20': "the client's half is right; the server (SR) is not built yet",
  'DC-24': 'looked at in the message, the IA_PD and the IAPREFIX; there is no IA_NA yet',
  'DC-6':
    'LLT, or UUID where no port has a MAC; EN, LL and the command for a new one come with the full client protocol',
  'DC-7': 'one for the machine, kept; one set by hand comes with the full client protocol',
  'DC-9': 'the limit holds; its setting comes with the full client protocol',
  'CL-31':
    'asked for and kept off the LANs; use on the uplink and the Release come with the full client protocol',
  'ND-12': 'ceasing is right; a router that is kept from forwarding still offers itself',
  'RN-L15': 'so in Router Advertisements; the LAN server (SR) is not built yet',
  'RN-L16': 'so in Router Advertisements; the LAN server (SR) is not built yet',
}

/** Why rows that no test proves are not met, by the work they wait for. The first area that covers a row counts. */
export interface Area {
  readonly reason: string
  readonly covers: readonly string[] | ((row: Row) => boolean)
}

const only = (role: string) => (row: Row) => row.roles.every(own => own === role)

export const areas: readonly Area[] = [
  {
    reason: 'the filter is not built yet; it comes with the safe router',
    covers: ['CE-G3', 'CE-L14', 'CE-ULA4', 'CE-S1-3', 'LPD-6'],
  },
  {
    reason: 'there is no ULA yet; it comes with the safe router',
    covers: ['CE-ULA1', 'CE-ULA2', 'CE-ULA5'],
  },
  {
    reason: 'stale prefixes are not signalled yet; renumbering comes with the safe router',
    covers: ['RN-L13', 'RN-ST1', 'RN-ST2', 'RN-ST3', 'RN-ST4', 'RN-ST8', 'CE-L13', 'CL-29', 'CHG-8'],
  },
  {
    reason: 'the router lifetime does not follow the uplink yet; that comes with the safe router',
    covers: ['CE-G4', 'CE-G5', 'CE-L4', 'RO-13'],
  },
  {
    reason: 'Reconfigure and its authentication are not built yet; they come with the full client protocol',
    covers: ['CHG-9', 'CL-11', 'CL-27', 'CL-28', 'VAL-8', 'VAL-11'],
  },
  {
    reason: 'stateless configuration is not built yet; it comes with the full client protocol',
    covers: ['CE-WAA5', 'CE-WAA10', 'CL-15', 'CL-25', 'CL-26', 'DC-17', 'DC-19', 'RT-INFORMATION-REQUEST'],
  },
  {
    reason: 'addresses by DHCPv6 are not asked for yet; they come with the full client protocol',
    covers: ['CE-WAA3', 'CE-WAA4', 'CE-WAA6', 'CE-WPD6', 'CL-17', 'CL-19', 'CL-32', 'RT-DECLINE'],
  },
  {
    reason: 'Release is not built yet; it comes with the full client protocol',
    covers: ['CHG-6', 'CL-16', 'RT-RELEASE'],
  },
  {
    reason: 'this option of Router Advertisements comes with the full emitter',
    covers: row => row.id.startsWith('RO-') || ['CE-L3', 'CE-L11', 'LPD-11'].includes(row.id),
  },
  {
    reason: 'the server role (SR) is not built yet',
    covers: row => row.roles.includes('SR') && !row.roles.includes('RR') && !row.roles.includes('CT'),
  },
  { reason: 'the client role (CT) is not built yet', covers: only('CT') },
  {
    reason: 'the emitter does not do it yet, or no test proves it',
    covers: row => row.roles.includes('RA'),
  },
  {
    reason: 'the requesting router does not do it yet, or no test proves it',
    covers: row => row.roles.some(role => role === 'RR' || role === 'ALL'),
  },
]
