/** The states of the v0.5 chart: the name in the module's code (two are ours) and the title in its table. */
export const STATE_TITLES = {
  start: 'INIT',
  prepare: 'Open devs',
  init: 'Init KD6',
  assigningSrToRr: 'Assigning servers to clients',
  rrAssignedWithSr: 'Clients assigned with server',
  configRrPrepare: 'Prepare RR config',
  configExchange: 'Config exchange',
  configInSync: 'Config valid (in sync)',
  configNotInSync: 'Prefixes not in sync',
  releaseState: 'Release',
  srRrPreEnd: 'Pre-end (RR, SR)',
  srRrEnd: 'End (RR, SR)',
  ctPreEnd: 'Pre-end (client)',
  closeDevs: 'Close devs',
  end: 'END',
} as const

export type StateId = keyof typeof STATE_TITLES

/** RR requesting router, SR server (delegating router), CT client. */
export type Role = 'RR' | 'SR' | 'CT'

/**
 * One edge of the chart for one role. `on` names the event, or the deadline of that name (see `DEADLINES`); an edge
 * without `on` is taken at once. Edges of one state and event are tried in the order of the table.
 */
export interface Row {
  readonly from: StateId
  readonly to: StateId
  readonly role: Role
  readonly on?: string
  readonly guard?: string
  /** What the role does on this edge, in its own vocabulary (`RR_ACTIONS` and its like), in order. */
  readonly does: readonly string[]
  readonly origin: 'v0.5' | 'extension'
  /** For an extension: where it comes from. */
  readonly source?: string
  /** For an edge to a nested state of `to`. */
  readonly into?: string
  /**
   * The edge belongs to the picture, but another machine takes it: a router solicitation is answered whatever the
   * lease is doing, so the per-LAN advertiser owns these.
   */
  readonly projectionOf?: 'routerAdvertiser'
}

/** Deadlines that rows may name in `on`; they come as one event, `DEADLINE`, told apart by name. */
export const DEADLINES = ['SOLICIT_DELAY', 'PORTS_TIMEOUT', 'RT', 'MRD', 'T1', 'T2', 'EXPIRY'] as const

export type DeadlineName = (typeof DEADLINES)[number]
