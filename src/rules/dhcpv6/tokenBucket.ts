import { later, type Instant } from '../../values/time.ts'

/**
 * RFC 9915 §14.1: at most `size` messages in any `seconds`, whatever the other end does to us. A token comes back
 * `seconds` after it was taken, not evenly: a bucket that fills evenly lets nearly twice its size through in the
 * `seconds` after a rest.
 */
export interface TokenBucket {
  readonly size: number
  readonly seconds: number
  /** When each token that is out was taken, the earliest first. */
  readonly taken: readonly Instant[]
}

export const DEFAULT_RATE = { size: 20, seconds: 20 } as const

export function fullBucket(rate: { size: number; seconds: number } = DEFAULT_RATE): TokenBucket {
  return { ...rate, taken: [] }
}

/** Takes a token; `allowed` is false when none is there. */
export function takeToken(bucket: TokenBucket, now: Instant): { bucket: TokenBucket; allowed: boolean } {
  const out = bucket.taken.filter(taken => later(taken, bucket.seconds) >= now)
  const allowed = out.length < bucket.size
  return { bucket: { ...bucket, taken: allowed ? [...out, now] : out }, allowed }
}
