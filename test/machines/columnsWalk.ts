import { createActor, type AnyMachineSnapshot, type AnyStateMachine, type EventObject } from 'xstate'
import { collecting, type Effect } from '../../machines/effects.ts'

/** A transition of a machine, as XState builds it from its configuration. Known by identity. */
export type Edge = AnyStateMachine['root']['transitions'] extends Map<string, (infer T)[]> ? T : never

/** One step of a machine: where it leads, what it asks for, and the transitions that it takes one after the other. */
export interface Step {
  readonly snapshot: AnyMachineSnapshot
  readonly effects: readonly Effect<Record<string, object>>[]
  readonly taken: readonly Edge[]
}

/** Sends the event to an actor that is in this state; `null` begins. */
export function step(
  machine: AnyStateMachine,
  from: AnyMachineSnapshot | null,
  event: EventObject | null,
  input?: unknown,
): Step {
  const taken: Edge[] = []
  const actor = createActor(machine, {
    ...(from === null ? { input } : { snapshot: from }),
    inspect: inspected => {
      if (inspected.type === '@xstate.microstep') taken.push(...(inspected._transitions as unknown as Edge[]))
    },
  })
  actor.subscribe({ error: () => undefined })
  const effects = collecting<Record<string, object>>(() => {
    actor.start()
    if (event !== null) actor.send(event)
  })
  const snapshot = actor.getSnapshot() as AnyMachineSnapshot
  if (snapshot.status === 'error') throw snapshot.error as Error
  return { snapshot, effects, taken }
}

/** Every transition of the machine, nested ones too. */
export function edgesOf(machine: AnyStateMachine): Edge[] {
  const walk = (node: AnyStateMachine['root']): Edge[] => [
    ...[...node.transitions.values()].flat(),
    ...(node.always ?? []),
    ...Object.values(node.states).flatMap(walk),
  ]
  return walk(machine.root)
}

/** `configInSync → configRrPrepare.delaying: PORTS_READY / delayLinkCheck` */
export function describeEdge(edge: Edge): string {
  const name = (id: string): string => id.split('.').slice(1).join('.')
  const target = edge.target?.[0]
  const { label } = edge.meta as { label: string }
  return `${name(edge.source.id)} → ${target === undefined ? 'itself' : name(target.id)}: ${label}`
}

/** Where a machine is, and the deadlines that it has armed. */
export interface Place {
  readonly snapshot: AnyMachineSnapshot
  readonly armed: ReadonlySet<string>
}

export interface Exploration {
  /** By their keys. */
  readonly reached: ReadonlyMap<string, Place>
  readonly taken: ReadonlySet<Edge>
  readonly steps: readonly Step[]
  /** The keys of those from which no final state can be reached. */
  readonly trapped: readonly string[]
}

export interface Field {
  readonly machine: AnyStateMachine
  readonly input?: unknown
  /** What may happen next. */
  readonly events: (place: Place) => readonly EventObject[]
  /** What tells apart places that behave differently. */
  readonly keyOf: (place: Place) => string
}

/** Breadth first through everything that can happen. */
export function explore({ machine, input, events, keyOf }: Field): Exploration {
  const first = step(machine, null, null, input)
  const steps = [first]
  const begin = { snapshot: first.snapshot, armed: armedAfter(new Set(), first) }
  const reached = new Map<string, Place>([[keyOf(begin), begin]])
  const cameFrom = new Map<string, Set<string>>()
  for (const [key, place] of reached) {
    if (place.snapshot.status === 'done') continue
    for (const event of events(place)) {
      const next = step(machine, place.snapshot, event)
      steps.push(next)
      const there = { snapshot: next.snapshot, armed: armedAfter(afterEvent(place.armed, event), next) }
      const to = keyOf(there)
      cameFrom.set(to, (cameFrom.get(to) ?? new Set()).add(key))
      if (!reached.has(to)) reached.set(to, there)
    }
  }
  const finals = [...reached].filter(([, { snapshot }]) => snapshot.status === 'done').map(([key]) => key)
  const trapped = unreachableFrom(finals, reached.keys(), cameFrom)
  return { reached, taken: new Set(steps.flatMap(one => one.taken)), steps, trapped }
}

/** A deadline that has come is armed no more. */
function afterEvent(armed: ReadonlySet<string>, event: EventObject): ReadonlySet<string> {
  if (event.type !== 'DEADLINE') return armed
  return new Set([...armed].filter(name => name !== (event as EventObject & { name: string }).name))
}

function armedAfter(before: ReadonlySet<string>, { effects }: Step): ReadonlySet<string> {
  const armed = new Set(before)
  for (const { type, name, at } of effects as readonly { type: string; name: string; at?: number }[]) {
    if (type === 'arm' && at !== Infinity) armed.add(name)
    if (type === 'disarm') armed.delete(name)
  }
  return armed
}

function unreachableFrom(
  finals: readonly string[],
  all: Iterable<string>,
  cameFrom: ReadonlyMap<string, ReadonlySet<string>>,
): string[] {
  const leads = new Set(finals)
  for (const key of leads) for (const before of cameFrom.get(key) ?? []) leads.add(before)
  return [...all].filter(key => !leads.has(key))
}

/** The names of all states, as `describeEdge` writes them. */
export function statesOf(machine: AnyStateMachine): string[] {
  const walk = (node: AnyStateMachine['root']): string[] =>
    Object.values(node.states).flatMap(child => [child.path.join('.'), ...walk(child)])
  return walk(machine.root)
}

/** Those that a transition of `taken` has entered or left. */
export function visited(taken: Iterable<Edge>): ReadonlySet<string> {
  const names = new Set<string>()
  for (const edge of taken) {
    for (const node of [edge.source, ...(edge.target ?? [])]) {
      for (let length = 1; length <= node.path.length; length++)
        names.add(node.path.slice(0, length).join('.'))
    }
  }
  return names
}
