import assert from 'node:assert/strict'
import fc from 'fast-check'
import { grantedIaPds } from '../../../src/rules/dhcpv6/grantedPrefixes.ts'
import { leaseTimes } from '../../../src/rules/dhcpv6/leaseTimes.ts'
import type { IaPdOption } from '../../../src/wire/dhcpv6/option.ts'
import { instant } from '../../../src/values/time.ts'
import { iaPd, iaPrefix } from './messages.ts'

const AT = instant(1_000_000)

/** T1 and T2 in seconds from the Reply. */
function times(...ias: readonly IaPdOption[]): [t1: number, t2: number] {
  const granted = grantedIaPds(
    ias,
    ias.map(ia => ia.iaid),
    AT,
  )
  const { t1, t2 } = leaseTimes(granted, [], AT)
  return [(t1 - AT) / 1000, (t2 - AT) / 1000]
}

const lease = (preferred: number, valid = preferred) => iaPrefix('2001:db8::/56', { preferred, valid })

const rows: readonly (readonly [string, readonly IaPdOption[], readonly [number, number]])[] = [
  ['what the server says', [iaPd({ t1: 100, t2: 200 }, lease(3600))], [100, 200]],
  [
    'half and four fifths of preferred for 0 [DC-10]',
    [iaPd({ t1: 0, t2: 0 }, lease(3600, 7200))],
    [1800, 2880],
  ],
  ['a T1 of 0 alone [DC-10]', [iaPd({ t1: 0, t2: 3000 }, lease(3600))], [1800, 3000]],
  ['a T2 of 0 alone [DC-10]', [iaPd({ t1: 1000, t2: 0 }, lease(3600))], [1000, 2880]],
  ['no T1 after T2', [iaPd({ t1: 3000, t2: 0 }, lease(3600))], [2880, 2880]],
  ['never at once, however short the lease [DC-10]', [iaPd({ t1: 0, t2: 0 }, lease(2))], [10, 10]],
  ['the valid lifetime of deprecated prefixes', [iaPd({ t1: 0, t2: 0 }, lease(0, 1000))], [500, 800]],
  [
    'the earliest of several IAs [CL-9]',
    [iaPd({ iaid: 1, t1: 500, t2: 900 }, lease(3600)), iaPd({ iaid: 2, t1: 700, t2: 800 }, lease(3600))],
    [500, 800],
  ],
  [
    'one moment for all IAs, where some leave it to us [CL-9] [DC-10]',
    [iaPd({ iaid: 1, t1: 500, t2: 900 }, lease(3600)), iaPd({ iaid: 2, t1: 0, t2: 0 }, lease(200))],
    [100, 160],
  ],
  ['infinity as never [DC-2]', [iaPd({ t1: Infinity, t2: Infinity }, lease(3600))], [Infinity, Infinity]],
  ['a T2 without a T1 of infinity [DC-2]', [iaPd({ t1: 100, t2: Infinity }, lease(3600))], [100, Infinity]],
  [
    'never for a lease that never ends [DC-2]',
    [iaPd({ t1: 0, t2: 0 }, lease(Infinity))],
    [Infinity, Infinity],
  ],
  [
    'nothing of an IA without a lease',
    [iaPd({ iaid: 1, t1: 5, t2: 6 }), iaPd({ iaid: 2, t1: 500, t2: 900 }, lease(3600))],
    [500, 900],
  ],
]

describe('T1 and T2 (RFC 9915 §14.2, §18.2.4)', () => {
  for (const [what, ias, expected] of rows) {
    it(`takes ${what}`, () => assert.deepEqual(times(...ias), expected))
  }

  it('renews soon what is left when nothing was extended', () => {
    const left = iaPd({ t1: 0, t2: 0 }, lease(1000))
    const held = grantedIaPds([left], [1], AT)
    assert.deepEqual(leaseTimes([], held, AT), { t1: AT + 500_000, t2: AT + 800_000 })
  })

  it('never comes at once by our own choice, nor T1 after T2 [DC-10] [DC-2]', () => {
    const seconds = fc.oneof(fc.constantFrom(0, 1, Infinity), fc.nat(100_000))
    const ia = fc
      .tuple(seconds, seconds, seconds, seconds)
      .map(([t1, t2, valid, preferred]) =>
        iaPd({ t1, t2 }, iaPrefix('2001:db8::/56', { valid, preferred: Math.min(valid, preferred) })),
      )
    fc.assert(
      fc.property(fc.array(ia, { minLength: 1, maxLength: 4 }), ias => {
        const [t1, t2] = times(...ias.map((one, i) => ({ ...one, iaid: i })))
        assert.ok(t1 <= t2)
        const asked = ias.flatMap(({ t1: own, t2: rebind }) => [own, rebind]).filter(time => time > 0)
        assert.ok(t1 >= Math.min(10, ...asked), `${t1} s`)
        for (const one of ias.filter(({ t1: own, t2: rebind }) => !(own > 0 && rebind > 0 && own > rebind))) {
          const serves = one.options.some(option => 'valid' in option && option.valid > 0)
          if (serves && one.t1 > 0) assert.ok(t1 <= one.t1)
          if (serves && one.t2 > 0) assert.ok(t2 <= one.t2)
        }
      }),
    )
  })
})
