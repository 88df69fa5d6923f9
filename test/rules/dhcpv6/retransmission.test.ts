import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  RETRANSMISSION,
  acceptableSolMaxRt,
  firstTimeout,
  nextTimeout,
  type RetransmissionParameters,
} from '../../../src/rules/dhcpv6/retransmission.ts'

/** A draw as values/random.ts gives it: 0 ≤ f < 1. */
const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const fractions = fc.array(fraction, { minLength: 2, maxLength: 40 })
const within = (value: number, low: number, high: number): void => {
  assert.ok(value >= low && value <= high, `${value} is not within ${low} to ${high}`)
}

/** All RTs of an exchange that nobody answers. */
function timeouts(
  parameters: RetransmissionParameters,
  [first, ...others]: readonly number[],
  strictlyLonger = false,
): number[] {
  const series = [firstTimeout(parameters, first!, strictlyLonger)]
  for (const draw of others) series.push(nextTimeout(parameters, series.at(-1)!, draw))
  return series
}

const messages = Object.entries(RETRANSMISSION) as [string, RetransmissionParameters][]

describe('retransmission (RFC 9915 §15)', () => {
  it('has the parameters of RFC 9915 §7.6 [RT-REQUEST] [RT-RENEW] [RT-REBIND] [RT-RELEASE]', () => {
    const table = messages.map(([name, { IRT, MRT, MRC, MRD }]) => [name, IRT, MRT, MRC, MRD])
    assert.deepEqual(table, [
      ['SOLICIT', 1, 3600, 0, 0],
      ['REQUEST', 1, 30, 10, 0],
      ['LINK_CHECK', 1, 4, 0, 10],
      ['RENEW', 10, 600, 0, 0],
      ['REBIND', 10, 600, 0, 0],
      ['RELEASE', 1, 0, 4, 0],
    ])
  })

  for (const [name, parameters] of messages) {
    const { IRT, MRT } = parameters
    it(`${name}: the first RT lies within a tenth of IRT [RT-RULES]`, () => {
      fc.assert(fc.property(fraction, draw => within(firstTimeout(parameters, draw), 0.9 * IRT, 1.1 * IRT)))
    })

    it(`${name}: each next RT doubles the one before, give or take its tenth, up to MRT [RT-RULES]`, () => {
      fc.assert(
        fc.property(fractions, draws => {
          timeouts(parameters, draws).reduce((previous, next) => {
            const isCapped = MRT !== 0 && 2.1 * previous > MRT
            if (isCapped) within(next, Math.min(0.9 * MRT, 1.9 * previous), 1.1 * MRT)
            else within(next, 1.9 * previous, 2.1 * previous)
            return next
          })
        }),
      )
    })
  }

  it('reaches MRT and stays within a tenth of it [RT-RULES]', () => {
    fc.assert(
      fc.property(fc.array(fraction, { minLength: 20, maxLength: 20 }), draws => {
        for (const RT of timeouts(RETRANSMISSION.SOLICIT, draws).slice(14)) within(RT, 3240, 3960)
      }),
    )
  })

  it('doubles for ever without an MRT [RT-RULES]', () => {
    assert.deepEqual(
      timeouts(RETRANSMISSION.RELEASE, [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]),
      [1, 2, 4, 8, 16, 32, 64],
    )
  })

  it('uses the whole of RAND, both its ends [RT-RULES]', () => {
    assert.equal(firstTimeout(RETRANSMISSION.RENEW, 0), 9)
    assert.ok(firstTimeout(RETRANSMISSION.RENEW, 0.999_999) > 10.99)
    assert.equal(nextTimeout(RETRANSMISSION.RENEW, 100, 0), 190)
    assert.ok(nextTimeout(RETRANSMISSION.RENEW, 100, 0.999_999) > 209.9)
    assert.equal(nextTimeout(RETRANSMISSION.RENEW, 500, 0), 540)
  })

  it("makes a Solicit's first RT longer than IRT, strictly [RT-SOLICIT]", () => {
    const largest = 1 - 2 ** -32
    fc.assert(
      fc.property(fc.oneof(fraction, fc.constantFrom(0, largest)), draw => {
        const RT = firstTimeout(RETRANSMISSION.SOLICIT, Math.min(draw, largest), true)
        assert.ok(RT > 1 && RT <= 1.1, `${RT}`)
      }),
    )
  })

  it('takes a SOL_MAX_RT of 60 to 86400 s, and no other [DC-16]', () => {
    for (const seconds of [60, 61, 3600, 86_400]) assert.ok(acceptableSolMaxRt(seconds), `${seconds}`)
    for (const seconds of [0, 59, 86_401, Infinity]) assert.ok(!acceptableSolMaxRt(seconds), `${seconds}`)
  })
})
