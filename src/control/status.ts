/** Seconds; JSON has no Infinity. */
export type Remaining = number | 'infinity'

/** ISO 8601, UTC. */
export type Timestamp = string

/** What `GET /v1/status` answers. Addresses, prefixes and DUIDs are in their usual text form. */
export interface Status {
  readonly version: string
  readonly role: 'CT' | 'RR' | 'SR'
  readonly pid: number
  readonly since: Timestamp
  /** Ours, as servers see it. */
  readonly duid?: string
  /** Whether hosts are offered a default route; false while we have none ourselves (RFC 7084 G-4). */
  readonly uplink?: boolean
  readonly wans: readonly WanStatus[]
  readonly lans: readonly LanStatus[]
  /** Whatever is counted for the whole daemon. */
  readonly counters: Readonly<Record<string, number>>
  /** What somebody should look at, one line each. */
  readonly problems: readonly string[]
}

export interface WanStatus {
  readonly name: string
  /** Of the chart v0.5, `configInSync` and so on; nested states follow after dots. */
  readonly state: string
  /** When it came into that state. */
  readonly since: Timestamp
  /** What the port lacks before it can speak; absent when it lacks nothing. */
  readonly waitingFor?: string
  readonly iaid?: number
  readonly lease: LeaseStatus | null
  readonly counters: Readonly<Record<string, number>>
}

export interface LeaseStatus {
  /** The DUID of the server. */
  readonly server: string
  readonly t1: Remaining
  readonly t2: Remaining
  readonly prefixes: readonly LeasedPrefix[]
}

export interface LeasedPrefix {
  readonly prefix: string
  readonly preferred: Remaining
  readonly valid: Remaining
  /** RFC 6603. */
  readonly excluded?: string
}

export interface LanStatus {
  readonly name: string
  /** False while there is no such port. */
  readonly present?: boolean
  readonly prefixes: readonly LanPrefix[]
  /** When the last Router Advertisement left; null before the first. */
  readonly lastRa: Timestamp | null
  /** Router Advertisements sent, and Router Solicitations received. */
  readonly sent: number
  readonly received: number
}

export interface LanPrefix {
  readonly prefix: string
  readonly routerAddress: string
  readonly preferred: Remaining
  readonly valid: Remaining
}
