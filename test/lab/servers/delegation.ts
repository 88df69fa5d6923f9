/** What an operator's DHCPv6 server is told to delegate. */
export interface Delegation {
  /** The pool, as `2001:db8:2000::` and a length; each router gets a part of `delegatedLength` bits of it. */
  readonly pool: string
  readonly poolLength: number
  readonly delegatedLength: number
  readonly rapidCommit: boolean
  /** Seconds. T1 and T2 are `renew` and `rebind`. */
  readonly preferred: number
  readonly valid: number
  readonly renew: number
  readonly rebind: number
}

export const DEFAULT_DELEGATION: Delegation = {
  pool: '2001:db8:2000::',
  poolLength: 40,
  delegatedLength: 56,
  rapidCommit: false,
  preferred: 3000,
  valid: 4000,
  renew: 1000,
  rebind: 2000,
}

/** Where a server listens. */
export interface ServerPlace {
  readonly directory: string
  readonly port: string
  /** The prefix of the link, which the servers call their subnet. */
  readonly subnet: string
  readonly nameServer: string
}

/** How a server is started, after its files have been written. */
export interface PreparedServer {
  readonly command: readonly string[]
  readonly environment: NodeJS.ProcessEnv
  /** Stands in its log once it listens. */
  readonly ready: RegExp
}

export type PrepareServer = (place: ServerPlace, delegation: Delegation) => PreparedServer
