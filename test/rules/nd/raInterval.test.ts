import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  drawAnswerDelay,
  drawRtrAdvInterval,
  multicastAnswerAt,
  multicastFrom,
  rtrAdvIntervals,
} from '../../../src/rules/nd/raInterval.ts'
import { seedRandom } from '../../../src/values/random.ts'
import { NOW, inSeconds } from './nd.ts'

const word = fc.integer({ min: 0, max: 0xffff_ffff })
const random = fc.tuple(word, word, word, word).map(seedRandom)

describe('rtrAdvIntervals', () => {
  const rows = [
    [600, null, 600, 198],
    [9, null, 9, 2.97],
    [8, null, 8, 8],
    [60, 20, 60, 20],
    [1, 1, 4, 3],
    [100, 100, 100, 75],
    [1e6, null, 65_535, 0.33 * 65_535],
  ] as const
  for (const [max, min, MaxRtrAdvInterval, MinRtrAdvInterval] of rows) {
    it(`makes ${max} s and ${min ?? 'the default'} to ${MaxRtrAdvInterval} s and ${MinRtrAdvInterval} s`, () => {
      assert.deepEqual(rtrAdvIntervals(max, min), { MaxRtrAdvInterval, MinRtrAdvInterval })
    })
  }
})

describe('drawRtrAdvInterval', () => {
  it('is uniform between Min and Max', () => {
    const intervals = rtrAdvIntervals(600, 200)
    let state = seedRandom([1, 2, 3, 4])
    const quarters = [0, 0, 0, 0]
    for (let i = 0; i < 4000; i++) {
      const { value, next } = drawRtrAdvInterval(intervals, false, state)
      assert.ok(value >= 200 && value < 600)
      quarters[Math.floor((value - 200) / 100)]!++
      state = next
    }
    for (const count of quarters) assert.ok(count > 900 && count < 1100, quarters.join())
  })

  it('is at most 16 s among the first, and never under 3 s', () => {
    fc.assert(
      fc.property(random, fc.double({ min: 4, max: 1800, noNaN: true }), (state, max) => {
        const { value } = drawRtrAdvInterval(rtrAdvIntervals(max), true, state)
        assert.ok(value >= 3 && value <= Math.min(16, max))
      }),
    )
  })
})

describe('the delay of an answer', () => {
  it('is prompt where it is calm and set to auto, else up to half a second or what is set', () => {
    const longest = (solicitedDelay: number | 'auto', calm: boolean) => {
      let state = seedRandom([1, 2, 3, 4])
      let most = 0
      for (let i = 0; i < 1000; i++) {
        const { value, next } = drawAnswerDelay({ solicitedDelay }, calm, state)
        assert.ok(value >= 0)
        most = Math.max(most, value)
        state = next
      }
      return Math.ceil(most * 1000)
    }
    assert.deepEqual(
      [longest('auto', true), longest('auto', false), longest(0.5, true), longest(0, false)],
      [4, 500, 500, 0],
    )
  })

  it('counts from 3 s after the last multicast', () => {
    assert.equal(multicastFrom(NOW, null), NOW)
    assert.equal(multicastFrom(inSeconds(4), NOW), inSeconds(4))
    assert.equal(multicastFrom(inSeconds(1), NOW), inSeconds(3))
    assert.equal(multicastAnswerAt(inSeconds(1), NOW, 0.25), inSeconds(3.25))
    assert.equal(multicastAnswerAt(inSeconds(4), NOW, 0.25), inSeconds(4.25))
  })
})
