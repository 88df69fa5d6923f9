import type { Duid } from '../../values/duid.ts'
import type { Ipv6Address } from '../../values/ipv6Address.ts'
import { samePrefix } from '../../values/ipv6Prefix.ts'
import type { Instant, Seconds } from '../../values/time.ts'
import { MessageType, type Dhcpv6Message } from '../../wire/dhcpv6/message.ts'
import { findOption, OptionCode, StatusCode } from '../../wire/dhcpv6/option.ts'
import type { ClientMessage } from './clientMessage.ts'
import { grantedIaPds, MOST_PREFIXES, type GrantedIaPd } from './grantedPrefixes.ts'
import { leasedPrefixes, type Lease, type LeasedIaPd, type LeasedPrefix } from './lease.ts'
import { leaseTimes } from './leaseTimes.ts'
import { statusOf, type StatusReport } from './status.ts'

/**
 * What a Reply means for the lease:
 * `bound`: it grants or extends a prefix; `lost`: it takes the last one away; `noBinding`: the server does not know
 * us (RFC 9915 §18.2.10.1: Request at once); `retryLater`: UnspecFail, or an IA left unanswered or not extended;
 * `refused`: nothing for us from this server.
 */
export type ReplyOutcome = {
  readonly statuses: readonly StatusReport[]
  readonly solMaxRt: Seconds | null
  readonly server: Duid
  readonly serverAddress: Ipv6Address
} & (
  | { readonly kind: 'bound' | 'lost'; readonly lease: Lease }
  | { readonly kind: 'noBinding' | 'retryLater' | 'refused' }
)

export interface ReplyContext {
  readonly iaids: readonly number[]
  /** What is held so far; null before the first Reply. */
  readonly lease: Lease | null
  /** What the Reply answers. */
  readonly exchange: Pick<ClientMessage, 'type' | 'rapidCommit'>
}

export function interpretReply(
  message: Dhcpv6Message,
  from: Ipv6Address,
  context: ReplyContext,
  at: Instant,
): ReplyOutcome {
  const top = statusOf(message.options, 'message')
  const granted = grantedIaPds(message.options, context.iaids, at)
  const statuses = [...(top === null ? [] : [top]), ...granted.flatMap(ia => ia.statuses)]
  const said = {
    statuses,
    solMaxRt: findOption(message.options, OptionCode.SOL_MAX_RT)?.seconds ?? null,
    server: findOption(message.options, OptionCode.SERVERID)!.duid,
    serverAddress: from,
  }
  if (!countsFor(context.exchange, message)) return { ...said, kind: 'refused' }
  // RFC 9915 §21.13: UseMulticast is obsolete; we do send by multicast, so it says no more than try again.
  if (top?.status === StatusCode.UnspecFail || top?.status === StatusCode.UseMulticast) {
    return { ...said, kind: 'retryLater' }
  }
  if (top !== null) return { ...said, kind: top.status === StatusCode.NoBinding ? 'noBinding' : 'refused' }
  if (granted.some(ia => ia.statuses.some(({ status }) => status === StatusCode.NoBinding))) {
    return { ...said, kind: 'noBinding' }
  }
  return { ...said, ...judgeGrant(message, said, context, granted, at) }
}

/** RFC 9915 §18.2.1: a Reply to a Solicit counts only with Rapid Commit in both. */
function countsFor({ type, rapidCommit }: ReplyContext['exchange'], reply: Dhcpv6Message): boolean {
  if (type !== MessageType.SOLICIT) return true
  return rapidCommit && findOption(reply.options, OptionCode.RAPID_COMMIT) !== undefined
}

function judgeGrant(
  message: Dhcpv6Message,
  said: { server: Duid; serverAddress: Ipv6Address },
  { lease: held, exchange }: ReplyContext,
  granted: readonly GrantedIaPd[],
  at: Instant,
): { kind: 'bound' | 'lost'; lease: Lease } | { kind: 'retryLater' | 'refused' } {
  const extended = granted.some(ia => ia.prefixes.length > 0)
  const withdrawn = granted.some(ia => ia.withdrawn.length > 0)
  if (!extended && !withdrawn) return { kind: held === null ? 'refused' : 'retryLater' }
  const iaPds = mergeIaPds(held?.iaPds ?? [], granted, exchange.type, at)
  const lease: Lease = {
    server: said.server,
    serverAddress: said.serverAddress,
    obtainedAt: at,
    ...leaseTimes(granted, iaPds, at),
    iaPds,
    dnsServers: findOption(message.options, OptionCode.DNS_SERVERS)?.servers ?? [],
    searchDomains: findOption(message.options, OptionCode.DOMAIN_LIST)?.domains ?? [],
  }
  if (leasedPrefixes(lease).length > 0) return { kind: 'bound', lease }
  return held === null ? { kind: 'refused' } : { kind: 'lost', lease }
}

/**
 * RFC 9915 §18.2.10.1: add the new, update the known, drop those with valid 0, leave the unmentioned alone. A Request
 * follows NoBinding: what its Reply binds is all that this server knows of, so the unmentioned is no lease of ours.
 */
function mergeIaPds(
  held: readonly LeasedIaPd[],
  granted: readonly GrantedIaPd[],
  answered: ClientMessage['type'],
  at: Instant,
): LeasedIaPd[] {
  const iaids = new Set([...held, ...granted].map(ia => ia.iaid))
  return [...iaids].map(iaid => {
    const before = held.find(ia => ia.iaid === iaid)?.prefixes ?? []
    const now = granted.find(ia => ia.iaid === iaid)
    if (now === undefined) return { iaid, prefixes: before }
    if (answered === MessageType.REQUEST && now.prefixes.length > 0) {
      return { iaid, prefixes: unique(now.prefixes) }
    }
    const named = [...now.prefixes, ...now.withdrawn]
    const unmentioned = before.filter(
      old => old.validUntil > at && !named.some(leased => samePrefix(leased.prefix, old.prefix)),
    )
    return { iaid, prefixes: [...unique(now.prefixes), ...unmentioned].slice(0, MOST_PREFIXES) }
  })
}

function unique(prefixes: readonly LeasedPrefix[]): LeasedPrefix[] {
  return prefixes.filter(
    (leased, i) => prefixes.findIndex(other => samePrefix(other.prefix, leased.prefix)) === i,
  )
}
