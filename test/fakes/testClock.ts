import type { Clock } from '../../src/ports/clock.ts'
import { NEVER, instant, type Instant } from '../../src/values/time.ts'

/** A clock that stands still until told to walk, and then walks from alarm to alarm. */
export class TestClock implements Clock {
  bootId = 'test-boot'
  #now: Instant
  #wall: number
  #alarm: { at: Instant; wake: () => void } | null = null

  constructor(now = 1_000_000, wall = Date.UTC(2026, 0, 1)) {
    this.#now = instant(now)
    this.#wall = wall
  }

  now(): Instant {
    return this.#now
  }

  wallTime(): number {
    return this.#wall
  }

  wakeAt(at: Instant, wake: () => void): void {
    this.#alarm = at === NEVER ? null : { at, wake }
  }

  /** Lets `seconds` pass; each alarm on the way rings at its own instant. */
  walk(seconds: number): void {
    const end = instant(this.#now + seconds * 1000)
    for (let alarm = this.#alarm; alarm !== null && alarm.at <= end; alarm = this.#alarm) {
      this.#alarm = null
      this.#moveTo(instant(Math.max(alarm.at, this.#now)))
      alarm.wake()
    }
    this.#moveTo(end)
  }

  /** Walks, and lets everything that an alarm set going come to rest before the next one rings. */
  async stroll(seconds: number): Promise<void> {
    const end = instant(this.#now + seconds * 1000)
    await rest()
    for (let alarm = this.#alarm; alarm !== null && alarm.at <= end; alarm = this.#alarm) {
      this.#alarm = null
      this.#moveTo(instant(Math.max(alarm.at, this.#now)))
      alarm.wake()
      await rest()
    }
    this.#moveTo(end)
  }

  /** The machine was suspended: time has passed, and only then does the alarm ring. */
  suspend(seconds: number): void {
    this.#moveTo(instant(this.#now + seconds * 1000))
    this.walk(0)
  }

  /** Somebody set the calendar; nothing that counts may move. */
  setWallTime(wall: number): void {
    this.#wall = wall
  }

  #moveTo(at: Instant): void {
    this.#wall += at - this.#now
    this.#now = at
  }
}

/** Every promise that could be kept by now has been. */
export function rest(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}
