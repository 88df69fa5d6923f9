/** Who drew an edge or a state: the v0.5 chart, kd6, or another machine that this picture shows a part of. */
export type Origin = 'v0.5' | 'extension' | 'projection' | 'plain'

/** What stands at an edge. Roles that do the same share an entry. */
export interface Entry {
  readonly roles: readonly string[]
  readonly event: string
  readonly guard?: string
  readonly effects: readonly string[]
  readonly caption?: string
  readonly source?: string
}

/** A transition that stays in its state, listed inside it. */
export interface Inner {
  readonly origin: Origin
  readonly entry: Entry
}

export interface ChartState {
  /** The path from the chart's root, dots between; unique. */
  readonly path: string
  readonly id: string
  readonly title: string
  readonly source?: string
  readonly origin: Origin
  readonly kind: 'simple' | 'compound' | 'parallel' | 'final' | 'history'
  /** The state, among its children, that is entered first. */
  readonly initial?: string
  readonly entry: readonly string[]
  readonly exit: readonly string[]
  readonly inner: readonly Inner[]
  readonly states: readonly ChartState[]
}

/** A transition to another state. */
export interface Edge {
  readonly from: string
  readonly to: string
  readonly origin: Origin
  readonly entry: Entry
}

export interface ChartModel {
  readonly root: ChartState
  readonly edges: readonly Edge[]
}
