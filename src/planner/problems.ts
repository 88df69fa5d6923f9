import { formatIpv6Prefix, type Ipv6Prefix } from '../values/ipv6Prefix.ts'

/** What an administrator should know about a plan. Values, so that a caller can tell a new one from an old one. */
export type PlanProblem =
  /** RFC 9818 LPD-2: the delegation has no /64 for every port; the first `fits` are served. */
  | {
      readonly kind: 'tooSmall'
      readonly delegation: Ipv6Prefix
      readonly fits: number
      readonly links: number
      readonly without: readonly string[]
    }
  /** Longer than /64, so no port can use it. */
  | { readonly kind: 'tooLong'; readonly delegation: Ipv6Prefix }
  /** Shares addresses with an earlier one, and is left unused for that. */
  | { readonly kind: 'overlap'; readonly delegation: Ipv6Prefix; readonly earlier: Ipv6Prefix }
  /** The id chosen for a port is negative, or more than this delegation has. `used` is what it got instead. */
  | {
      readonly kind: 'chosenOutOfRange'
      readonly link: string
      readonly chosen: bigint
      readonly delegation: Ipv6Prefix
      readonly used: bigint
    }
  /** The id chosen for a port lies in the prefix that the delegating router has excluded (RFC 6603). */
  | {
      readonly kind: 'chosenExcluded'
      readonly link: string
      readonly chosen: bigint
      readonly delegation: Ipv6Prefix
      readonly used: bigint
    }
  /** Chosen for two ports; the earlier one has it. */
  | { readonly kind: 'chosenTaken'; readonly link: string; readonly chosen: bigint; readonly by: string }
  /** A port's subnet is another than the one it had: its own went to `by`, or is excluded or was changed. */
  | {
      readonly kind: 'moved'
      readonly link: string
      readonly delegation: Ipv6Prefix
      readonly from: bigint
      readonly to: bigint
      readonly because: 'chosen' | 'excluded' | 'taken'
      readonly by: string | null
    }

/** One plain line for a log. */
export function describeProblem(problem: PlanProblem): string {
  switch (problem.kind) {
    case 'tooSmall':
      return describeTooSmall(problem)
    case 'tooLong':
      return `${formatIpv6Prefix(problem.delegation)} is longer than /64: no port can use it`
    case 'overlap':
      return `${formatIpv6Prefix(problem.delegation)} overlaps ${formatIpv6Prefix(problem.earlier)}: it is left unused`
    case 'chosenOutOfRange':
      return `${problem.link} should get subnet ${problem.chosen} of ${formatIpv6Prefix(problem.delegation)}, which has none: it gets ${problem.used}`
    case 'chosenExcluded':
      return `${problem.link} should get subnet ${problem.chosen} of ${formatIpv6Prefix(problem.delegation)}, which is excluded: it gets ${problem.used}`
    case 'chosenTaken':
      return `${problem.link} should get subnet ${problem.chosen}, which is chosen for ${problem.by} already: it gets another`
    case 'moved':
      return describeMove(problem)
  }
}

function describeTooSmall(problem: PlanProblem & { kind: 'tooSmall' }): string {
  const { fits, links, without } = problem
  const room = `${formatIpv6Prefix(problem.delegation)} has room for ${fits} of ${links} LAN ports`
  return `${room}: ${without.join(', ')} ${without.length === 1 ? 'goes' : 'go'} without`
}

function describeMove(problem: PlanProblem & { kind: 'moved' }): string {
  const { link, from, to, because, by } = problem
  const reason = {
    chosen: `${to} is chosen for it`,
    excluded: `${from} is excluded`,
    taken: `${by} has ${from}`,
  }[because]
  return `${link} gets subnet ${to} of ${formatIpv6Prefix(problem.delegation)}, not ${from}: ${reason}`
}
