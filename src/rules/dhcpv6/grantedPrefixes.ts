import { isLinkLocal, isMulticast } from '../../values/ipv6Address.ts'
import { later, type Instant } from '../../values/time.ts'
import {
  excludedPrefix,
  findOption,
  findOptions,
  OptionCode,
  type Dhcpv6Option,
  type IaPdOption,
  type IaPrefixOption,
} from '../../wire/dhcpv6/option.ts'
import type { LeasedPrefix } from './lease.ts'
import { statusOf, type StatusReport } from './status.ts'

/** What a server put into one IA_PD, after the rules of RFC 9915 have been applied. */
export interface GrantedIaPd {
  readonly iaid: number
  readonly t1: number
  readonly t2: number
  /** With a valid lifetime above 0. */
  readonly prefixes: readonly LeasedPrefix[]
  /** Named with a valid lifetime of 0: to be given up at once. */
  readonly withdrawn: readonly LeasedPrefix[]
  /** Of the IA and of each prefix in it. */
  readonly statuses: readonly StatusReport[]
}

/** Of one IA. More than any plan can use, and a bound to what a server that has gone wrong makes us remember. */
export const MOST_PREFIXES = 64

/** The IA_PDs of a message that are ours (`iaids`) and valid, lifetimes counted from `at`. */
export function grantedIaPds(
  options: readonly Dhcpv6Option[],
  iaids: readonly number[],
  at: Instant,
): GrantedIaPd[] {
  const granted: GrantedIaPd[] = []
  for (const ia of findOptions(options, OptionCode.IA_PD)) {
    const repeated = granted.some(known => known.iaid === ia.iaid)
    if (!iaids.includes(ia.iaid) || repeated) continue
    // RFC 9915 §21.21: an IA with T1 > T2, both above 0, is ignored, the rest is processed.
    if (ia.t1 > 0 && ia.t2 > 0 && ia.t1 > ia.t2) continue
    granted.push(grantedIaPd(ia, at))
  }
  return granted
}

function grantedIaPd(ia: IaPdOption, at: Instant): GrantedIaPd {
  const statuses: StatusReport[] = []
  const iaStatus = statusOf(ia.options, 'IA_PD')
  if (iaStatus !== null) statuses.push(iaStatus)
  const prefixes: LeasedPrefix[] = []
  const withdrawn: LeasedPrefix[] = []
  for (const option of findOptions(ia.options, OptionCode.IAPREFIX).slice(0, MOST_PREFIXES)) {
    const status = statusOf(option.options, 'IAPREFIX')
    if (status !== null) statuses.push(status)
    else if (!isUsable(option)) continue
    else if (option.valid === 0) withdrawn.push(leasedPrefix(option, at))
    // RFC 9915 §18.2.10.1: only IAs without a failure are used.
    else if (iaStatus === null) prefixes.push(leasedPrefix(option, at))
  }
  return { iaid: ia.iaid, t1: ia.t1, t2: ia.t2, prefixes, withdrawn, statuses }
}

/** More than any registry gives to one network: its unreachable route would cut us off from the rest of the world. */
const SHORTEST_DELEGATION = 24

function isUsable({ prefix, preferred, valid }: IaPrefixOption): boolean {
  // RFC 9915 §21.22: a prefix with preferred > valid is discarded.
  if (preferred > valid) return false
  if (prefix.length < SHORTEST_DELEGATION) return false
  return prefix.address !== 0n && !isMulticast(prefix.address) && !isLinkLocal(prefix.address)
}

function leasedPrefix({ prefix, preferred, valid, options }: IaPrefixOption, at: Instant): LeasedPrefix {
  const exclude = findOption(options, OptionCode.PD_EXCLUDE)
  return {
    prefix,
    preferredUntil: later(at, preferred),
    validUntil: later(at, valid),
    excluded: exclude === undefined ? null : excludedPrefix(exclude, prefix),
  }
}
