import type { AnyStateMachine, AnyStateNode } from 'xstate'
import { actionNames, entryOf, type DrawnMeta, type DrawnTransition } from './entry.ts'
import type { ChartModel, ChartState, Edge, Entry, Inner, Origin } from './model.ts'

interface Transition extends DrawnTransition {
  readonly target: readonly AnyStateNode[] | undefined
}

/** Reads a machine's definition into what is drawn of it. Nothing of the machine runs. */
export function readMachine(machine: AnyStateMachine): ChartModel {
  const edges: Edge[] = []
  const model = { root: readState(machine.root, edges), edges }
  return edges.some(edge => edge.origin === 'v0.5') ? model : plainly(model)
}

/** A chart with no part of v0.5 has no extensions that should stand out. */
function plainly({ root, edges }: ChartModel): ChartModel {
  const plain = <Part extends { readonly origin: Origin }>(part: Part): Part => ({
    ...part,
    origin: part.origin === 'extension' ? 'plain' : part.origin,
  })
  const plainState = (state: ChartState): ChartState => ({
    ...plain(state),
    inner: state.inner.map(plain),
    states: state.states.map(plainState),
  })
  return { root: plainState(root), edges: edges.map(plain) }
}

function readState(node: AnyStateNode, edges: Edge[]): ChartState {
  const inner: Inner[] = []
  for (const transition of transitionsOf(node)) {
    const origin: Origin = transition.meta?.origin ?? 'plain'
    const targets = (transition.target ?? []).filter(target => target !== node)
    const entry = entryOf(transition)
    if (targets.length === 0) inner.push({ origin, entry })
    for (const target of targets) edges.push({ from: pathOf(node), to: pathOf(target), origin, entry })
  }
  const meta = node.meta as DrawnMeta | undefined
  const initial = node.type === 'compound' ? node.initial.target[0] : undefined
  return {
    path: pathOf(node),
    id: node.path.length === 0 ? node.id : node.key,
    title: meta?.title ?? node.key,
    ...(meta?.source === undefined ? {} : { source: meta.source }),
    origin: meta?.origin ?? 'plain',
    kind: node.type === 'atomic' ? 'simple' : node.type,
    ...(initial === undefined ? {} : { initial: pathOf(initial) }),
    entry: actionNames(node.entry),
    exit: actionNames(node.exit),
    inner: mergeRoles(inner),
    states: Object.values(node.states).map(child => readState(child, edges)),
  }
}

/** In the order of the chart; XState keeps eventless transitions apart from the others. */
function transitionsOf(node: AnyStateNode): readonly Transition[] {
  return [...[...node.transitions.values()].flat(), ...(node.always ?? [])]
}

function pathOf(node: AnyStateNode): string {
  return ['', ...node.path].join('.')
}

function mergeRoles(inner: readonly Inner[]): readonly Inner[] {
  const merged: Inner[] = []
  for (const each of inner) {
    const at = merged.findIndex(other => other.origin === each.origin && sameBut(other.entry, each.entry))
    if (at < 0) merged.push(each)
    else merged[at] = { ...each, entry: withRoles(merged[at]!.entry, each.entry.roles) }
  }
  return merged
}

/** Whether two entries differ in their roles only. */
export function sameBut(a: Entry, b: Entry): boolean {
  return JSON.stringify({ ...a, roles: [] }) === JSON.stringify({ ...b, roles: [] })
}

export function withRoles(entry: Entry, roles: readonly string[]): Entry {
  return { ...entry, roles: [...new Set([...entry.roles, ...roles])] }
}
