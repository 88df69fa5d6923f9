import type { Clock } from '../ports/clock.ts'
import { NEVER, type Instant } from '../values/time.ts'

/**
 * All deadlines of the daemon behind the clock's one alarm. An owner is any object that gets its deadlines back;
 * within an owner a name is unique.
 */
export interface DeadlineOwner {
  onDeadline(name: string, now: Instant): void
}

export class Deadlines {
  readonly #clock: Clock
  readonly #armed = new Map<DeadlineOwner, Map<string, Instant>>()
  #alarm: Instant = NEVER

  constructor(clock: Clock) {
    this.#clock = clock
  }

  arm(owner: DeadlineOwner, name: string, at: Instant): void {
    let names = this.#armed.get(owner)
    if (names === undefined) {
      names = new Map<string, Instant>()
      this.#armed.set(owner, names)
    }
    names.set(name, at)
    if (at < this.#alarm) this.#setAlarm(at)
  }

  disarm(owner: DeadlineOwner, name: string): void {
    const names = this.#armed.get(owner)
    if (names?.delete(name) && names.size === 0) this.#armed.delete(owner)
  }

  disarmAll(owner: DeadlineOwner): void {
    this.#armed.delete(owner)
  }

  /** Null when the name is not armed. */
  deadline(owner: DeadlineOwner, name: string): Instant | null {
    return this.#armed.get(owner)?.get(name) ?? null
  }

  #setAlarm(at: Instant): void {
    this.#alarm = at
    this.#clock.wakeAt(at, () => this.#fire())
  }

  #fire(): void {
    this.#alarm = NEVER
    for (let due = this.#takeDue(); due !== null; due = this.#takeDue()) {
      due.owner.onDeadline(due.name, this.#clock.now())
    }
    let next = NEVER
    for (const names of this.#armed.values()) for (const at of names.values()) if (at < next) next = at
    if (next !== NEVER) this.#setAlarm(next)
  }

  /** One at a time and earliest first: what one deadline's owner does may move or remove another. */
  #takeDue(): { owner: DeadlineOwner; name: string } | null {
    let due: { owner: DeadlineOwner; name: string; at: Instant } | null = null
    for (const [owner, names] of this.#armed) {
      for (const [name, at] of names) {
        if (at <= this.#clock.now() && (due === null || at < due.at)) due = { owner, name, at }
      }
    }
    if (due !== null) this.disarm(due.owner, due.name)
    return due
  }
}
