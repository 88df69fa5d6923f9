import { describeProblem, type PlanProblem } from '../../planner/problems.ts'
import type { Log } from '../../ports/log.ts'

/** Says each problem of a plan once, and that it is over when it is. */
export class ProblemLog {
  readonly #log: Log
  #present: readonly string[] = []

  constructor(log: Log) {
    this.#log = log
  }

  get present(): readonly string[] {
    return this.#present
  }

  update(problems: readonly PlanProblem[]): void {
    const before = new Set(this.#present)
    this.#present = [...new Set(problems.map(describeProblem))]
    for (const text of this.#present) if (!before.has(text)) this.#log.error(text)
  }
}
