import assert from 'node:assert/strict'
import fc from 'fast-check'
import { rtrAdvIntervals } from '../../src/rules/nd/raInterval.ts'
import { DEFAULT_VARIABLES, type AdvertiserVariables } from '../../src/rules/nd/variables.ts'
import type { Instant } from '../../src/values/time.ts'
import { LAN_PREFIX, OTHER_PREFIX, contents, prefixFor } from '../rules/nd/nd.ts'
import { AdvertiserLab, LINK, isToAll, linkLocal, type Sent } from './advertiserLab.ts'

type Deed =
  | { readonly do: 'walk'; readonly seconds: number }
  | { readonly do: 'solicit'; readonly host: number; readonly withAddress: boolean }
  | { readonly do: 'plan'; readonly other: boolean; readonly uplink: boolean }
  | { readonly do: 'link'; readonly up: boolean }

const seconds = fc.oneof(
  fc.double({ min: 0, max: 0.6, noNaN: true }),
  fc.double({ min: 0, max: 6, noNaN: true }),
  fc.integer({ min: 0, max: 700 }),
)
const host = fc.integer({ min: 0, max: 40 })
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('walk' as const), seconds }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('solicit' as const), host, withAddress: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('plan' as const), other: fc.boolean(), uplink: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('link' as const), up: fc.boolean() }) },
)
const word = fc.nat(0xffff_ffff)
const seed = fc.tuple(word, word, word, word)
const variables: fc.Arbitrary<AdvertiserVariables> = fc
  .record({
    intervals: fc.integer({ min: 4, max: 1800 }).map(max => rtrAdvIntervals(max)),
    solicitedDelay: fc.constantFrom('auto' as const, 0, 0.2, 0.5),
    unicastAnswers: fc.constantFrom('auto' as const, 'always' as const, 'never' as const),
  })
  .map(({ intervals, ...more }) => ({ ...DEFAULT_VARIABLES, ...intervals, ...more }))
/** Whatever came before, most of a life has a link and a plan. */
const deeds = fc
  .tuple(fc.array(deed, { maxLength: 5 }), fc.array(deed, { maxLength: 120 }))
  .map(([before, after]): Deed[] => [
    ...before,
    { do: 'link', up: true },
    { do: 'plan', other: false, uplink: true },
    ...after,
  ])
const life = fc.record({ deeds, seed, variables })

interface Solicited {
  readonly at: Instant
  readonly host: number
}

/** What a life has shown: what was sent, what hosts asked, and when the link or the plan was there. */
class Life {
  readonly lab: AdvertiserLab
  readonly solicited: Solicited[] = []
  /** Stretches in which there was both a link and a plan, as `[from, until]`. */
  readonly stretches: [Instant, Instant][] = []
  readonly changes: Instant[] = []
  #up = false
  #planned = false
  #deprived = true

  constructor(more: Pick<ConstructorParameters<typeof AdvertiserLab>[0] & object, 'seed' | 'variables'>) {
    this.lab = new AdvertiserLab(more)
  }

  live(deeds: readonly Deed[]): this {
    for (const one of deeds) {
      this.#live(one)
      this.lab.outbox.flush()
      this.#measure()
    }
    return this
  }

  #live(one: Deed): void {
    const { advertiser, clock } = this.lab
    switch (one.do) {
      case 'walk':
        return clock.walk(one.seconds)
      case 'solicit':
        if (this.#up && this.#planned) this.solicited.push({ at: clock.now(), host: one.host })
        return this.lab.solicit(one.host, { withAddress: one.withAddress && one.host > 0 })
      case 'link':
        this.#up = one.up
        return one.up ? advertiser.setLink(LINK) : advertiser.linkLost()
      case 'plan': {
        this.#planned = true
        const prefix = one.other ? OTHER_PREFIX : LAN_PREFIX
        const next = contents({ prefixes: [prefixFor(1e7, 1e8, { prefix })], uplink: one.uplink })
        if (advertiser.setContents(next) !== null && this.#up) this.changes.push(clock.now())
      }
    }
  }

  #measure(): void {
    const now = this.lab.clock.now()
    const advertises = this.#up && this.#planned
    if (advertises && this.#deprived) this.stretches.push([now, now])
    if (advertises) this.stretches.at(-1)![1] = now
    this.#deprived = !advertises
  }

  get multicasts(): Sent[] {
    return this.lab.sent.filter(isToAll)
  }

  /** The stretch in which `at` lies; null when there was none. */
  stretchOf(at: Instant): [Instant, Instant] | null {
    return this.stretches.find(([from, until]) => at >= from && at <= until) ?? null
  }

  /** The last multicast before `at`, or never. */
  lastMulticast(at: Instant): number {
    return this.multicasts.filter(sent => sent.at < at).at(-1)?.at ?? -Infinity
  }
}

const check = (property: (life: Life, timing: AdvertiserVariables) => void) =>
  fc.assert(
    fc.property(life, ({ deeds, ...more }) => property(new Life(more).live(deeds), more.variables)),
    { numRuns: 60 },
  )

describe('the life of an advertiser', () => {
  it('never sends to all nodes twice within 3 s', () => {
    check(({ multicasts }) => {
      multicasts.forEach(({ at }, i) => assert.ok(i === 0 || at - multicasts[i - 1]!.at >= 3000))
    })
  })

  it('sends only while there is a link and a plan [ND-2]', () => {
    check(one => {
      for (const { at } of one.lab.sent) assert.notEqual(one.stretchOf(at), null)
    })
  })

  it('begins at once and never lets MaxRtrAdvInterval pass', () => {
    check((one, { MaxRtrAdvInterval }) => {
      for (const [from, until] of one.stretches) {
        let last = Math.max(from, one.lastMulticast(from) + 3000)
        const first = one.multicasts.find(({ at }) => at >= from)?.at ?? Infinity
        assert.ok(Math.min(first, until) <= last, 'the first')
        for (const { at } of one.multicasts.filter(sent => sent.at >= from && sent.at <= until)) {
          assert.ok(at - last <= MaxRtrAdvInterval * 1000 + 0.001)
          last = at
        }
        assert.ok(until - last <= MaxRtrAdvInterval * 1000 + 0.001, 'the last')
      }
    })
  })

  it('answers every solicitation within half a second, or of 3 s after the last multicast [ND-9]', () => {
    check(one => {
      for (const { at, host: asker } of one.solicited) {
        const latest = Math.max(at, one.lastMulticast(at) + 3000) + 500
        if (one.stretchOf(at)![1] < latest) continue
        const answer = one.lab.sent.find(
          sent => sent.at >= at && (isToAll(sent) || sent.to === linkLocal(asker)),
        )
        assert.ok(answer !== undefined && answer.at <= latest)
      }
    })
  })

  it('answers one host alone not more often than every 3 s less its delay [ND-10]', () => {
    check(one => {
      const last = new Map<bigint, number>()
      for (const { at, to } of one.lab.sent.filter(sent => !isToAll(sent))) {
        assert.ok(at - (last.get(to) ?? -Infinity) >= 2500)
        last.set(to, at)
      }
    })
  })

  it('tells every change as soon as the 3 s allow', () => {
    check(one => {
      for (const at of one.changes) {
        const stretch = one.stretchOf(at)
        const latest = Math.max(at, one.lastMulticast(at) + 3000)
        if (stretch === null || stretch[1] < latest) continue
        assert.ok(one.multicasts.some(sent => sent.at >= at && sent.at <= latest))
      }
    })
  })

  it('ends with three goodbyes at most and then with silence [ND-12]', () => {
    fc.assert(
      fc.property(
        life,
        fc.boolean(),
        fc.integer({ min: 1, max: 5 }),
        ({ deeds, ...more }, withdraw, finals) => {
          const one = new Life(more).live(deeds)
          const { lab } = one
          const advertises = lab.advertiser.status().state === 'advertising'
          lab.takeSent()
          const stopped = lab.clock.now()
          lab.advertiser.stop({ withdraw, finals })
          lab.outbox.flush()
          lab.clock.walk(10)
          one.live(deeds)
          assert.equal(lab.sent.length, withdraw && advertises ? Math.min(finals, 3) : 0)
          lab.sent.forEach((sent, i) => {
            assert.equal(sent.advertisement.routerLifetime, 0)
            assert.ok(isToAll(sent) && sent.at === stopped + i * 3000)
          })
        },
      ),
    )
  })
})

describe('an undisturbed advertiser', () => {
  it('sends three soon and then between Min and Max [ND-6] [ND-7]', () => {
    fc.assert(
      fc.property(
        seed,
        fc.integer({ min: 30, max: 1800 }),
        fc.double({ min: 0.1, max: 0.75, noNaN: true }),
        (four, max, part) => {
          const intervals = rtrAdvIntervals(max, part * max)
          const lab = new AdvertiserLab({ seed: four, variables: { ...DEFAULT_VARIABLES, ...intervals } })
          const start = lab.clock.now()
          lab.advertiser.setLink(LINK)
          lab.advertiser.setContents(contents())
          lab.clock.walk(20 * max)
          const gaps = lab.sent.map(({ at }, i) => (at - (i === 0 ? start : lab.sent[i - 1]!.at)) / 1000)
          assert.equal(gaps[0], 0)
          for (const gap of gaps.slice(1, 3)) assert.ok(gap >= 3 && gap <= 16)
          for (const gap of gaps.slice(3)) {
            assert.ok(gap >= intervals.MinRtrAdvInterval - 1e-6 && gap <= intervals.MaxRtrAdvInterval + 1e-6)
          }
          assert.equal(new Set(gaps.slice(3)).size, gaps.length - 3)
        },
      ),
    )
  })

  it('sends few in an hour of a quiet link', () => {
    const lab = new AdvertiserLab()
    lab.advertiser.setLink(LINK)
    lab.advertiser.setContents(contents())
    lab.clock.walk(3600)
    const { sent } = lab.advertiser.status()
    assert.equal(sent.initial, 3)
    assert.ok(sent.periodic >= 6 && sent.periodic <= 18)
  })

  it('sends one, not many, after the machine was suspended', () => {
    const lab = new AdvertiserLab()
    lab.advertiser.setLink(LINK)
    lab.advertiser.setContents(contents({ prefixes: [prefixFor(1e7, 1e8)] }))
    lab.clock.walk(100)
    lab.takeSent()
    lab.clock.suspend(86_400)
    assert.equal(lab.takeSent().length, 1)
  })
})
