import { and, not } from 'xstate'
import { EXTENSION_ROWS } from './extensions.ts'
import { DEADLINES, STATE_TITLES, type Role, type Row, type StateId } from './states.ts'
import { V05_ROWS } from './v05.ts'

/** An edge within one state of the chart; without `to` it stays where it is. */
export interface DetailEdge {
  readonly on: string
  readonly guard?: string
  readonly to?: string
  readonly does: readonly string[]
  readonly source: string
}

/** What a role does inside a state of the chart: nested states, and what holds in all of them. */
export interface StateDetail {
  readonly initial: string
  readonly edges: readonly DetailEdge[]
  readonly states: Readonly<Record<string, { title: string; source: string; edges: readonly DetailEdge[] }>>
}

/** How one role reads the table: its vocabulary, and its nested detail. */
export interface RoleReading {
  readonly role: Role
  /** The machine's actions that a word in `does` stands for. */
  readonly actions: (does: string) => readonly unknown[]
  readonly detail: Readonly<Record<string, StateDetail>>
}

interface Edge {
  readonly on?: string
  readonly guard?: string
  readonly does: readonly string[]
}

interface TransitionConfig {
  target?: string
  guard?: unknown
  actions: readonly unknown[]
  meta: object
}

export const ROWS: readonly Row[] = [...V05_ROWS, ...EXTENSION_ROWS]

/** The rows of a role that its machine takes, in order; projections belong to another machine. */
export function rowsOf(role: Role): Row[] {
  return ROWS.filter(row => row.role === role && row.projectionOf === undefined)
}

/** The configuration of a role's machine, from its rows of the table and its detail. Pass it to `createMachine`. */
export function machineConfig(reading: RoleReading): { id: string; initial: StateId; states: object } {
  const rows = rowsOf(reading.role)
  const ids = (Object.keys(STATE_TITLES) as StateId[]).filter(id =>
    rows.some(row => row.from === id || row.to === id),
  )
  const states = Object.fromEntries(ids.map(id => [id, stateConfig(id, rows, reading)]))
  return { id: `kd6${reading.role}`, initial: 'start', states }
}

function stateConfig(id: StateId, rows: readonly Row[], reading: RoleReading): object {
  const meta = { title: STATE_TITLES[id], origin: 'v0.5' }
  if (id === 'end') return { type: 'final', meta }
  const detail = reading.detail[id]
  const edges = [
    ...rows.filter(row => row.from === id).map(row => transition(row, rowTarget(row, reading), reading, row)),
    ...(detail?.edges ?? []).map(edge =>
      transition(edge, undefined, reading, { origin: 'extension', source: edge.source }),
    ),
  ]
  return { meta, ...grouped(edges), ...(detail === undefined ? {} : nested(id, detail, reading)) }
}

function rowTarget(row: Row, reading: RoleReading): string {
  const into = row.into !== undefined && reading.detail[row.to] !== undefined ? `.${row.into}` : ''
  return `#kd6${reading.role}.${row.to}${into}`
}

function nested(id: StateId, detail: StateDetail, reading: RoleReading): object {
  const states = Object.entries(detail.states).map(([name, { title, source, edges }]) => {
    const transitions = edges.map(edge => {
      const target = edge.to === undefined ? undefined : `#kd6${reading.role}.${id}.${edge.to}`
      return transition(edge, target, reading, { origin: 'extension', source: edge.source })
    })
    return [name, { meta: { title, source, origin: 'extension' }, ...grouped(transitions) }]
  })
  return { initial: detail.initial, states: Object.fromEntries(states) as object }
}

type Grouped = readonly [on: string | undefined, TransitionConfig]

function transition(
  edge: Edge,
  target: string | undefined,
  { role, actions }: RoleReading,
  { origin, source }: { origin: string; source?: string },
): Grouped {
  const guard = guardOf(edge)
  const config: TransitionConfig = {
    ...(target === undefined ? {} : { target }),
    ...(guard === undefined ? {} : { guard }),
    actions: edge.does.flatMap(does => actions(does)),
    meta: { role, origin, ...(source === undefined ? {} : { source }), label: labelOf(edge) },
  }
  return [edge.on === undefined || !isDeadline(edge.on) ? edge.on : 'DEADLINE', config]
}

function isDeadline(on: string): boolean {
  return (DEADLINES as readonly string[]).includes(on)
}

const NEGATIONS: Readonly<Record<string, string>> = {
  hasNoOffers: 'hasOffers',
  holdsNoLease: 'holdsLease',
  mayRepeat: 'isExhausted',
}

function guardOf({ on, guard }: Edge): unknown {
  const negated = guard === undefined ? undefined : NEGATIONS[guard]
  const own = negated === undefined ? guard : not(negated)
  if (on === undefined || !isDeadline(on)) return own
  const named = { type: 'deadlineIs', params: { name: on } }
  return own === undefined ? named : and([named, own] as never)
}

function labelOf({ on, guard, does }: Edge): string {
  const when = [on ?? 'at once', ...(guard === undefined ? [] : [`[${guard}]`])].join(' ')
  return does.length === 0 ? when : `${when} / ${does.join(', ')}`
}

/** Edges of one event are tried guarded ones first, else in the order of the table. */
function grouped(edges: readonly Grouped[]): { on?: object; always?: object } {
  const byEvent = new Map<string | undefined, TransitionConfig[]>()
  for (const [on, config] of edges) byEvent.set(on, [...(byEvent.get(on) ?? []), config])
  for (const configs of byEvent.values())
    configs.sort((a, b) => Number(isCatchAll(a)) - Number(isCatchAll(b)))
  const always = byEvent.get(undefined)
  byEvent.delete(undefined)
  return {
    ...(byEvent.size === 0 ? {} : { on: Object.fromEntries(byEvent) as object }),
    ...(always === undefined ? {} : { always }),
  }
}

function isCatchAll({ guard }: TransitionConfig): boolean {
  return guard === undefined
}
