import type { PortSelection } from '../../config/portSelection.ts'
import type { Link } from '../../ports/netlink.ts'

/**
 * The ports of one side, in the order that subnet ids follow: those that are named, there or not, then, where every
 * eligible port is taken, those in the order in which they came into being.
 */
export function selectedPorts(selection: PortSelection, links: ReadonlyMap<number, Link>): string[] {
  const named = selection.ports.map(({ name }) => name)
  if (selection.kind !== 'eligible') return named
  const eligible = [...links.values()]
    .filter(link => isEligible(link) && !named.includes(link.name) && !selection.except.includes(link.name))
    .sort((a, b) => a.index - b.index)
  return [...named, ...eligible.map(({ name }) => name)]
}

/** Can hold hosts or lead to a provider by itself: a member of a bridge or bond speaks through that. */
export function isEligible(link: Link): boolean {
  return (link.multicast || link.pointToPoint) && !link.loopback && link.master === null
}
