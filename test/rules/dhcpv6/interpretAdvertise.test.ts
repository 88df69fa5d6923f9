import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  compareOffers,
  interpretAdvertise,
  type InterpretedAdvertise,
  type Offer,
} from '../../../src/rules/dhcpv6/interpretAdvertise.ts'
import { instant } from '../../../src/values/time.ts'
import type { Dhcpv6Option } from '../../../src/wire/dhcpv6/option.ts'
import {
  advertise,
  iaPd,
  iaPrefix,
  preference,
  SERVER,
  SERVER_ADDRESS,
  solMaxRt,
  status,
  texts,
} from './messages.ts'

const AT = instant(1_000)
const interpret = (...options: readonly Dhcpv6Option[]): InterpretedAdvertise =>
  interpretAdvertise(advertise(...options), SERVER_ADDRESS, [1, 2], AT)
const offered = (...options: readonly Dhcpv6Option[]): string[] | null =>
  interpret(...options).offer?.iaPds.flatMap(ia => texts(ia.prefixes)) ?? null

const GOOD = iaPd({}, iaPrefix('2001:db8::/56'))

/** What an Advertise may say without offering anything. */
const empty: readonly (readonly [string, readonly Dhcpv6Option[]])[] = [
  ['no IA at all', []],
  ['an empty IA', [iaPd({})]],
  ['NoPrefixAvail at the top [DC-24]', [status('NoPrefixAvail'), GOOD]],
  ['NoPrefixAvail in the IA [DC-24]', [iaPd({}, status('NoPrefixAvail'))]],
  [
    'NoPrefixAvail in the IA, beside a prefix [DC-24]',
    [iaPd({}, status('NoPrefixAvail'), iaPrefix('2001:db8::/56'))],
  ],
  ['NoPrefixAvail in the prefix [DC-24]', [iaPd({}, iaPrefix('2001:db8::/56', {}, status('NoPrefixAvail')))]],
  ['UnspecFail at the top [DC-24]', [status('UnspecFail'), GOOD]],
  ['a prefix with valid 0', [iaPd({}, iaPrefix('2001:db8::/56', { preferred: 0, valid: 0 }))]],
  [
    'a prefix with preferred above valid [DC-22]',
    [iaPd({}, iaPrefix('2001:db8::/56', { preferred: 9, valid: 8 }))],
  ],
  ['an IA with T1 above T2 [DC-21]', [iaPd({ t1: 9, t2: 8 }, iaPrefix('2001:db8::/56'))]],
  ["an IA that is another's", [iaPd({ iaid: 3 }, iaPrefix('2001:db8::/56'))]],
  ['the unspecified prefix', [iaPd({}, iaPrefix('::/56'))]],
  ['a prefix of length 0', [iaPd({}, iaPrefix('::/0'))]],
  ['a multicast prefix', [iaPd({}, iaPrefix('ff0e::/56'))]],
  ['a link-local prefix', [iaPd({}, iaPrefix('fe80::/56'))]],
]

describe('Advertise (RFC 9915 §18.2.9)', () => {
  it('offers what is in its IAs', () => {
    const { offer, statuses, solMaxRt: rt } = interpret(GOOD, preference(7))
    assert.deepEqual(offer, {
      server: SERVER,
      serverAddress: SERVER_ADDRESS,
      preference: 7,
      iaPds: [
        {
          iaid: 1,
          t1: 1800,
          t2: 2880,
          prefixes: [
            {
              prefix: { address: 0x2001_0db8n << 96n, length: 56 },
              preferredUntil: 3_601_000,
              validUntil: 7_201_000,
              excluded: null,
            },
          ],
          withdrawn: [],
          statuses: [],
        },
      ],
    })
    assert.deepEqual([statuses, rt], [[], null])
  })

  it('has a preference of 0 when it says none [CL-4]', () => {
    assert.equal(interpret(GOOD).offer?.preference, 0)
  })

  it('offers what is good beside what is not [DC-21] [DC-22] [CL-21]', () => {
    const bad = iaPd({ iaid: 1, t1: 9, t2: 8 }, iaPrefix('2001:db8:1::/56'))
    const good = iaPd(
      { iaid: 2 },
      iaPrefix('2001:db8:2::/56', { preferred: 9, valid: 8 }),
      iaPrefix('2001:db8:3::/56', {}, status('UnspecFail')),
      iaPrefix('2001:db8:4::/56'),
    )
    assert.deepEqual(offered(bad, good), ['2001:db8:4::/56'])
  })

  it('counts the first of two IAs with one IAID [VAL-12]', () => {
    assert.deepEqual(offered(GOOD, iaPd({}, iaPrefix('2001:db8:1::/56'))), ['2001:db8::/56'])
  })

  it('takes Success, said or not, for success [DC-24]', () => {
    const said = iaPd({}, status('Success'), iaPrefix('2001:db8::/56', {}, status('Success')))
    assert.deepEqual(offered(status('Success'), said), ['2001:db8::/56'])
  })

  for (const [what, options] of empty) {
    it(`offers nothing with ${what}, but its SOL_MAX_RT counts [CL-5] [DC-16]`, () => {
      const { offer, solMaxRt: heard } = interpret(...options, solMaxRt(100))
      assert.deepEqual([offer, heard], [null, 100])
    })
  }

  it('tells every status at every level, with its words [DC-24]', () => {
    const inPrefix = iaPrefix('2001:db8::/56', {}, status('NoPrefixAvail', 'c'))
    const { statuses } = interpret(status(99, 'a'), iaPd({}, status('UnspecFail', 'b'), inPrefix))
    assert.deepEqual(statuses, [
      { status: 99, message: 'a', level: 'message' },
      { status: 1, message: 'b', level: 'IA_PD' },
      { status: 6, message: 'c', level: 'IAPREFIX' },
    ])
  })
})

function offer(
  name: string,
  own: number,
  ...prefixes: readonly (readonly string[])[]
): Offer & { name: string } {
  const ias = prefixes.map((some, i) => iaPd({ iaid: i + 1 }, ...some.map(text => iaPrefix(text))))
  const { offer: made } = interpret(...(prefixes.flat().length > 0 ? ias : [GOOD]), preference(own))
  return { ...made!, name }
}

const best = (...offers: readonly (Offer & { name: string })[]): string[] =>
  [...offers].sort(compareOffers).map(one => one.name)

describe('the choice among Advertises (RFC 9915 §18.2.9)', () => {
  it('goes by preference first [CL-4]', () => {
    assert.deepEqual(
      best(offer('low', 1, ['2001:db8::/48'], ['2001:db8:1::/48']), offer('high', 2, ['2001:db8::/60'], [])),
      ['high', 'low'],
    )
  })

  it('then by how much of what we want is there [CL-4]', () => {
    assert.deepEqual(
      best(offer('one', 0, ['2001:db8::/48'], []), offer('both', 0, ['2001:db8::/60'], ['2001:db8:1::/60'])),
      ['both', 'one'],
    )
  })

  it('then by room [CL-4]', () => {
    assert.deepEqual(best(offer('small', 0, ['2001:db8::/60']), offer('large', 0, ['2001:db8::/48'])), [
      'large',
      'small',
    ])
  })

  it('then by who came first [CL-4]', () => {
    assert.deepEqual(best(offer('first', 5), offer('second', 5), offer('third', 5)), [
      'first',
      'second',
      'third',
    ])
  })

  it('never puts a lower preference before a higher one, in whatever order they came [CL-4]', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(255), { maxLength: 12 }), preferences => {
        const sorted = preferences.map(one => offer('', one)).sort(compareOffers)
        const result = sorted.map(one => one.preference)
        assert.deepEqual(
          result,
          [...preferences].sort((a, b) => b - a),
        )
      }),
    )
  })
})
