/** Counts by name. Names come from closed lists, so the table is bounded. */
export class Counters {
  readonly #counts = new Map<string, number>()

  add(name: string, by = 1): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + by)
  }

  /** In the order in which they were first counted. */
  toObject(): Record<string, number> {
    return Object.fromEntries(this.#counts)
  }
}
