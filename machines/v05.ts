// Table: the kd6 v0.5 chart, edge by edge and role by role, as its authors drew it.
import type { Role, Row, StateId } from './states.ts'

type Edge = Omit<Row, 'from' | 'to' | 'role' | 'origin'>

function edge(from: StateId, to: StateId, roles: Partial<Record<Role, Edge>>): Row[] {
  return (Object.entries(roles) as [Role, Edge][]).map(([role, rest]) => ({
    from,
    to,
    role,
    origin: 'v0.5',
    ...rest,
  }))
}

const OPEN: Edge = { on: 'START', does: ['openPorts'] }
const READY: Edge = { on: 'PORTS_READY', does: [] }
const SEND_RELEASE: Edge = { on: 'STOP', guard: 'releasesLease', does: ['withdraw', 'sendRelease'] }
const TAKE_RELEASE: Edge = { on: 'RELEASE', does: ['removeRoute', 'freeBinding'] }

export const V05_ROWS: readonly Row[] = [
  ...edge('start', 'prepare', { RR: OPEN, SR: OPEN, CT: OPEN }),
  ...edge('prepare', 'init', { RR: { ...READY, does: ['delaySolicit'] }, SR: READY, CT: READY }),
  ...edge('init', 'assigningSrToRr', {
    RR: { on: 'SOLICIT_DELAY', does: ['sendSolicit'] },
    SR: { does: [] },
  }),
  ...edge('init', 'configNotInSync', { CT: { does: ['ensureLinkLocal'] } }),
  ...edge('assigningSrToRr', 'rrAssignedWithSr', {
    RR: { on: 'ADVERTISE', guard: 'takesAdvertiseAtOnce', does: ['keepOffer'] },
    SR: { on: 'SOLICIT', does: ['sendAdvertise'] },
  }),
  ...edge('rrAssignedWithSr', 'configRrPrepare', {
    RR: { does: ['chooseOffer', 'sendRequest'], into: 'requesting' },
    SR: { on: 'REQUEST', does: ['assignBinding'] },
  }),
  ...edge('configRrPrepare', 'configExchange', {
    RR: { on: 'REPLY', guard: 'bindsLease', does: ['noteReply', 'takeLease', 'installLease'] },
  }),
  ...edge('configNotInSync', 'configRrPrepare', { RR: { does: ['sendRenew'], into: 'renewing' } }),
  ...edge('configNotInSync', 'configExchange', { CT: { does: ['sendRouterSolicitation'] } }),
  ...edge('configExchange', 'configInSync', {
    RR: { on: 'PLAN_INSTALLED', guard: 'planIsCurrent', does: ['advertise', 'keepRecord'] },
    SR: { on: 'BINDING_COMMITTED', does: ['installRoute', 'sendReply'] },
    CT: { on: 'ROUTER_ADVERTISEMENT', does: ['configureInterface', 'installDefaultRoute'] },
  }),
  ...edge('configInSync', 'configExchange', {
    RR: { on: 'ROUTER_SOLICITATION', does: ['advertise'], projectionOf: 'routerAdvertiser' },
    SR: { on: 'RENEW', does: ['assignBinding', 'commitBinding'] },
  }),
  ...edge('configInSync', 'configInSync', {
    RR: { on: 'RA_TIMER', does: ['advertise'], projectionOf: 'routerAdvertiser' },
  }),
  ...edge('configInSync', 'configNotInSync', {
    RR: { on: 'T1', does: [] },
    CT: { on: 'EXPIRY', does: ['removeAddress'] },
  }),
  ...(['init', 'assigningSrToRr', 'rrAssignedWithSr', 'configExchange'] as const).flatMap(from =>
    edge(from, 'releaseState', { RR: SEND_RELEASE, SR: TAKE_RELEASE }),
  ),
  ...edge('configInSync', 'srRrPreEnd', {
    RR: { on: 'STOP', does: ['noteStop'] },
    SR: { on: 'STOP', does: [] },
  }),
  ...edge('srRrPreEnd', 'releaseState', {
    RR: { guard: 'releasesLease', does: ['withdraw', 'sendRelease'] },
    SR: TAKE_RELEASE,
  }),
  ...edge('releaseState', 'srRrEnd', {
    RR: { on: 'REPLY', does: ['reportReleased', 'forgetLease'] },
    SR: { does: ['sendReply'] },
  }),
  ...edge('configInSync', 'ctPreEnd', { CT: { on: 'STOP', does: [] } }),
  ...edge('ctPreEnd', 'closeDevs', { CT: { does: ['removeAddress', 'removeDefaultRoute', 'closePorts'] } }),
  ...edge('srRrEnd', 'closeDevs', {
    RR: { does: ['withdrawAtEnd', 'closePorts'] },
    SR: { does: ['closePorts'] },
  }),
  ...(['RR', 'SR', 'CT'] as const).flatMap(role =>
    edge('closeDevs', 'end', { [role]: { on: 'PORTS_CLOSED', does: [] } }),
  ),
]
