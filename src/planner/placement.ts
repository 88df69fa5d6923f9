import type { PlanLink } from './ownIds.ts'
import type { PlanProblem } from './problems.ts'
import type { SubnetSpace } from './subnetSpace.ts'

export interface PlacementInput {
  readonly space: SubnetSpace
  readonly links: readonly PlanLink[]
  /** The id of each of the links, see ownIds. */
  readonly own: ReadonlyMap<string, bigint>
  /** Ids that ports had before: their own, and in this delegation where their own did not fit. */
  readonly ownBefore: ReadonlyMap<string, bigint>
  readonly insteadBefore: ReadonlyMap<string, bigint>
}

/**
 * The subnet id of each port within one delegation. Where there are too few, the first ports get one (RFC 7084
 * WPD-3: a deterministic priority); a port whose own id does not fit gets one that is free.
 */
export function placeLinks(input: PlacementInput): {
  ids: ReadonlyMap<string, bigint>
  problems: readonly PlanProblem[]
} {
  const { space, links, own, ownBefore, insteadBefore } = input
  const fits = space.capacity < BigInt(links.length) ? Number(space.capacity) : links.length
  const served = links.slice(0, fits)
  const ids = new Map<string, bigint>()
  const holders = new Map<bigint, string>()
  const claim = (link: PlanLink, id: bigint | undefined): void => {
    if (id === undefined || !space.isUsable(id) || ids.has(link.name) || holders.has(id)) return
    ids.set(link.name, id)
    holders.set(id, link.name)
  }

  for (const link of served) if (link.chosenSubnetId === own.get(link.name)) claim(link, own.get(link.name))
  for (const link of served) claim(link, insteadBefore.get(link.name))
  for (const link of served) claim(link, ownBefore.get(link.name))
  for (const link of served) claim(link, own.get(link.name))
  const free = freeIds(space, holders, awaitedIds(input))
  for (const link of served) if (!ids.has(link.name)) claim(link, free.next().value)

  const problems: PlanProblem[] = []
  for (const link of served) problems.push(...problemsOf(link, ids.get(link.name)!, input, holders))
  if (fits < links.length) {
    const without = links.slice(fits).map(link => link.name)
    problems.push({ kind: 'tooSmall', delegation: space.delegation, fits, links: links.length, without })
  }
  return { ids, problems }
}

/** Ids that ports which are not here now had, and should find free when they come back. */
function awaitedIds({ links, ownBefore, insteadBefore }: PlacementInput): ReadonlySet<bigint> {
  const here = new Set(links.map(link => link.name))
  const gone = [...ownBefore, ...insteadBefore].filter(([name]) => !here.has(name))
  return new Set(gone.map(([, id]) => id))
}

function* freeIds(
  space: SubnetSpace,
  holders: ReadonlyMap<bigint, string>,
  awaited: ReadonlySet<bigint>,
): Generator<bigint, undefined> {
  const lastResort: bigint[] = []
  for (const id of space.usableIds()) {
    if (holders.has(id)) continue
    if (awaited.has(id)) lastResort.push(id)
    else yield id
  }
  yield* lastResort
  return undefined
}

function* problemsOf(
  link: PlanLink,
  id: bigint,
  { space, ownBefore, insteadBefore }: PlacementInput,
  holders: ReadonlyMap<bigint, string>,
): Generator<PlanProblem> {
  const { delegation } = space
  const { name, chosenSubnetId: chosen } = link
  if (chosen !== null && !space.has(chosen)) {
    yield { kind: 'chosenOutOfRange', link: name, chosen, delegation, used: id }
  } else if (chosen !== null && space.isExcluded(chosen)) {
    yield { kind: 'chosenExcluded', link: name, chosen, delegation, used: id }
  }
  const from = insteadBefore.get(name) ?? ownBefore.get(name)
  if (from === undefined || from === id || !space.has(from)) return
  const because = id === chosen ? 'chosen' : space.isExcluded(from) ? 'excluded' : 'taken'
  const by = because === 'taken' ? (holders.get(from) ?? null) : null
  yield { kind: 'moved', link: name, delegation, from, to: id, because, by }
}
