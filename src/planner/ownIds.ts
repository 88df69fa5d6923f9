import type { PlanProblem } from './problems.ts'

/** A port that wants a subnet of every delegation. Names are unique. */
export interface PlanLink {
  readonly name: string
  /** Its place among the LAN parameters, from 0. */
  readonly position: number
  /** The administrator's choice, which wins over everything but an earlier port's equal choice. */
  readonly chosenSubnetId: bigint | null
  /** The lower 64 bits of the router's own address on this port. */
  readonly interfaceId: bigint
}

/**
 * The subnet id of each port, whatever is delegated. In this order: what is chosen for it, what it had, its position
 * plus one (as the kernel module had it), the lowest one that nobody has or may come back for.
 */
export function ownIds(
  links: readonly PlanLink[],
  before: ReadonlyMap<string, bigint>,
): { ids: ReadonlyMap<string, bigint>; problems: readonly PlanProblem[] } {
  const ids = new Map<string, bigint>()
  const holders = new Map<bigint, string>()
  const problems: PlanProblem[] = []
  const claim = (link: PlanLink, id: bigint | undefined): void => {
    if (id === undefined || id < 0n || ids.has(link.name) || holders.has(id)) return
    ids.set(link.name, id)
    holders.set(id, link.name)
  }

  for (const link of links) {
    const chosen = link.chosenSubnetId
    const by = chosen === null ? undefined : holders.get(chosen)
    if (chosen !== null && by !== undefined)
      problems.push({ kind: 'chosenTaken', link: link.name, chosen, by })
    claim(link, chosen ?? undefined)
  }
  for (const link of links) claim(link, before.get(link.name))
  for (const link of links) claim(link, BigInt(link.position) + 1n)

  const here = new Set(links.map(link => link.name))
  const awaited = new Set([...before].filter(([name]) => !here.has(name)).map(([, id]) => id))
  let lowest = 1n
  for (const link of links) {
    if (ids.has(link.name)) continue
    while (holders.has(lowest) || awaited.has(lowest)) lowest++
    claim(link, lowest)
  }
  return { ids, problems }
}
