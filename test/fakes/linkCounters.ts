import type { LinkCounters } from '../../src/ports/linkCounters.ts'

/** Counters that a test turns. */
export class FakeLinkCounters implements LinkCounters {
  received: number | null = 0

  ipv6Received(): number | null {
    return this.received
  }
}
