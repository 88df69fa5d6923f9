import { createMachine, type AnyStateMachine } from 'xstate'
import { clientMachine, delegatingRouterMachine } from './columns.ts'
import { ROWS } from './kd6Machine.ts'
import { requestingRouterMachine } from './requestingRouter.ts'
import { routerAdvertiser } from './routerAdvertiser.ts'
import { STATE_TITLES, type Role, type StateId } from './states.ts'

/** A chart that people can look at. `name` is its file's name. */
export interface Chart {
  readonly name: string
  readonly title: string
  readonly machine: AnyStateMachine
}

/** The machine of one role: its column of the table with its detail. */
export function createKd6Machine(role: Role): AnyStateMachine {
  const machines = { RR: requestingRouterMachine, SR: delegatingRouterMachine, CT: clientMachine }
  return machines[role] as unknown as AnyStateMachine
}

/** The whole table in one picture, every role's edges side by side. It is drawn, never run. */
function tableMachine(): AnyStateMachine {
  const states = (Object.keys(STATE_TITLES) as StateId[]).map(id => {
    const on: Record<string, object[]> = {}
    for (const { to, role, on: event, guard, does, origin, source, projectionOf } of ROWS.filter(
      row => row.from === id,
    )) {
      const when = guard === undefined ? (event ?? 'at once') : `${event ?? 'at once'} [${guard}]`
      const meta = {
        role,
        origin: projectionOf === undefined ? origin : 'projection',
        ...(source === undefined ? {} : { source }),
        label: does.length === 0 ? when : `${when} / ${does.join(', ')}`,
      }
      ;(on[event ?? 'AT_ONCE'] ??= []).push({ target: to, meta })
    }
    return [id, { meta: { title: STATE_TITLES[id], origin: 'v0.5' }, on }]
  })
  return createMachine({ id: 'kd6', initial: 'start', states: Object.fromEntries(states) as object } as never)
}

export const charts: readonly Chart[] = [
  { name: 'kd6', title: 'kd6 v0.5 with its extensions: all roles', machine: tableMachine() },
  {
    name: 'requesting-router',
    title: 'RR: requesting router, one per WAN port',
    machine: createKd6Machine('RR'),
  },
  {
    name: 'delegating-router',
    title: 'SR: delegating router, one per client',
    machine: createKd6Machine('SR'),
  },
  { name: 'client', title: 'CT: client, one per port', machine: createKd6Machine('CT') },
  {
    name: 'router-advertiser',
    title: 'Router advertiser (RFC 4861 §6.2), one per LAN port',
    machine: routerAdvertiser,
  },
]
