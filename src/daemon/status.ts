import type {
  LanStatus,
  LeasedPrefix,
  LeaseStatus,
  Remaining,
  Status,
  Timestamp,
  WanStatus,
} from '../control/status.ts'
import type { LanStatus as RoleLanStatus } from '../roles/lanRouter/types.ts'
import type { RequestingRouterStatus } from '../roles/requestingRouter/types.ts'
import { leasedPrefixes, type Lease } from '../rules/dhcpv6/lease.ts'
import { formatDuid } from '../values/duid.ts'
import { formatIpv6Address } from '../values/ipv6Address.ts'
import { formatIpv6Prefix } from '../values/ipv6Prefix.ts'
import { secondsUntil, type Instant } from '../values/time.ts'
import type { Daemon } from './daemon.ts'
import { VERSION } from './version.ts'

/** Both clocks at one moment, to tell an Instant by the calendar. */
interface Moment {
  readonly now: Instant
  readonly wall: number
}

/** All that the daemon knows of itself, for `kd6 status`. */
export function statusOf(daemon: Daemon): Status {
  const moment = { now: daemon.clock.now(), wall: daemon.clock.wallTime() }
  const router = daemon.lanRouter.status()
  return {
    version: VERSION,
    role: 'RR',
    pid: process.pid,
    since: new Date(daemon.startedAt).toISOString(),
    duid: formatDuid(daemon.identity.duid),
    uplink: router.uplink,
    wans: daemon.requestingRouters.map(wan => wanStatus(wan.status(), moment)),
    lans: router.lans.map(lan => lanStatus(lan, moment)),
    counters: router.counters,
    problems: router.problems,
  }
}

function wanStatus(status: RequestingRouterStatus, moment: Moment): WanStatus {
  const { linkName, state, detail, since, waitingFor, iaid, lease, counters } = status
  return {
    name: linkName,
    state: detail === null ? state : `${state}.${detail}`,
    since: timestamp(since, moment),
    ...(waitingFor === null ? {} : { waitingFor }),
    iaid,
    lease: lease === null ? null : leaseStatus(lease, moment.now),
    counters,
  }
}

function leaseStatus(lease: Lease, now: Instant): LeaseStatus {
  return {
    server: formatDuid(lease.server),
    t1: remaining(lease.t1, now),
    t2: remaining(lease.t2, now),
    prefixes: leasedPrefixes(lease).map((leased): LeasedPrefix => ({
      prefix: formatIpv6Prefix(leased.prefix),
      preferred: remaining(leased.preferredUntil, now),
      valid: remaining(leased.validUntil, now),
      ...(leased.excluded === null ? {} : { excluded: formatIpv6Prefix(leased.excluded) }),
    })),
  }
}

function lanStatus({ name, present, prefixes, advertiser }: RoleLanStatus, moment: Moment): LanStatus {
  return {
    name,
    present,
    prefixes: prefixes.map(({ prefix, routerAddress, preferredUntil, validUntil }) => ({
      prefix: formatIpv6Prefix(prefix),
      routerAddress: formatIpv6Address(routerAddress),
      preferred: remaining(preferredUntil, moment.now),
      valid: remaining(validUntil, moment.now),
    })),
    lastRa: advertiser.lastSent === null ? null : timestamp(advertiser.lastSent, moment),
    sent: Object.values(advertiser.sent).reduce((sum, count) => sum + count, 0),
    received: advertiser.solicitationsReceived,
  }
}

function remaining(at: Instant, now: Instant): Remaining {
  const seconds = secondsUntil(at, now)
  return seconds === Infinity ? 'infinity' : Math.floor(seconds)
}

function timestamp(at: Instant, { now, wall }: Moment): Timestamp {
  return new Date(wall - (now - at)).toISOString()
}
