import type { Instant } from '../../values/time.ts'

/** RFC 9915 §14.1: at most `size` messages in any `seconds`, whatever the other end does to us. */
export interface TokenBucket {
  readonly size: number
  readonly seconds: number
  readonly tokens: number
  readonly at: Instant
}

export const DEFAULT_RATE = { size: 20, seconds: 20 } as const

export function fullBucket(
  now: Instant,
  rate: { size: number; seconds: number } = DEFAULT_RATE,
): TokenBucket {
  return { ...rate, tokens: rate.size, at: now }
}

/** Takes a token; `allowed` is false when none is there. The bucket refills evenly. */
export function takeToken(bucket: TokenBucket, now: Instant): { bucket: TokenBucket; allowed: boolean } {
  const refill = ((now - bucket.at) / 1000) * (bucket.size / bucket.seconds)
  const tokens = Math.min(bucket.size, bucket.tokens + Math.max(0, refill))
  const allowed = tokens >= 1
  return { bucket: { ...bucket, tokens: allowed ? tokens - 1 : tokens, at: now }, allowed }
}
