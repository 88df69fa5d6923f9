import type { RequestingRouterEvent, RequestingRouterInput } from '../../machines/requestingRouter/types.ts'
import type { DeadlineName } from '../../machines/states.ts'
import type { Offer } from '../../src/rules/dhcpv6/interpretAdvertise.ts'
import type { ReplyOutcome } from '../../src/rules/dhcpv6/interpretReply.ts'
import type { Lease } from '../../src/rules/dhcpv6/lease.ts'
import type { StatusReport } from '../../src/rules/dhcpv6/status.ts'
import { instant, later } from '../../src/values/time.ts'
import { duidOf, prefix, SERVER, SERVER_ADDRESS } from '../rules/dhcpv6/messages.ts'

/** What may happen to a requesting router's chart. All of it happens at AT, but where a lease has aged. */
export const AT = instant(1_000_000)

export const INPUT: RequestingRouterInput = {
  seed: [1, 2, 3, 4],
  iaids: [1],
  hintLength: 56,
  rapidCommit: true,
}

const leased = (seconds: number) => ({
  prefix: prefix('2001:db8::/56'),
  preferredUntil: later(AT, seconds),
  validUntil: later(AT, seconds),
  excluded: null,
})

/** T1 after 1000 s, T2 after 2000 s, the end after 4000 s. */
export const LEASE: Lease = {
  server: SERVER,
  serverAddress: SERVER_ADDRESS,
  obtainedAt: AT,
  t1: later(AT, 1000),
  t2: later(AT, 2000),
  iaPds: [{ iaid: 1, prefixes: [leased(4000)] }],
  dnsServers: [],
  searchDomains: [],
}

const NO_PREFIX: readonly StatusReport[] = [{ status: 6, message: '', level: 'IA_PD' }]

export const offer = (server: number, preference = 0): Offer => ({
  server: duidOf(server),
  serverAddress: SERVER_ADDRESS,
  preference,
  iaPds: [{ iaid: 1, t1: 1000, t2: 2000, prefixes: [leased(4000)], withdrawn: [], statuses: [] }],
})

type Kind = ReplyOutcome['kind']

function outcome(kind: Kind): ReplyOutcome {
  const said = {
    statuses: kind === 'bound' ? [] : NO_PREFIX,
    solMaxRt: null,
    server: SERVER,
    serverAddress: SERVER_ADDRESS,
  }
  if (kind === 'bound') return { ...said, kind, lease: LEASE }
  if (kind === 'lost') return { ...said, kind, lease: { ...LEASE, iaPds: [] } }
  return { ...said, kind }
}

export const start: RequestingRouterEvent = { type: 'START', at: AT }
export const startWithLease: RequestingRouterEvent = { type: 'START_WITH_LEASE', at: AT, lease: LEASE }
export const ready: RequestingRouterEvent = { type: 'PORTS_READY', at: AT, maxDelay: 0 }
export const lost: RequestingRouterEvent = { type: 'PORTS_LOST', at: AT }
export const advertise = (server: number, preference = 0): RequestingRouterEvent => ({
  type: 'ADVERTISE',
  at: AT,
  offer: offer(server, preference),
  statuses: [],
  solMaxRt: null,
})
export const nothing: RequestingRouterEvent = {
  type: 'ADVERTISE',
  at: AT,
  offer: null,
  statuses: NO_PREFIX,
  solMaxRt: null,
}
export const reply = (kind: Kind): RequestingRouterEvent => ({
  type: 'REPLY',
  at: AT,
  outcome: outcome(kind),
})
export const installed = (generation: number): RequestingRouterEvent => ({
  type: 'PLAN_INSTALLED',
  at: AT,
  generation,
})
export const notInstalled = (generation: number): RequestingRouterEvent => ({
  type: 'INSTALL_FAILED',
  at: AT,
  generation,
  faults: 1,
})
export const stop = (release: boolean): RequestingRouterEvent => ({ type: 'STOP', at: AT, release })
export const leave: RequestingRouterEvent = { type: 'LEAVE', at: AT }
export const closed: RequestingRouterEvent = { type: 'PORTS_CLOSED', at: AT }
/** `after` seconds: a deadline comes at its own instant or, after a suspend, later. */
export const due = (name: DeadlineName, after = 0): RequestingRouterEvent => ({
  type: 'DEADLINE',
  name,
  at: later(AT, after),
})

/** Edges of the v0.5 chart that RR cannot take, and why. */
export const UNTAKEABLE: Readonly<Record<string, string>> = {
  'init → releaseState: STOP [releasesLease] / withdraw, sendRelease': 'there is no lease yet',
  'assigningSrToRr → releaseState: STOP [releasesLease] / withdraw, sendRelease': 'there is no lease yet',
  'rrAssignedWithSr → releaseState: STOP [releasesLease] / withdraw, sendRelease':
    'RR passes through without waiting',
}
