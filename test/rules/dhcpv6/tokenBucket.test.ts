import assert from 'node:assert/strict'
import fc from 'fast-check'
import { DEFAULT_RATE, fullBucket, takeToken } from '../../../src/rules/dhcpv6/tokenBucket.ts'
import { instant } from '../../../src/values/time.ts'

/** Asks at each of these moments (milliseconds, ascending), and gives those at which it was allowed. */
function allowed(moments: readonly number[], rate = DEFAULT_RATE as { size: number; seconds: number }) {
  let bucket = fullBucket(rate)
  return moments.filter(moment => {
    const taken = takeToken(bucket, instant(moment))
    bucket = taken.bucket
    assert.ok(bucket.taken.length <= rate.size, 'the bucket itself grows')
    return taken.allowed
  })
}

/** The most that left within any `seconds`, both ends included. */
function mostWithin(seconds: number, moments: readonly number[]): number {
  return Math.max(
    0,
    ...moments.map(from => moments.filter(at => at >= from && at <= from + seconds * 1000).length),
  )
}

/** Storms, rests of some seconds, and everything between. */
const schedule = fc
  .array(fc.oneof(fc.nat(50), fc.nat(2_000), fc.nat(30_000)), { maxLength: 300 })
  .map(gaps => gaps.reduce<number[]>((moments, gap) => [...moments, (moments.at(-1) ?? 0) + gap], []))

describe('token bucket (RFC 9915 §14.1)', () => {
  it('lets 20 messages through in 20 s by default [DC-9]', () => {
    assert.deepEqual(DEFAULT_RATE, { size: 20, seconds: 20 })
    assert.equal(allowed(Array.from({ length: 1000 }, (_, i) => i * 20)).length, 20)
  })

  it('never lets more than 20 through in any 20 s, whatever is asked and after whatever rest [DC-9]', () => {
    fc.assert(fc.property(schedule, moments => assert.ok(mostWithin(20, allowed(moments)) <= 20)))
  })

  it('holds to any other rate it is given [DC-9]', () => {
    const rate = fc.record({
      size: fc.integer({ min: 1, max: 30 }),
      seconds: fc.integer({ min: 1, max: 60 }),
    })
    fc.assert(
      fc.property(schedule, rate, (moments, own) =>
        assert.ok(mostWithin(own.seconds, allowed(moments, own)) <= own.size),
      ),
    )
  })

  it('holds nothing back that stays below the rate', () => {
    const steady = Array.from({ length: 500 }, (_, i) => i * 1001)
    assert.deepEqual(allowed(steady), steady)
  })

  it('gives each token back 20 s after it was taken', () => {
    const burst = Array.from({ length: 20 }, (_, i) => i)
    assert.deepEqual(allowed([...burst, 19_000, 20_000, 20_001, 20_001, 20_002]), [...burst, 20_001, 20_002])
  })
})
