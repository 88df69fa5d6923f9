import assert from 'node:assert/strict'
import type { Effect } from '../../machines/effects.ts'
import {
  routerAdvertiser,
  type AdvertiserEffects,
  type AdvertiserEvent,
} from '../../machines/routerAdvertiser.ts'
import { Stepper } from '../../src/roles/stepper.ts'
import type { AdvertiserTiming } from '../../src/rules/nd/variables.ts'
import { ALL_NODES, UNSPECIFIED, ipv6Address } from '../../src/values/ipv6Address.ts'
import { seedRandom } from '../../src/values/random.ts'
import { instant } from '../../src/values/time.ts'

type Effects = readonly Effect<AdvertiserEffects>[]

/** Every interval is 600 s and every answer is due at once, so that a row can name its instants. */
const TIMING: AdvertiserTiming = {
  MaxRtrAdvInterval: 600,
  MinRtrAdvInterval: 600,
  solicitedDelay: 0,
  unicastAnswers: 'auto',
}
const HOST = ipv6Address(0xfe80n << 112n) + 1n

const at = (seconds: number) => ({ at: instant(seconds * 1000) })
const linkReady = (s: number): AdvertiserEvent => ({ type: 'LINK_READY', ...at(s) })
const linkLost = (s: number): AdvertiserEvent => ({ type: 'LINK_LOST', ...at(s) })
const changed = (s: number): AdvertiserEvent => ({ type: 'CONTENTS_CHANGED', ...at(s) })
const failed = (s: number): AdvertiserEvent => ({ type: 'MULTICAST_FAILED', ...at(s) })
const due = (name: 'multicast' | 'unicast', s: number): AdvertiserEvent => ({
  type: 'DEADLINE',
  name,
  ...at(s),
})
const stop = (withdraw: boolean, finals: number, s: number): AdvertiserEvent => ({
  type: 'STOP',
  withdraw,
  finals,
  ...at(s),
})
const solicit = (host: number | null, s: number): AdvertiserEvent => ({
  type: 'ROUTER_SOLICITATION',
  source: host === null ? UNSPECIFIED : ipv6Address(HOST + BigInt(host)),
  hasSourceLinkLayerAddress: host !== null,
  ...at(s),
})

const armed = (name: 'multicast' | 'unicast', s: number) => ({ type: 'arm', name, ...at(s) })
const disarmed = (name: 'multicast' | 'unicast') => ({ type: 'disarm', name })
const toAll = (reason: string) => ({ type: 'advertise', to: [ALL_NODES], reason, final: reason === 'final' })
const toHosts = (...hosts: number[]) => ({
  type: 'advertise',
  to: hosts.map(host => ipv6Address(HOST + BigInt(host))),
  reason: 'solicited',
  final: false,
})
const join = { type: 'joinAllRouters' }
const leave = { type: 'leaveAllRouters' }
const report = (what: string) => ({ type: 'report', what })

function stepper(timing: Partial<AdvertiserTiming> = {}) {
  return new Stepper<typeof routerAdvertiser, AdvertiserEffects>(routerAdvertiser, {
    timing: { ...TIMING, ...timing },
    random: seedRandom([1, 2, 3, 4]),
  })
}

/** Starts, sends all, and gives the effects of the last and the state after it. */
function after(events: readonly AdvertiserEvent[], timing: Partial<AdvertiserTiming> = {}) {
  const machine = stepper(timing)
  let effects: Effects = machine.start()
  for (const event of events) effects = machine.send(event)
  return { effects, state: machine.snapshot.value }
}

const advertising = (multicast: string, unicast = 'quiet') => ({ advertising: { multicast, unicast } })

/** Link and plan are there at 0 s and the first one has left; 16 s and 32 s give the two others of the first. */
const first = [linkReady(0), changed(0), due('multicast', 0)]
const settled = [...first, due('multicast', 16), due('multicast', 32)]

const rows: readonly (readonly [
  why: string,
  events: readonly AdvertiserEvent[],
  state: unknown,
  effects: readonly object[],
])[] = [
  ['begins idle', [], { idle: 'withoutLink' }, []],
  ['waits for a plan', [linkReady(0)], { idle: 'withoutContents' }, []],
  ['waits for a link', [changed(0)], { idle: 'withoutLink' }, []],
  ['goes back when the link goes', [linkReady(0), linkLost(1)], { idle: 'withoutLink' }, []],
  ['answers nobody before a plan', [linkReady(0), solicit(1, 1)], { idle: 'withoutContents' }, []],
  [
    'advertises at once with the first plan',
    [linkReady(0), changed(5)],
    advertising('initial'),
    [join, armed('multicast', 5), report('advertising')],
  ],
  [
    'advertises at once with the link, if the plan was first',
    [changed(0), linkReady(5)],
    advertising('initial'),
    [join, armed('multicast', 5), report('advertising')],
  ],
  [
    'sends the first and comes again soon',
    first,
    advertising('initial'),
    [toAll('initial'), armed('multicast', 16)],
  ],
  [
    'sends the second',
    [...first, due('multicast', 16)],
    advertising('initial'),
    [toAll('initial'), armed('multicast', 32)],
  ],
  [
    'takes the interval after the third',
    settled,
    advertising('periodic'),
    [toAll('initial'), armed('multicast', 632)],
  ],
  [
    'sends by the interval',
    [...settled, due('multicast', 632)],
    advertising('periodic'),
    [toAll('periodic'), armed('multicast', 1232)],
  ],
  ['tells a change at once', [...settled, changed(100)], advertising('changed'), [armed('multicast', 100)]],
  [
    'tells a change 3 s after another',
    [...settled, changed(33)],
    advertising('changed'),
    [armed('multicast', 35)],
  ],
  [
    'repeats a change soon',
    [...settled, changed(100), due('multicast', 100)],
    advertising('changed'),
    [toAll('changed'), armed('multicast', 116)],
  ],
  [
    'tells a change three times',
    [...settled, changed(100), due('multicast', 100), due('multicast', 116), due('multicast', 132)],
    advertising('periodic'),
    [toAll('changed'), armed('multicast', 732)],
  ],
  [
    'answers a host alone',
    [...settled, solicit(1, 100)],
    advertising('periodic', 'answering'),
    [armed('unicast', 100)],
  ],
  [
    'sends the answer',
    [...settled, solicit(1, 100), due('unicast', 100)],
    advertising('periodic'),
    [toHosts(1)],
  ],
  [
    'answers hosts that wait together',
    [...settled, solicit(1, 100), solicit(2, 100), due('unicast', 100)],
    advertising('periodic'),
    [toHosts(1, 2)],
  ],
  [
    'answers a waiting host once',
    [...settled, solicit(1, 100), solicit(1, 100), due('unicast', 100)],
    advertising('periodic'),
    [toHosts(1)],
  ],
  [
    'answers nobody in particular by multicast',
    [...settled, solicit(null, 100)],
    advertising('solicited'),
    [armed('multicast', 100)],
  ],
  [
    'begins the interval anew with an answer by multicast',
    [...settled, solicit(null, 100), due('multicast', 100)],
    advertising('periodic'),
    [toAll('solicited'), armed('multicast', 700)],
  ],
  [
    'answers by multicast 3 s after another',
    [...settled, solicit(null, 33)],
    advertising('solicited'),
    [armed('multicast', 35)],
  ],
  [
    'coalesces answers by multicast',
    [...settled, solicit(null, 33), solicit(null, 34)],
    advertising('solicited'),
    [],
  ],
  [
    'answers by multicast a host that asks again within 3 s',
    [...settled, solicit(1, 100), due('unicast', 100), solicit(1, 102)],
    advertising('solicited'),
    [armed('multicast', 102)],
  ],
  [
    'answers a host alone again after 3 s',
    [...settled, solicit(1, 100), due('unicast', 100), solicit(1, 103)],
    advertising('periodic', 'answering'),
    [armed('unicast', 103)],
  ],
  [
    'goes on with the first after an answer',
    [...first, solicit(null, 5), due('multicast', 5)],
    advertising('initial'),
    [toAll('solicited'), armed('multicast', 21)],
  ],
  [
    'goes on with the news after an answer',
    [...settled, changed(100), due('multicast', 100), solicit(null, 105), due('multicast', 105)],
    advertising('changed'),
    [toAll('solicited'), armed('multicast', 121)],
  ],
  [
    'tells a change in place of an answer',
    [...settled, solicit(null, 33), changed(34)],
    advertising('changed'),
    [armed('multicast', 35)],
  ],
  [
    'lets the multicast answer those who wait',
    [...settled, solicit(1, 40), changed(40), due('multicast', 40)],
    advertising('changed'),
    [toAll('changed'), armed('multicast', 56), disarmed('unicast')],
  ],
  [
    'tries again 3 s after a failure',
    [...settled, due('multicast', 632), failed(632)],
    advertising('retrying'),
    [armed('multicast', 635)],
  ],
  [
    'sends what had failed',
    [...settled, due('multicast', 632), failed(632), due('multicast', 635)],
    advertising('periodic'),
    [toAll('periodic'), armed('multicast', 1235)],
  ],
  [
    'does not count a failed one among the first',
    [...first, failed(0), due('multicast', 3), due('multicast', 19)],
    advertising('initial'),
    [toAll('initial'), armed('multicast', 35)],
  ],
  [
    'stops with the link',
    [...settled, solicit(1, 100), linkLost(100)],
    { idle: 'withoutLink' },
    [disarmed('multicast'), disarmed('unicast'), leave],
  ],
  [
    'begins anew with the link',
    [...settled, linkLost(100), linkReady(200)],
    advertising('initial'),
    [join, armed('multicast', 200), report('advertising')],
  ],
  [
    'keeps 3 s over a flap of the link',
    [...settled, linkLost(33), linkReady(34)],
    advertising('initial'),
    [join, armed('multicast', 35), report('advertising')],
  ],
  [
    'says goodbye once',
    [...settled, stop(true, 1, 33)],
    'stopped',
    [toAll('final'), disarmed('multicast'), disarmed('unicast'), leave, report('ceased')],
  ],
  [
    'says goodbye several times',
    [...settled, stop(true, 3, 33)],
    'ceasing',
    [toAll('final'), disarmed('unicast'), armed('multicast', 36)],
  ],
  [
    'says goodbye never more than three times',
    [...settled, stop(true, 9, 33), due('multicast', 36), due('multicast', 39)],
    'stopped',
    [toAll('final'), leave, report('ceased')],
  ],
  ['answers nobody while it ceases', [...settled, stop(true, 3, 33), solicit(null, 34)], 'ceasing', []],
  ['tells no change while it ceases', [...settled, stop(true, 3, 33), changed(34)], 'ceasing', []],
  [
    'does not wait for the goodbyes when told twice',
    [...settled, stop(true, 3, 33), stop(true, 3, 34)],
    'stopped',
    [disarmed('multicast'), leave, report('ceased')],
  ],
  [
    'ends when the link goes while it ceases',
    [...settled, stop(true, 3, 33), linkLost(34)],
    'stopped',
    [disarmed('multicast'), leave, report('ceased')],
  ],
  [
    'sends nothing for a restart',
    [...settled, stop(false, 3, 33)],
    'stopped',
    [disarmed('multicast'), disarmed('unicast'), report('ceased')],
  ],
  [
    'sends nothing when stopped before a plan',
    [linkReady(0), stop(true, 3, 1)],
    'stopped',
    [report('ceased')],
  ],
]

describe('router advertiser', () => {
  for (const [why, events, state, effects] of rows) {
    it(why, () => {
      const seen = after(events)
      assert.deepEqual(seen.state, state)
      assert.deepEqual(seen.effects, effects)
    })
  }
})

describe('router advertiser by its settings', () => {
  const answering = advertising('periodic', 'answering')
  const solicited = advertising('solicited')
  const bare: AdvertiserEvent = { ...solicit(1, 100), hasSourceLinkLayerAddress: false } as AdvertiserEvent
  const cases = [
    ['auto', solicit(1, 100), answering],
    ['auto', bare, solicited],
    ['auto', solicit(null, 100), solicited],
    ['always', bare, answering],
    ['always', solicit(null, 100), solicited],
    ['never', solicit(1, 100), solicited],
  ] as const
  for (const [unicastAnswers, event, state] of cases) {
    const { source, hasSourceLinkLayerAddress } = event as Extract<AdvertiserEvent, { source: unknown }>
    const sender =
      source === UNSPECIFIED
        ? 'nobody, without '
        : hasSourceLinkLayerAddress
          ? 'a host with '
          : 'a host without '
    it(`answers ${sender}link-layer address by ${unicastAnswers} [ND-10]`, () => {
      assert.deepEqual(after([...settled, event], { unicastAnswers }).state, state)
    })
  }

  it('draws intervals between the two and the delay from its seed', () => {
    const { effects } = after(settled, { MinRtrAdvInterval: 200 })
    const [, arm] = effects
    assert.ok(arm?.type === 'arm' && arm.at >= instant(232_000) && arm.at < instant(632_000))
    assert.deepEqual(after(settled, { MinRtrAdvInterval: 200 }).effects, effects)
  })

  it('spreads answers over half a second only where another router is heard', () => {
    const delays = (before: readonly AdvertiserEvent[]) => {
      const machine = stepper({ solicitedDelay: 'auto' })
      machine.start()
      for (const event of [...settled, ...before]) machine.send(event)
      return Array.from({ length: 50 }, (_, i) => {
        const [arm] = machine.send(solicit(i, 100 + 5 * i))
        assert.ok(arm?.type === 'arm')
        machine.send({ type: 'DEADLINE', name: 'unicast', at: arm.at })
        return arm.at - (100_000 + 5000 * i)
      })
    }
    const other: AdvertiserEvent = { type: 'OTHER_ROUTER', until: instant(1_000_000), ...at(90) }
    assert.ok(Math.max(...delays([])) < 5)
    const spread = delays([other])
    assert.ok(Math.max(...spread) > 300 && Math.max(...spread) <= 500)
  })

  it('answers 16 hosts that wait alone, and the next ones by multicast', () => {
    const hosts = Array.from({ length: 18 }, (_, i) => solicit(i, 100))
    const seventeenth = after([...settled, ...hosts.slice(0, 17)])
    assert.deepEqual(seventeenth.state, advertising('solicited', 'answering'))
    assert.deepEqual(seventeenth.effects, [armed('multicast', 100)])
    assert.deepEqual(after([...settled, ...hosts]).effects, [])
  })

  it('gives a flood from invented sources 64 unicast answers in 3 s and one multicast', () => {
    const machine = stepper()
    machine.start()
    for (const event of settled) machine.send(event)
    let hosts = 0
    const multicast = new Set<number>()
    for (let i = 0; i < 30_000; i++) {
      const now = 100 + i / 10_000
      for (const effect of machine.send(solicit(i, now))) {
        if (effect.type !== 'arm') continue
        if (effect.name === 'multicast') multicast.add(effect.at)
        else
          hosts += machine
            .send(due('unicast', now))
            .flatMap(sent => (sent.type === 'advertise' ? sent.to : [])).length
      }
    }
    assert.equal(hosts, 64)
    assert.equal(multicast.size, 1)
  })
})
