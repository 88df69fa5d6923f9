import { prefixCovers, prefixesOverlap, subnet, subnetCount, type Ipv6Prefix } from '../values/ipv6Prefix.ts'

export const LAN_PREFIX_LENGTH = 64

/** The /64s of a delegation of /64 or shorter, without those that its excluded prefix touches (RFC 6603 §4.2). */
export class SubnetSpace {
  readonly delegation: Ipv6Prefix
  /** How many can be used. */
  readonly capacity: bigint
  readonly #count: bigint
  /** The excluded ids, first to last; first > last when there are none. */
  readonly #firstExcluded: bigint
  readonly #lastExcluded: bigint

  constructor(delegation: Ipv6Prefix, excluded: Ipv6Prefix | undefined) {
    this.delegation = delegation
    this.#count = subnetCount(delegation, LAN_PREFIX_LENGTH)
    ;[this.#firstExcluded, this.#lastExcluded] = excludedRange(delegation, this.#count, excluded)
    this.capacity = this.#count - (this.#lastExcluded - this.#firstExcluded + 1n)
  }

  has(id: bigint): boolean {
    return id >= 0n && id < this.#count
  }

  isExcluded(id: bigint): boolean {
    return id >= this.#firstExcluded && id <= this.#lastExcluded
  }

  isUsable(id: bigint): boolean {
    return this.has(id) && !this.isExcluded(id)
  }

  subnet(id: bigint): Ipv6Prefix {
    return subnet(this.delegation, id, LAN_PREFIX_LENGTH)
  }

  /** From the highest down, where ports that come later are least likely to want theirs; 0 is the last. */
  *usableIds(): Generator<bigint> {
    for (let id = this.#count - 1n; id >= 0n; id--) {
      if (this.isExcluded(id)) id = this.#firstExcluded
      else yield id
    }
  }
}

function excludedRange(
  delegation: Ipv6Prefix,
  count: bigint,
  excluded: Ipv6Prefix | undefined,
): [first: bigint, last: bigint] {
  if (excluded === undefined || !prefixesOverlap(delegation, excluded)) return [0n, -1n]
  if (prefixCovers(excluded, delegation)) return [0n, count - 1n]
  const first = (excluded.address - delegation.address) >> BigInt(128 - LAN_PREFIX_LENGTH)
  const length = Math.min(excluded.length, LAN_PREFIX_LENGTH)
  return [first, first + (1n << BigInt(LAN_PREFIX_LENGTH - length)) - 1n]
}
