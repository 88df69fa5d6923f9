/**
 * What is remembered about subnet ids between plans and across restarts (RFC 9818 LPD-3). The flat form, for disk,
 * has two kinds of keys: a port's name, for the id that it has wherever that fits, and `name prefix`, for the id it
 * has in the one delegation where its own did not fit. A port's name never holds a space.
 */
export interface Memory {
  /** Port → its own id. */
  readonly own: ReadonlyMap<string, bigint>
  /** Delegation (as text) → port → the id it has there instead. */
  readonly instead: ReadonlyMap<string, ReadonlyMap<string, bigint>>
}

/** How many ids of ports and delegations that are not here are kept; the longest gone are dropped first. */
const KEPT_FOR_RETURN = 1024

export function readMemory(flat: ReadonlyMap<string, bigint>): Memory {
  const own = new Map<string, bigint>()
  const instead = new Map<string, Map<string, bigint>>()
  for (const [key, id] of flat) {
    const space = key.indexOf(' ')
    if (space < 0) {
      own.set(key, id)
      continue
    }
    const delegation = key.slice(space + 1)
    let ids = instead.get(delegation)
    if (ids === undefined) instead.set(delegation, (ids = new Map<string, bigint>()))
    ids.set(key.slice(0, space), id)
  }
  return { own, instead }
}

/** `placed`: delegation (as text) → port → the id that it has there now. */
export function writeMemory(
  before: Memory,
  own: ReadonlyMap<string, bigint>,
  placed: ReadonlyMap<string, ReadonlyMap<string, bigint>>,
): ReadonlyMap<string, bigint> {
  const gone: [string, bigint][] = []
  const here: [string, bigint][] = [...own]
  keepUntaken(gone, before.own, own, name => name)
  for (const [delegation, ids] of before.instead) {
    keepUntaken(gone, ids, placed.get(delegation), name => `${name} ${delegation}`)
  }
  for (const [delegation, ids] of placed) {
    for (const [name, id] of ids) if (id !== own.get(name)) here.push([`${name} ${delegation}`, id])
  }
  return new Map([...gone.slice(-KEPT_FOR_RETURN), ...here])
}

/** The former ids of ports that have none now, as long as no other port has got them. */
function keepUntaken(
  into: [string, bigint][],
  before: ReadonlyMap<string, bigint>,
  now: ReadonlyMap<string, bigint> | undefined,
  key: (name: string) => string,
): void {
  const taken = new Set(now?.values())
  for (const [name, id] of before) {
    if (now?.has(name) !== true && !taken.has(id)) into.push([key(name), id])
  }
}
